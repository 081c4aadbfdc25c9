import { setImmediate as turn } from 'node:timers/promises';
import { InOrder } from '../../../../lib/programs/behaviour/in-order';

/** Publishes by hand: each message waits for its answer. */
function byHand(): {
  readonly published: string[];
  readonly publish: (name: string) => () => Promise<void>;
  readonly answer: (name: string, error?: Error) => Promise<void>;
} {
  const published: string[] = [];
  const answers = new Map<string, (error?: Error) => void>();
  return {
    published,
    publish: (name) => () =>
      new Promise((resolve, reject) => {
        published.push(name);
        answers.set(name, (error) => (error === undefined ? resolve() : reject(error)));
      }),
    answer: async (name, error) => {
      answers.get(name)?.(error);
      await turn();
    },
  };
}

test('a message is published at once, and the next of its key once that is stored', async () => {
  const { published, publish, answer } = byHand();
  const order = new InOrder();

  const sent = ['a1', 'a2', 'b1'].map((name) => order.send(name.slice(0, 1), publish(name)));
  expect(published).toEqual(['a1', 'b1']);

  await answer('a1');
  expect(published).toEqual(['a1', 'b1', 'a2']);
  await answer('a2');
  await answer('b1');
  await Promise.all(sent);
});

test('what waits behind a message that fails is not published, and fails with it', async () => {
  const { published, publish, answer } = byHand();
  const order = new InOrder();

  const outcomes = Promise.allSettled(['a1', 'a2', 'a3'].map((name) => order.send('a', publish(name))));
  await answer('a1', new Error('refused'));

  expect((await outcomes).map((its) => (its as PromiseRejectedResult).reason as Error)).toEqual([
    new Error('refused'),
    new Error('refused'),
    new Error('refused'),
  ]);
  expect(published).toEqual(['a1']);
});

test('after a failure the key begins anew', async () => {
  const { published, publish, answer } = byHand();
  const order = new InOrder();

  const failed = order.send('a', publish('a1'));
  await Promise.all([expect(failed).rejects.toThrow('refused'), answer('a1', new Error('refused'))]);
  const again = order.send('a', publish('a1 again'));
  expect(published).toEqual(['a1', 'a1 again']);
  await answer('a1 again');
  await again;
});
