import { z } from 'zod';
import { profileNames } from './profiles';
import { bytesFormat, bytesPattern, durationFormat, durationPattern, type Bytes, type Duration } from './quantity';

/** The schemas that both brokers' tables are made of; each `error` says what would be right. */
export const duration = z.custom<Duration>((value) => typeof value === 'string' && durationPattern.test(value), {
  error: durationFormat,
});

export const bytes = z.custom<Bytes>((value) => typeof value === 'string' && bytesPattern.test(value), {
  error: bytesFormat,
});

export const whole = (min: number, max: number) => z.int().min(min).max(max);

export const profileName = z.enum(profileNames);

/** A name that is safe in Kubernetes objects, users, files and regular expressions alike. */
export const objectName = z.string().regex(/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/, {
  error: 'lower-case letters, digits and hyphens, beginning with a letter, at most 40 characters',
});

/** A topic, queue or exchange. */
export const channelName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, {
  error: 'letters, digits, dot, underscore and hyphen, beginning with a letter or digit, at most 200 characters',
});

export const imageReference = z.string().regex(/^[\w][\w.\-/:]{0,254}(@sha256:[0-9a-f]{64})?$/, {
  error: 'an image reference: registry/name:tag or registry/name:tag@sha256:…',
});

/** CPU and memory of one pod. */
export const resources = z.strictObject({
  /** Cores requested; no limit is set, so that an idle node's cores can be used. */
  cpu: z.number().min(0.01).max(256),
  /** Memory requested, and its limit. */
  memory: bytes,
});

export interface Resources {
  /** Cores requested. There is no limit: a broker may use what its node has to spare. */
  readonly cpu: number;
  /** Memory: request and limit alike, so that the node never takes it back. */
  readonly memory: Bytes;
}

/** The administrator of either broker, made when its cluster forms: who creates topics, queues, users and rights. */
export const provisionerUser = 'provisioner';

/** Users that brokers make for themselves: no workload may be one of them. */
export const reservedUsers: readonly string[] = [provisionerUser, 'guest'];
