// The example of a team's own program: it stands on the package alone, so the package is what is put in its place here.
interface Made {
  work: (record: { readonly value: Buffer }) => Promise<void>;
  stop: () => Promise<void>;
}
const mockMade: Made = { work: () => Promise.resolve(), stop: () => Promise.resolve() };

jest.mock(
  'brokerkit/clients/kafka',
  () => ({
    kafkaClientFromEnv: () => ({ groupId: 'trends' }),
    KafkaConsumer: class {
      run = (work: Made['work']): Promise<void> => {
        mockMade.work = work;
        return new Promise(() => undefined);
      };
      drain = (): Promise<void> => Promise.resolve();
    },
    KafkaPublisher: class {
      drain = (): Promise<void> => Promise.resolve();
    },
    onStop: (stop: Made['stop']) => {
      mockMade.stop = stop;
    },
    PoisonError: class extends Error {},
    withDeadLetters: (_: unknown, __: unknown, work: Made['work']) => work,
  }),
  { virtual: true },
);

const told: unknown[] = [];
beforeAll(() => {
  jest.useFakeTimers();
  jest.spyOn(console, 'log').mockImplementation((line) => void told.push(line));
  jest.requireActual('../../examples/own-service/src/trends.ts');
});
afterAll(() => {
  jest.useRealTimers();
  jest.restoreAllMocks();
});
beforeEach(() => {
  told.length = 0;
});

const read = (type: string, ...skus: readonly string[]): Promise<void> =>
  mockMade.work({ value: Buffer.from(JSON.stringify({ type, skus })) });

test('trends are views: what is put into a cart or bought is none', async () => {
  await read('view', 'tea');
  await read('view', 'tea');
  await read('view', 'jam');
  await read('cart', 'soap');
  await read('purchase', 'soap', 'tea');
  jest.advanceTimersByTime(10_000);

  expect(told).toEqual(['tea 2, jam 1']);
});

test('what was counted since the last line is told when it stops', async () => {
  await read('view', 'jam');
  await mockMade.stop();

  expect(told).toEqual(['jam 1']);
});

test('what names no article is poison', async () => {
  await expect(mockMade.work({ value: Buffer.from('hello') })).rejects.toThrow('no article in hello');
  await expect(read('view')).rejects.toThrow('no article in');
});
