import type { KafkaTier } from '../aws-options';

/** One size of broker of MSK. */
export interface MskSize {
  readonly instanceType: string;
  readonly cores: number;
  /** MiB/s from producers, and to readers, that a broker carries without harm. Above it clients may wait. */
  readonly into: number;
  readonly outOf: number;
  /** Replicas of partitions that a broker should hold at most. */
  readonly partitions: number;
}

type Row = readonly [size: string, cores: number, into: number, outOf: number, partitions: number];

/** @see Amazon MSK quota, Express broker throughput throttle limits (sustained), partition quota (recommended) */
const express: readonly Row[] = [
  ['large', 2, 15.6, 31.2, 1_000],
  ['xlarge', 4, 31.2, 62.5, 1_000],
  ['2xlarge', 8, 62.5, 125, 2_500],
  ['4xlarge', 16, 124.9, 249.8, 6_000],
  ['8xlarge', 32, 250, 500, 12_000],
  ['12xlarge', 48, 375, 750, 16_000],
  ['16xlarge', 64, 500, 1_000, 20_000],
];

/** @see awslabs/mcp, aws-msk-mcp-server, recommended throughput; Amazon MSK best practices, partitions per broker (recommended) */
const standard: readonly Row[] = [
  ['large', 2, 4.8, 9.6, 1_000],
  ['xlarge', 4, 9.6, 19.2, 1_000],
  ['2xlarge', 8, 19.2, 38.4, 2_000],
  ['4xlarge', 16, 38.4, 76.8, 4_000],
  ['8xlarge', 32, 76.9, 153.8, 4_000],
  ['12xlarge', 48, 115.4, 230.8, 4_000],
  ['16xlarge', 64, 153.8, 307.7, 4_000],
];

const sizes = (family: string, rows: readonly Row[]): readonly MskSize[] =>
  rows.map(([size, cores, into, outOf, partitions]) => ({
    instanceType: `${family}.${size}`,
    cores,
    into,
    outOf,
    partitions,
  }));

/** From the smallest to the largest. */
export const mskSizes: Readonly<Record<KafkaTier, readonly MskSize[]>> = {
  express: sizes('express.m7g', express),
  standard: sizes('kafka.m7g', standard),
};

/** GiB of the largest volume of a standard broker. @see Amazon MSK quota */
export const largestMskVolume = 16_384;

/** Brokers that AWS lets one cluster with KRaft have; it gives more when it is asked. @see Amazon MSK quota */
export const mskBrokers = 60;

/** MiB/s that the volume of a standard broker writes without provisioned throughput. @see Amazon MSK, provision storage throughput */
export const mskVolumeRate = 250;

/** What a standard broker's volume writes for each byte from producers. @see aws/agent-toolkit-for-aws, managing-amazon-msk */
export const mskWritesPerByte = 6.5;
