import { tagOf } from '../../lib/durability/pinned-image';

/** What a thing of the kit is part of: the standard labels, and our own for `kubectl -l`. */
export function labels(instance: string, component: string): Record<string, string> {
  return {
    'app.kubernetes.io/name': 'brokerkit',
    'app.kubernetes.io/managed-by': 'brokerkit',
    'app.kubernetes.io/instance': instance,
    'app.kubernetes.io/component': component,
  };
}

/** What Kubernetes takes as the value of a label. */
const labelValue = /^[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

/** The version of what runs, where its image says one. The kit's own programs have none: their image is Node's. */
export function versionLabel(image: string): Record<string, string> {
  const tag = tagOf(image);
  return tag === undefined || !labelValue.test(tag) ? {} : { 'app.kubernetes.io/version': tag };
}

/** All pods of one cluster. */
export const instanceLabel = (instance: string): Record<string, string> => ({ 'app.kubernetes.io/instance': instance });

/** The labels that pods are found by: they never change. */
export const selector = (instance: string, component: string): Record<string, string> => ({
  ...instanceLabel(instance),
  'app.kubernetes.io/component': component,
});

/** Marks pods that run once, by what they do: `kubectl wait job -l brokerkit/part=provision`. */
export const partLabel = 'brokerkit/part';

/** Marks the pods that were granted something on a cluster: its network policy lets them in. */
export const clientLabel = (cluster: string): Record<string, string> => ({
  [`brokerkit/client-of-${cluster}`]: 'true',
});
