import { Lazy, Token } from 'aws-cdk-lib/core';
import { fargateSize } from '../../../../lib/aws/workload/fargate-size';
import { knownOf, type MessagingWorkloadProps } from '../../../../lib/aws/workload/workload-props';
import type { Bytes } from '../../../../lib/durability/quantity';
import type { Resources } from '../../../../lib/durability/schema';

describe('the size of a task', () => {
  test.each<[cpu: number, memory: Bytes, size: readonly [number, number] | undefined]>([
    [0.1, '256Mi', [256, 512]],
    [0.25, '513Mi', [256, 1_024]],
    [0.25, '3Gi', [512, 3_072]],
    [0.3, '512Mi', [512, 1_024]],
    [1, '1Gi', [1_024, 2_048]],
    [1, '9Gi', [2_048, 9_216]],
    [5, '17Gi', [8_192, 20_480]],
    [16, '120Gi', [16_384, 122_880]],
    [17, '1Gi', undefined],
    [1, '121Gi', undefined],
  ])('is the smallest that has %d cores and %s', (cpu, memory, size) => {
    expect(fargateSize({ cpu, memory })).toEqual(size && { cpu: size[0], memoryMiB: size[1] });
  });

  test('is chosen by the other value alone where one is known to the deployment only', () => {
    const memory = Lazy.string({ produce: () => '8Gi' }) as Bytes;

    const sizeOf = (resources: Resources) => fargateSize(knownOf({ resources } as MessagingWorkloadProps).resources);

    expect(sizeOf({ cpu: Token.asNumber({ Ref: 'Cpu' }), memory: '1Gi' })).toEqual({ cpu: 256, memoryMiB: 1_024 });
    expect(sizeOf({ cpu: 2, memory })).toEqual({ cpu: 2_048, memoryMiB: 4_096 });
  });
});
