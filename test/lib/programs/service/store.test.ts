import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeOf } from '../../../../lib/programs/service/service';
import { Store } from '../../../../lib/programs/service/store';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const storeAt = (file: string): Store => {
  const store = new Store(file);
  store.define('CREATE TABLE IF NOT EXISTS words (word TEXT PRIMARY KEY)');
  return store;
};
const put = (store: Store, word: string): void => void store.run('INSERT INTO words (word) VALUES (?)', word);
const words = (store: Store): readonly string[] =>
  store.all<{ word: string }>('SELECT word FROM words ORDER BY word').map(({ word }) => word);

test('what was written is there when the file is opened again', async () => {
  const file = join(folder, 'again.db');
  const store = storeAt(file);
  await store.write(() => put(store, 'a'));

  expect(words(storeAt(file))).toEqual(['a']);
});

test('a commit waits for the disk, and readers do not wait for it', () => {
  const store = storeAt(join(folder, 'settings.db'));

  expect(store.one('PRAGMA synchronous')).toEqual({ synchronous: 2 });
  expect(store.one('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
});

test('work that fails undoes only its own, though all of it shares a commit', async () => {
  const store = storeAt(join(folder, 'fails.db'));
  let commits = 0;
  store.onCommit(() => (commits += 1));
  const outcomes = await Promise.allSettled([
    store.write(() => put(store, 'a')),
    store.write(() => {
      put(store, 'b');
      throw new Error('no more');
    }),
    store.write(() => {
      put(store, 'c');
      put(store, 'a');
    }),
    store.write(() => put(store, 'd')),
  ]);

  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
  expect(words(store)).toEqual(['a', 'd']);
  expect(commits).toBe(1);
});

test('a write resolves with what its work returns, after it is committed', async () => {
  const file = join(folder, 'order.db');
  const store = storeAt(file);
  const other = storeAt(file);

  const written = store.write(() => {
    put(store, 'a');
    return store.number('SELECT count(*) FROM words');
  });
  expect(words(other)).toEqual([]);
  expect(await written).toBe(1);
  expect(words(other)).toEqual(['a']);
});

test('works run in the order in which they were asked for', async () => {
  const store = storeAt(':memory:');
  const ran: number[] = [];
  await Promise.all([1, 2, 3].map((number) => store.write(() => ran.push(number))));

  expect(ran).toEqual([1, 2, 3]);
});

test('everybody who waits is told when the commit fails, and the next one succeeds', async () => {
  const file = join(folder, 'locked.db');
  const store = storeAt(file);
  store.define('PRAGMA busy_timeout = 1');
  const other = storeAt(file);
  other.define('BEGIN IMMEDIATE');
  const outcomes = await Promise.allSettled(['a', 'b'].map((word) => store.write(() => put(store, word))));
  other.define('ROLLBACK');

  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await store.write(() => put(store, 'c'));
  expect(words(store)).toEqual(['c']);
});

test('what waits is written before the file is closed', async () => {
  const file = join(folder, 'closed.db');
  const store = storeAt(file);
  const written = store.write(() => put(store, 'a'));
  store.close();

  await written;
  expect(words(storeAt(file))).toEqual(['a']);
});

describe('a store that has its file for itself', () => {
  test('makes no file of shared memory beside it, which a network file system could not keep', async () => {
    const alone = join(folder, 'alone.db');
    const store = new Store(alone, 'exclusive');
    store.define('CREATE TABLE words (word TEXT PRIMARY KEY)');
    await store.write(() => put(store, 'a'));
    storeAt(join(folder, 'shared.db'));

    expect(readdirSync(folder).filter((name) => /^(alone|shared)/.test(name))).toEqual([
      'alone.db',
      'alone.db-wal',
      'shared.db',
      'shared.db-shm',
      'shared.db-wal',
    ]);
    expect(store.one('PRAGMA synchronous')).toEqual({ synchronous: 2 });
    expect(store.one('PRAGMA journal_mode')).toEqual({ journal_mode: 'wal' });
  });

  test('lets no second one in until it is closed, and what it wrote is there then', async () => {
    const file = join(folder, 'fenced.db');
    const first = new Store(file, 'exclusive');
    first.define('CREATE TABLE words (word TEXT PRIMARY KEY)');
    await first.write(() => put(first, 'a'));

    expect(() => new Store(file, 'exclusive', 50)).toThrow('database is locked');
    first.close();
    expect(words(new Store(file, 'exclusive', 50))).toEqual(['a']);
  });

  test('is what a program gets whose volume is in the network', () => {
    const env = { DATA_FOLDER: mkdtempSync(join(folder, 'volume-')), STORE_LOCKING: 'exclusive' };
    const store = storeOf(env);

    expect(store.one('PRAGMA locking_mode')).toEqual({ locking_mode: 'exclusive' });
    expect(storeOf({ DATA_FOLDER: folder }).one('PRAGMA locking_mode')).toEqual({ locking_mode: 'normal' });
  });
});
