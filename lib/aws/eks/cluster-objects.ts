import type { MessagingOptions } from '../../plan/options';
import { storageClassName } from './eks-options';

/** An object of Kubernetes, as far as it has to be known here. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>> & { readonly name: string };
}

const madeHere = { 'app.kubernetes.io/name': 'brokerkit', 'app.kubernetes.io/managed-by': 'brokerkit' };

/**
 * Encrypted volumes that outlive their claims. EKS Auto Mode brings no class of its own.
 *
 * A volume that is left over costs until somebody deletes it; one that went with its claim would have taken the data.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
 */
const storageClass: KubernetesObject & Readonly<Record<string, unknown>> = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: storageClassName, labels: madeHere },
  provisioner: 'ebs.csi.eks.amazonaws.com',
  parameters: { type: 'gp3', encrypted: 'true' },
  // In the zone of the pod, which is known only once it is scheduled.
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Retain',
  allowVolumeExpansion: true,
  // Volumes of this provisioner can be mounted on nodes of Auto Mode only.
  allowedTopologies: [{ matchLabelExpressions: [{ key: 'eks.amazonaws.com/compute-type', values: ['auto'] }] }],
};

/**
 * Lets the network policies of the charts close anything: without it EKS Auto Mode takes them and does nothing. Its nodes are ready
 * for it as they come.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-net-pol.html
 */
const networkPolicySwitch: KubernetesObject & Readonly<Record<string, unknown>> = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'amazon-vpc-cni', namespace: 'kube-system' },
  data: { 'enable-network-policy-controller': 'true' },
};

/** What the cluster as a whole needs before the charts come. */
export const clusterObjects = ({ kubernetes }: MessagingOptions): readonly KubernetesObject[] => [
  networkPolicySwitch,
  ...(kubernetes?.storageClass === storageClassName ? [storageClass] : []),
];
