import type { KafkaRecord } from '../../clients/kafka-consumer';
import { Offsets } from '../service/inbox';
import { logLine } from '../service/log';
import { parse } from '../service/parse';
import type { Store } from '../service/store';

/** What is known of a lane. */
export type Lane = {
  /** Different numbers that have come. */
  readonly lines: number;
  /** All numbers up to this one have come. */
  readonly upto: number;
  /** Numbers below the highest that have not come. */
  readonly missing: number;
  /** Numbers that stand in the log again. */
  readonly duplicates: number;
};

type Row = Lane & { readonly lane: string };

/**
 * Counts the lines of every log: which numbers of each lane have come: all up to one, and some beyond. So the table is as large as what is out of order, not as
 * the log, and it has one row for each pod that ever wrote.
 */
export class Lanes {
  private readonly offsets: Offsets;

  constructor(private readonly store: Store) {
    this.offsets = new Offsets(store);
    store.define(`
      CREATE TABLE IF NOT EXISTS lanes (
        lane TEXT PRIMARY KEY, upto INTEGER NOT NULL DEFAULT 0, duplicates INTEGER NOT NULL DEFAULT 0
      ) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS beyond (lane TEXT, number INTEGER, PRIMARY KEY (lane, number)) WITHOUT ROWID`);
  }

  /**
   * Resolves once the line is counted on the disk. The same record counts once; another with the same number is a duplicate.
   * Rejects with a PoisonError for what is no line.
   */
  async work(record: Pick<KafkaRecord, 'topic' | 'partition' | 'offset' | 'value'>): Promise<void> {
    const { lane, number } = parse(logLine, record.value);
    await this.store.write(() => {
      if (!this.offsets.first(record)) return;
      this.store.run('INSERT OR IGNORE INTO lanes (lane) VALUES (?)', lane);
      const upto = this.store.number('SELECT upto FROM lanes WHERE lane = ?', lane);
      if (number === upto + 1) this.goOn(lane, number);
      else if (number <= upto || !this.keep(lane, number))
        this.store.run('UPDATE lanes SET duplicates = duplicates + 1 WHERE lane = ?', lane);
    });
  }

  get result(): { readonly lanes: Readonly<Record<string, Lane>>; readonly lines: number } {
    const rows = this.store.all<Row>(`
      SELECT lane, upto + count(number) AS lines, upto,
        coalesce(max(number), upto) - upto - count(number) AS missing, duplicates
      FROM lanes LEFT JOIN beyond USING (lane) GROUP BY lane`);
    const lanes = rows.map(({ lane, ...its }) => [lane, its] as const);
    return { lanes: Object.fromEntries(lanes), lines: rows.reduce((sum, { lines }) => sum + lines, 0) };
  }

  /** @returns false for a number that was kept before */
  private keep(lane: string, number: number): boolean {
    return this.store.run('INSERT OR IGNORE INTO beyond (lane, number) VALUES (?, ?)', lane, number).changes === 1;
  }

  /** Up to this number, and further where the next ones are there already. */
  private goOn(lane: string, number: number): void {
    let upto = number;
    while (this.store.run('DELETE FROM beyond WHERE lane = ? AND number = ?', lane, upto + 1).changes === 1) upto += 1;
    this.store.run('UPDATE lanes SET upto = ? WHERE lane = ?', upto, lane);
  }
}
