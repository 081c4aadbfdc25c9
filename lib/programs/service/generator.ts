import { positive, type Environment } from '../../durability/environment';
import { atMost } from './at-most';
import { steadily } from './pace';
import { runService, type Service } from './service';

/** What makes a load: each piece is on its volume before it is sent. */
export interface Generator {
  readonly result: object;
  /** One more. Resolves once it is on the disk. */
  next(): Promise<void>;
  /** Sends nothing more. */
  drain(): Promise<void>;
}

export interface GeneratorSettings {
  /** Pieces a second, where RATE says nothing. */
  readonly rate: number;
  /** Whether more may wait on the volume. */
  readonly room: () => boolean;
  /** What it sends with, to be closed at the end. */
  readonly close?: Service['drain'];
}

/** Makes a load at a steady rate until it is asked to stop. Ends with an error when the volume takes nothing more. */
export async function runGenerator(
  env: Environment,
  its: Generator,
  { rate, room, close }: GeneratorSettings,
): Promise<void> {
  let stop: () => void = () => undefined;
  const running = new Promise<never>((_, reject) => {
    stop = steadily(positive(env, 'RATE', rate), room, () => void its.next().catch(reject));
  });
  const drain = async (): Promise<void> => {
    stop();
    await its.drain();
    if (close !== undefined) await atMost(close());
  };
  await runService(env, { result: () => its.result, drain, running });
}
