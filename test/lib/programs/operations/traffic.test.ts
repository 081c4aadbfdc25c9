import { readBurst, readRamp, trafficOf } from '../../../../lib/programs/operations/traffic';
import { linesOf, start } from './lines';

const calm = { services: ['search', 'billing'], seed: 1, skew: 0 };

test('the traffic is the same for the same seed, and another for another', () => {
  expect(linesOf(calm, 10)).toEqual(linesOf(calm, 10));
  expect(linesOf(calm, 10)).not.toEqual(linesOf({ ...calm, seed: 2 }, 10));
});

test('no call fails, and the load trembles around 0.4, where nothing is injected', () => {
  const lines = linesOf(calm, 60);
  expect(lines.every(({ level }) => level === 'info')).toBe(true);
  for (const { load } of lines) expect(Math.abs((load ?? 0) - 0.4)).toBeLessThan(0.051);
});

test('skew gives the first service more calls', () => {
  const firsts = (skew: number) => linesOf({ ...calm, skew }, 60).filter(({ service }) => service === 'search').length;
  expect(firsts(0) / 600).toBeCloseTo(0.5, 1);
  expect(firsts(1) / 600).toBeGreaterThan(0.75);
});

test('a burst is exactly so many errors of its service, spread over its seconds', () => {
  const failed = linesOf({ ...calm, burst: readBurst('billing:20:8:4') }, 60).filter(({ level }) => level === 'error');
  expect(failed.map(({ service }) => service)).toEqual(new Array<string>(8).fill('billing'));
  const seconds = failed.map(({ at }) => (at - start) / 1_000);
  expect(Math.min(...seconds)).toBeGreaterThanOrEqual(20);
  // The last of eight is due half a second before the end, and waits for the next call of its service.
  expect(Math.max(...seconds)).toBeLessThan(25);
  expect(Math.max(...seconds) - Math.min(...seconds)).toBeGreaterThan(3);
});

test('a burst of no duration is there at once, and not before its time', () => {
  const failed = linesOf({ ...calm, burst: readBurst('billing:20:8:0') }, 60).filter(({ level }) => level === 'error');
  expect(failed).toHaveLength(8);
  expect(failed[0]?.at).toBeGreaterThanOrEqual(start + 20_000);
});

test('a ramp adds so much a minute to the load of its service alone', () => {
  const ramp = readRamp('search:10:0.3');
  const loadAt = (service: string, seconds: number) =>
    trafficOf({ ...calm, services: [service], ramp }, 1, seconds, 0).load;
  expect(loadAt('search', 70) - loadAt('search', 10)).toBeCloseTo(0.3);
  expect(loadAt('search', 10)).toBe(loadAt('search', 0));
  expect(loadAt('billing', 70)).toBe(loadAt('billing', 0));
});

test.each(['billing', 'billing:1:2', 'billing:a:8:4', 'billing:-1:8:4'])('%s is no burst: it is said how', (text) => {
  expect(() => readBurst(text)).toThrow('service:after seconds:errors:over seconds is needed');
});
