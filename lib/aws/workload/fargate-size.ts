import { toMebibytes } from '../../durability/quantity';
import type { Resources } from '../../durability/schema';

/** A size that Fargate has. */
export interface FargateSize {
  /** In 1/1024 of a core. */
  readonly cpu: number;
  readonly memoryMiB: number;
}

const perCore = 1_024;
const perGiB = 1_024;

/** From, to and step of the memory that goes with so much CPU, in GiB. */
type Row = readonly [cpu: number, from: number, to: number, step: number];

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html#fargate-tasks-size */
const rows: readonly Row[] = [
  [512, 1, 4, 1],
  [1_024, 2, 8, 1],
  [2_048, 4, 16, 1],
  [4_096, 8, 30, 1],
  [8_192, 16, 60, 4],
  [16_384, 32, 120, 8],
];

export const smallestSize: FargateSize = { cpu: 256, memoryMiB: 512 };

const sizes: readonly FargateSize[] = [
  smallestSize,
  ...[1_024, 2_048].map((memoryMiB) => ({ cpu: 256, memoryMiB })),
  ...rows.flatMap(([cpu, from, to, step]) =>
    Array.from({ length: (to - from) / step + 1 }, (_, index) => ({ cpu, memoryMiB: (from + index * step) * perGiB })),
  ),
];

/** What only the deployment knows asks for nothing here. */
const known = (value: number): number => (Number.isNaN(value) ? 0 : value);

/** The smallest size that has at least so much of both; `undefined` where there is none. */
export function fargateSize({ cpu, memory }: Resources): FargateSize | undefined {
  const units = known(cpu) * perCore;
  const memoryMiB = known(toMebibytes(memory));
  return sizes.find((size) => size.cpu >= units && size.memoryMiB >= memoryMiB);
}

/** The largest one, for whoever asked for more. */
export const largestSize = '16 cores and 120Gi';
