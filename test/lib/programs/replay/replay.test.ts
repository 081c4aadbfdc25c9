import { Replay, shown, type Letters, type ReplaySettings, type Taken } from '../../../../lib/programs/replay/replay';

const settings: ReplaySettings = {
  from: 'payment.dead-letters',
  to: 'payment',
  putBack: true,
  perSecond: 1_000,
  limit: 100,
};

/** Dead letters in memory, and everything that was done to them, in its order. */
function queueOf(names: readonly string[], publish: (name: string) => Promise<void> = () => Promise.resolve()) {
  const did: string[] = [];
  const waiting = [...names];
  const take = (name: string): Taken => ({
    letter: {
      reason: 'rejected',
      from: 'orders order.placed',
      at: '2026-01-02T03:04:05.000Z',
      body: Buffer.from(name),
      replays: 0,
    },
    async publish() {
      did.push(`publish ${name}`);
      await publish(name);
      did.push(`confirmed ${name}`);
    },
    acknowledge() {
      did.push(`acknowledge ${name}`);
      return Promise.resolve();
    },
  });
  const letters: Letters = {
    count: names.length,
    next() {
      did.push('next');
      const name = waiting.shift();
      return Promise.resolve(name === undefined ? undefined : take(name));
    },
    close() {
      did.push('close');
      return Promise.resolve();
    },
  };
  return { letters, did };
}

function replayOf(letters: Letters, other: Partial<ReplaySettings> = {}) {
  const lines: string[] = [];
  const write = (line: string): Promise<void> => {
    lines.push(line);
    return Promise.resolve();
  };
  return { lines, replay: new Replay({ ...settings, ...other }, () => Promise.resolve(letters), write) };
}

describe('a replay', () => {
  test('acknowledges a dead letter only once it is stored where it came from', async () => {
    const { letters, did } = queueOf(['a', 'b']);
    const { replay, lines } = replayOf(letters);
    await replay.run();
    expect(did).toEqual([
      ...['next', 'publish a', 'confirmed a', 'acknowledge a'],
      ...['next', 'publish b', 'confirmed b', 'acknowledge b'],
      ...['next', 'close'],
    ]);
    expect(lines.at(-1)).toBe('2 of 2 dead letters in payment.dead-letters put back to payment');
  });

  test('that is stopped in the middle finishes the letter in hand and leaves the others', async () => {
    let confirm = (): void => undefined;
    const { letters, did } = queueOf(['a', 'b'], () => new Promise((resolve) => (confirm = resolve)));
    const { replay, lines } = replayOf(letters);
    void replay.run();
    while (!did.includes('publish a')) await new Promise(setImmediate);
    const stopped = replay.stop();
    await new Promise(setImmediate);
    expect(did).toEqual(['next', 'publish a']);
    confirm();
    await stopped;
    expect(did).toEqual(['next', 'publish a', 'confirmed a', 'acknowledge a', 'close']);
    expect(lines.at(-1)).toBe('1 of 2 dead letters in payment.dead-letters put back to payment; the others stay');
  });

  test('that is stopped between two letters does not wait for its pace', async () => {
    const { letters, did } = queueOf(['a', 'b']);
    const { replay } = replayOf(letters, { perSecond: 0.001 });
    void replay.run();
    while (!did.includes('acknowledge a')) await new Promise(setImmediate);
    await replay.stop();
    expect(did).toEqual(['next', 'publish a', 'confirmed a', 'acknowledge a', 'close']);
  });

  test('that is stopped while it waits for a letter puts none back', async () => {
    const { letters, did } = queueOf(['a']);
    let deliver = (): void => undefined;
    const next = async (): Promise<Taken | undefined> => {
      await new Promise<void>((resolve) => (deliver = resolve));
      return letters.next();
    };
    const { replay } = replayOf({ ...letters, next });
    void replay.run();
    await new Promise(setImmediate);
    const stopped = replay.stop();
    deliver();
    await stopped;
    expect(did).toEqual(['next', 'close']);
  });

  test('that is stopped before the broker has answered puts nothing back', async () => {
    const { letters, did } = queueOf(['a']);
    let answer = (): void => undefined;
    const open = (): Promise<Letters> => new Promise((resolve) => (answer = () => resolve(letters)));
    const replay = new Replay(settings, open, () => Promise.resolve());
    const stopped = replay.stop();
    answer();
    await stopped;
    expect(did).toEqual(['close']);
  });

  test('keeps a letter that could not be stored, and says so', async () => {
    const { letters, did } = queueOf(['a', 'b'], (name) =>
      name === 'b' ? Promise.reject(new Error('no queue takes it')) : Promise.resolve(),
    );
    const { replay, lines } = replayOf(letters);
    await expect(replay.run()).rejects.toThrow('no queue takes it');
    expect(did).toEqual(['next', 'publish a', 'confirmed a', 'acknowledge a', 'next', 'publish b', 'close']);
    expect(lines.at(-1)).toBe('1 of 2 dead letters in payment.dead-letters put back to payment; the others stay');
  });

  test('does not say that there are none where nobody answers', async () => {
    const lines: string[] = [];
    const write = (line: string): Promise<void> => Promise.resolve(void lines.push(line));
    const replay = new Replay(settings, () => Promise.reject(new Error('connect ECONNREFUSED')), write);
    await expect(replay.run()).rejects.toThrow('connect ECONNREFUSED');
    expect(lines).toEqual([]);
  });

  test('that only lists publishes and acknowledges nothing', async () => {
    const { letters, did } = queueOf(['{"id":"1"}', 'not\njson']);
    const { replay, lines } = replayOf(letters, { putBack: false });
    await replay.run();
    expect(did).toEqual(['next', 'next', 'next', 'close']);
    expect(lines).toEqual([
      '    1  2026-01-02T03:04:05.000Z  orders order.placed  rejected\n       {"id":"1"}',
      '    2  2026-01-02T03:04:05.000Z  orders order.placed  rejected\n       not·json',
      '2 dead letters in payment.dead-letters; nothing was changed: the same with --put-back puts them back',
    ]);
  });

  test('takes no more than its limit, and tells of the others', async () => {
    const { letters, did } = queueOf(['a', 'b', 'c']);
    const { replay, lines } = replayOf(letters, { putBack: false, limit: 2 });
    await replay.run();
    expect(lines.at(-1)).toBe(
      '3 dead letters in payment.dead-letters, 2 shown; nothing was changed: the same with --put-back puts them back',
    );
    expect(did).toEqual(['next', 'next', 'close']);
  });

  test('says when there are none', async () => {
    const { replay, lines } = replayOf(queueOf([]).letters);
    await replay.run();
    expect(lines).toEqual(['no dead letters in payment.dead-letters']);
  });
});

test('a body is shown as one line of 80 characters, without what a terminal would obey', () => {
  expect(shown(Buffer.from('\u001b[31mred\u001b[0m\r\nend'))).toBe('·[31mred·[0m··end');
  expect(shown(Buffer.from('é'.repeat(100)))).toBe('é'.repeat(80));
});
