import { expect, it } from 'vitest';
import { parseBytes, parseSeconds } from './units.ts';

it('binary and decimal prefixes differ', () => {
  expect(parseBytes('4KiB')).toBe(4096);
  expect(parseBytes('4 kB')).toBe(4000);
  expect(parseBytes('64M')).toBe(64 * 2 ** 20);
  expect(parseBytes('1.5GiB')).toBe(1_610_612_736);
  expect(parseBytes('12')).toBe(12);
});

it('what is no size is refused, also half bytes and absurd sizes', () => {
  for (const text of ['', 'GiB', '-1', '1.5', '1e9', '4iB', '99999999PiB', '4KiBx']) {
    expect(parseBytes(text)).toBeUndefined();
  }
});

it('durations carry their unit', () => {
  expect(parseSeconds('250ms')).toBe(0.25);
  expect(parseSeconds('2 h')).toBe(7200);
  expect(parseSeconds('soon')).toBeUndefined();
});
