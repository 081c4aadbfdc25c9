import { kept, propertiesOf } from '../../../support/aws';
import { onTarget, synthesized } from '../../../support/eks';
import { at, find } from '../../../support/manifests';

const both = synthesized(onTarget({ kafka: { topics: { clicks: {} } }, rabbitmq: {} }));

describe('what the cluster needs before the charts', () => {
  const before = both.parts.get('00-cluster')!;

  test('is a class of encrypted volumes that outlive their claims, which all claims of the charts name', () => {
    expect(find(before, 'StorageClass', 'brokerkit-gp3')).toMatchObject({
      provisioner: 'ebs.csi.eks.amazonaws.com',
      parameters: { type: 'gp3', encrypted: 'true' },
      volumeBindingMode: 'WaitForFirstConsumer',
      reclaimPolicy: 'Retain',
      allowVolumeExpansion: true,
      allowedTopologies: [{ matchLabelExpressions: [{ key: 'eks.amazonaws.com/compute-type', values: ['auto'] }] }],
    });
    const sets = both.objects.filter(({ kind }) => kind === 'StatefulSet');
    expect(sets.map((set) => at(set, 'spec.volumeClaimTemplates.0.spec.storageClassName'))).toEqual(
      Array.from({ length: 3 }, () => 'brokerkit-gp3'),
    );
  });

  test('is no class where the file names another one', () => {
    const { objects } = synthesized(onTarget({ kafka: {}, kubernetes: { storageClass: 'standard' } }));

    expect(objects.filter(({ kind }) => kind === 'StorageClass')).toEqual([]);
    const broker = find(objects, 'StatefulSet', 'kafka-broker');
    expect(at(broker, 'spec.volumeClaimTemplates.0.spec.storageClassName')).toBe('standard');
  });

  test('lets network policies close anything, which EKS Auto Mode does not do by itself', () => {
    expect(find(before, 'ConfigMap', 'amazon-vpc-cni')).toMatchObject({
      metadata: { namespace: 'kube-system' },
      data: { 'enable-network-policy-controller': 'true' },
    });
  });
});

describe('the cluster of EKS', () => {
  const eks = both.stacks.get('ShopEks')!;

  test('is private, protected, logged and encrypted, and its nodes come by themselves', () => {
    eks.hasResourceProperties('AWS::EKS::Cluster', {
      Name: 'shop',
      Version: '1.36',
      ComputeConfig: { Enabled: true, NodePools: ['system', 'general-purpose'] },
      StorageConfig: { BlockStorage: { Enabled: true } },
      DeletionProtection: true,
      ResourcesVpcConfig: { EndpointPrivateAccess: true, EndpointPublicAccess: false },
      EncryptionConfig: [{ Provider: { KeyArn: { 'Fn::GetAtt': ['EksSecretsKey89C78FFD', 'Arn'] } } }],
      AccessConfig: { AuthenticationMode: 'API', BootstrapClusterCreatorAdminPermissions: false },
      Logging: {
        ClusterLogging: {
          EnabledTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'].map((type) => ({
            Type: type,
          })),
        },
      },
    });
    eks.hasResourceProperties('AWS::KMS::Key', { EnableKeyRotation: true });
  });

  test('is in three zones, each with a way out of its own', () => {
    const network = both.stacks.get('ShopNetwork')!;

    network.resourceCountIs('AWS::EC2::NatGateway', 3);
    const subnets = Object.values(
      propertiesOf<{ readonly CidrBlock: string; readonly MapPublicIpOnLaunch: boolean }>(network, 'AWS::EC2::Subnet'),
    );
    expect(subnets.map(({ CidrBlock: block }) => block)).toEqual([
      ...['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24'],
      ...['10.0.16.0/20', '10.0.32.0/20', '10.0.48.0/20'],
      ...['10.0.64.0/26', '10.0.64.64/26', '10.0.64.128/26'],
    ]);
    expect(subnets.some((its) => its.MapPublicIpOnLaunch)).toBe(false);
    const [cluster] = Object.values(
      propertiesOf<{ readonly ResourcesVpcConfig: { readonly SubnetIds: readonly unknown[] } }>(
        eks,
        'AWS::EKS::Cluster',
      ),
    );
    expect(JSON.stringify(cluster?.ResourcesVpcConfig.SubnetIds).match(/VpcWorkloadsSubnet\d/g)).toEqual([
      'VpcWorkloadsSubnet1',
      'VpcWorkloadsSubnet2',
      'VpcWorkloadsSubnet3',
    ]);
  });

  test('can be reached from the networks, and kept by those, that the file names', () => {
    const role = 'arn:aws:iam::123456789012:role/Keepers';
    const { stacks } = synthesized(
      onTarget({ kafka: {} }, { eksAccessFrom: ['203.0.113.0/24'], eksAdministrators: [role] }),
    );

    stacks.get('ShopEks')!.hasResourceProperties('AWS::EKS::Cluster', {
      ResourcesVpcConfig: {
        EndpointPrivateAccess: true,
        EndpointPublicAccess: true,
        PublicAccessCidrs: ['203.0.113.0/24'],
      },
    });
    const eks = stacks.get('ShopEks')!;
    eks.hasResourceProperties('AWS::EKS::AccessEntry', { PrincipalArn: role });
    // Who leaves the list loses the right, although the cluster is kept.
    expect(Object.values(kept(eks))).not.toContain('AWS::EKS::AccessEntry');
  });

  test('gives an administrator the same id in whatever place of the list', () => {
    const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
    const entries = (eksAdministrators: readonly string[]) => {
      const { stacks } = synthesized(onTarget({ kafka: {} }, { eksAdministrators }));
      return propertiesOf(stacks.get('ShopEks')!, 'AWS::EKS::AccessEntry');
    };

    expect(entries([arn('B'), arn('A'), arn('B')])).toEqual(entries([arn('A'), arn('B')]));
  });
});
