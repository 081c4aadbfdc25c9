import { expect } from '@jest/globals';
import { toHaveNoWeakQueue, toHaveNoWeakTopic, toKeepItsPromise, toSurvive, toTakeWritesDuring } from './matchers';
import type { LossName } from './matchers';

export { masked } from './mask';
export type { LossName } from './matchers';
/** For `expect.addSnapshotSerializer`; `brokerkit/testing/serializer` is the same for `snapshotSerializers` of a jest config. */
export * as snapshotSerializer from './serializer';

expect.extend({ toHaveNoWeakQueue, toHaveNoWeakTopic, toKeepItsPromise, toSurvive, toTakeWritesDuring });

/**
 * What `expect` learns by `import 'brokerkit/testing'`. They judge a `KafkaCluster`, a `RabbitMqCluster`, a topic or a queue of one,
 * their settings, a plan, or the options of `messaging.yaml`.
 */
export interface DurabilityMatchers<R> {
  /**
   * Acknowledged messages of every topic and queue are there after the loss, wherever their copies are.
   *
   * Worked out, not tried: from the settings, and from what both brokers and Kubernetes promise about where copies are.
   */
  toSurvive(loss: LossName): R;
  /** Every topic and queue takes messages while it lasts, once others have taken over from what is gone. */
  toTakeWritesDuring(loss: LossName): R;
  /** No queue is one that `survives-node-loss`, or its own promise if that is more, would refuse. Accepted risks are accepted here too. */
  toHaveNoWeakQueue(): R;
  /** No topic is one that `survives-node-loss`, or its own promise if that is more, would refuse. Accepted risks are accepted here too. */
  toHaveNoWeakTopic(): R;
  /** No rule finds anything. Of any construct, a whole chart or stack: nothing in it would be refused at synthesis. */
  toKeepItsPromise(): R;
}

/* eslint-disable @typescript-eslint/no-namespace, @typescript-eslint/no-empty-object-type, @typescript-eslint/no-unused-vars --
   the two sources of jest's types, each with the names and parameters that it has */
declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends DurabilityMatchers<R> {}
  }
}
declare module 'expect' {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends DurabilityMatchers<R> {}
}
