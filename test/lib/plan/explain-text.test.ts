import { explainPlan } from '../../../lib/plan/explain';
import { explainText } from '../../../lib/plan/explain-text';
import { planMessaging } from '../../../lib/plan/plan';
import type { MessagingOptions } from '../../../lib/plan/options';

const text = (options: Omit<MessagingOptions, 'name'>, width: number, colour = false): string =>
  explainText('shop', explainPlan(planMessaging({ name: 'shop', ...options })), { width, colour });

const one: Omit<MessagingOptions, 'name'> = { kafka: { topics: { clicks: { retention: '7d' } } } };

describe('explain in a terminal', () => {
  test('is a table that a person can read without a manual', () => {
    expect(text(one, 100)).toBe(`shop: what becomes of acknowledged messages when something is lost, at its worst

Kafka topic clicks
  survives-zone-loss: 3 replicas, 2 in memory or on the disk before "stored"
  duplicates in the stream none: the idempotent producer numbers its batches, so one that is sent
    again is stored once
  order kept: within a partition: one batch of it is on its way at a time
  the promise ends: records older than 7d are deleted, read or not

  lost                data  writes    reads     duplicates  order     because
  one process         kept  continue  continue  none        kept      a killed process leaves what
                                                                      it wrote; 2 of 3 replicas up,
                                                                      at least 1 with everything
                                                                      (30-process-loss)
  one disk            kept  continue  continue  none        kept      1 of the 2 replicas that
                                                                      surely had it is left; 2 of 3
                                                                      replicas up, at least 1 with
                                                                      everything (70-disk-loss)
  one node, off       kept  continue  continue  none        kept      1 of the 2 replicas that
  one node                                                            surely had it is left; 2 of 3
  one zone                                                            replicas up, at least 1 with
                                                                      everything
  one zone, off       kept  continue  continue  none        kept      1 of the 2 replicas that
                                                                      surely had it is left; 2 of 3
                                                                      replicas up, at least 1 with
                                                                      everything (40-zone-loss)
  not promised by survives-zone-loss:
  all power           lost  refused   stall     possible    not kept  in memory alone on the 3
                                                                      replicas that went off; no
                                                                      replica is up (60-power-loss)
  two disks           lost  refused   stall     possible    not kept  the 2 replicas that surely had
  one node, one disk                                                  it may be among the 2 gone; 1
  two nodes                                                           of 3 replicas up, none that
  one zone, one disk                                                  surely has everything
  one zone, one node
  two zones

A name in brackets is the live test in test/live that caused this loss on a real cluster; the other
  rows are configured: they follow from the settings.
A loss is a disk, node or zone gone for good; off: away for a while, its disk comes back. Writes and
  reads are meant while it lasts, once others have taken over.
Readers of both brokers may be given a message again: effects happen once where your consumer
  remembers what it has done.`);
  });

  test.each([60, 80, 100, 140])('keeps within %d columns', (width) => {
    const lines = text({ ...one, rabbitmq: { queues: { payment: {} } } }, width).split('\n');
    expect(lines.length).toBeGreaterThan(40);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(Math.max(width, 70));
  });

  test('puts a cause on lines of its own where the terminal is narrow', () => {
    expect(text(one, 80)).toContain(
      [
        '  one process         kept  continue  continue  none        kept',
        '      a killed process leaves what it wrote; 2 of 3 replicas up, at least 1 with',
        '        everything (30-process-loss)',
      ].join('\n'),
    );
  });

  test('colours nothing but what is bad, and nothing at all where it is not asked to', () => {
    const escape = '\u001B[';
    expect(text(one, 100)).not.toContain(escape);
    const lines = text(one, 100, true).split('\n');
    expect(lines.find((line) => line.startsWith('  all power'))).toContain(`${escape}31mlost${escape}0m`);
    expect(lines.find((line) => line.startsWith('  one process'))).not.toContain(escape);
  });

  test('puts streams that fare alike into one block, and names some of them', () => {
    const topics = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`t${index}`, { retention: '7d' as const }]),
    );
    const whole = text({ kafka: { topics: { ...topics, last: { retention: '1d' } } } }, 200);
    expect(whole.match(/^Kafka topic/gm)).toHaveLength(1);
    expect(whole).toContain('Kafka topics t0, t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11 and 9 more');
    expect(whole).toContain('the promise ends: records older than 1d are deleted, read or not (last)');
  });

  test('says so where nothing is declared', () => {
    expect(text({ kafka: {} }, 100)).toBe('shop: no topic and no queue is declared, so there is nothing to lose');
  });
});
