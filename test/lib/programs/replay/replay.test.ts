import { Replay, shown, type Letter, type ReplaySettings } from '../../../../lib/programs/replay/replay';

const settings: ReplaySettings = {
  from: 'payment.dead-letters',
  to: 'payment',
  run: 'replay-1',
  putBack: true,
  perSecond: 1_000,
  limit: 100,
};
const letter = (body: string, run?: string): Letter => ({
  reason: 'rejected',
  from: 'orders order.placed',
  at: '2026-01-02T03:04:05.000Z',
  body: Buffer.from(body),
  run,
});

/** What happened, in order: `published 1`, `acknowledged 1`. */
class Desk {
  readonly events: string[] = [];
  readonly lines: string[] = [];
  readonly replay: Replay;

  constructor(change: Partial<ReplaySettings> = {}) {
    this.replay = new Replay({ ...settings, ...change }, (line) => {
      this.lines.push(line);
      return Promise.resolve();
    });
  }

  deliver(body: string, publish: () => Promise<void> = () => Promise.resolve(), run?: string): void {
    const published = async (): Promise<void> => {
      await publish();
      this.events.push(`published ${body}`);
    };
    this.replay.work(letter(body, run), published).then(
      () => this.events.push(`acknowledged ${body}`),
      () => this.events.push(`failed ${body}`),
    );
  }

  async finished(): Promise<void> {
    await this.replay.finished({ firstMs: 60, ms: 60 });
  }
}

describe('putting dead letters back', () => {
  test('acknowledges each only after it is stored where it came from', async () => {
    const desk = new Desk();
    desk.deliver('1');
    desk.deliver('2');
    await desk.finished();
    for (const body of ['1', '2'])
      expect(desk.events.indexOf(`published ${body}`)).toBeLessThan(desk.events.indexOf(`acknowledged ${body}`));
    expect(desk.replay.words).toBe('2 put back to payment');
  });

  test('acknowledges none that could not be stored', async () => {
    const desk = new Desk();
    desk.deliver('1', () => Promise.reject(new Error('maybe')));
    await desk.finished();
    expect(desk.events).toEqual(['failed 1']);
    expect(desk.replay.words).toBe('0 put back to payment');
  });

  test('when it is stopped, finishes what is under way and touches nothing else', async () => {
    const desk = new Desk();
    let stored: () => void = () => undefined;
    desk.deliver('1', () => new Promise((resolve) => (stored = resolve)));
    await new Promise(setImmediate);
    desk.replay.stop();
    desk.deliver('2');
    const finished = desk.finished().then(() => desk.events.push('finished'));
    setTimeout(() => stored(), 150);
    await finished;
    expect(desk.events).toEqual(['published 1', 'acknowledged 1', 'finished']);
    expect(desk.replay.words).toBe('1 put back to payment; stopped, the others stay');
  });

  test('leaves what has died again in this run, and ends', async () => {
    const desk = new Desk();
    desk.deliver('1', undefined, 'replay-1');
    desk.deliver('2', undefined, 'replay-0');
    await desk.finished();
    expect(desk.events).toEqual(['published 2', 'acknowledged 2']);
    expect(desk.replay.words).toBe('1 put back to payment; 1 died again and stay');
  });

  test('goes no further than its limit', async () => {
    const desk = new Desk({ limit: 1 });
    desk.deliver('1');
    desk.deliver('2');
    await desk.finished();
    expect(desk.events).toEqual(['published 1', 'acknowledged 1']);
    expect(desk.replay.words).toBe('1 put back to payment; there may be more than 1');
  });
});

describe('listing dead letters', () => {
  test('shows each with its reason, and acknowledges none', async () => {
    const desk = new Desk({ putBack: false });
    desk.deliver('{"id":1}');
    await desk.finished();
    expect(desk.events).toEqual([]);
    expect(desk.lines).toEqual(['    1  2026-01-02T03:04:05.000Z  orders order.placed  rejected\n       {"id":1}']);
    expect(desk.replay.words).toContain('1 dead letter in payment.dead-letters; nothing was changed');
  });

  test('says so when there are none', async () => {
    const desk = new Desk({ putBack: false });
    await desk.finished();
    expect(desk.replay.words).toBe('no dead letters in payment.dead-letters');
  });

  test('shows no control character of a body, and no more than fits a line', () => {
    expect(shown(Buffer.from('a\u001b[31mb\nc'))).toBe('a·[31mb·c');
    expect(shown(Buffer.from('x'.repeat(200)))).toHaveLength(80);
  });
});
