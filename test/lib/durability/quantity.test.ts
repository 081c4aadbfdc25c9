import { bytesPattern, durationPattern, toMebibytes, toMilliseconds } from '../../../lib/durability/quantity';

describe('toMilliseconds', () => {
  test.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
  ] as const)('reads %s as %d', (text, milliseconds) => {
    expect(text).toMatch(durationPattern);
    expect(toMilliseconds(text)).toBe(milliseconds);
  });
});

describe('toMebibytes', () => {
  test.each([
    ['512Mi', 512],
    ['100Gi', 102_400],
    ['2Ti', 2_097_152],
  ] as const)('reads %s as %d', (text, mebibytes) => {
    expect(text).toMatch(bytesPattern);
    expect(toMebibytes(text)).toBe(mebibytes);
  });
});

describe('durationPattern', () => {
  test.each(['7', '7 d', '7days', '-7d', '1.5h', 'd', '', '7D', '7d\n', '9999999999d'])('refuses %p', (text) => {
    expect(durationPattern.test(text)).toBe(false);
  });
});

describe('bytesPattern', () => {
  test.each(['100', '100G', '100GB', '100 Gi', '-1Gi', '0.5Gi', '1Ki', 'Gi', '', '1gi'])('refuses %p', (text) => {
    expect(bytesPattern.test(text)).toBe(false);
  });
});
