import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  count,
  formatBytes,
  formatOverhead,
  formatSeconds,
  mebibytes,
  percentOf,
  percentOfTime,
  percentText,
  rounded,
  significant,
  suffixed,
  toPlaces,
} from './format.ts';

it('writes shares of the time down to hundredths of a percent', () => {
  expect([0, 1.17e-27, 0.0099, 0.01, 0.05149, 12.3456].map(percentOfTime)).toEqual([
    ...[0, '<0.01', '<0.01', 0.01, 0.0515, 12.3],
  ]);
});

it('numbers are shown as people write them', () => {
  expect(formatBytes(1_610_612_736)).toBe('1.5 GiB');
  expect(formatSeconds(0.0015)).toBe('1.5 ms');
  expect(formatOverhead(0.14)).toBe('+14.0 %');
  expect(formatOverhead(-0.011)).toBe('−1.10 %');
});

it('percent has one decimal from ten on and three significant digits below', () => {
  expect([1.2346, 0.64383, 0.051236, 0.00012345, -0.3].map(percentOf)).toEqual([
    123.5, 64.4, 5.12, 0.0123, -30,
  ]);
  expect(percentText(0.5)).toBe('50 %');
});

it('large counts are words, not twelve digits beside an exponent', () => {
  expect([999_999_999, 1e9, 123_456_789_012, 2.5e13].map((value) => count(value))).toEqual([
    '999,999,999',
    '1 billion',
    '123.5 billion',
    '25 trillion',
  ]);
  expect(significant(12_345_678_901.5)).toBe('12.35 billion');
  expect(significant(0.00001234)).toBe('1.23e-5');
});

it('a shown number is never further from the value than half its last digit', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1e12, noNaN: true }), (value) => {
      expect(Math.abs(rounded(value) - value)).toBeLessThanOrEqual(value * 5.001e-4);
      expect(Math.abs(percentOf(value) - 100 * value)).toBeLessThanOrEqual(100 * value * 5.001e-3);
    }),
  );
  expect(toPlaces(2.345_67, 2)).toBe(2.35);
  expect(mebibytes(1_600_000)).toBe(1.53);
  expect(mebibytes(4096)).toBe(0.00391);
  expect(mebibytes(-52_000)).toBe(-0.0496);
  expect(mebibytes(160_000_000)).toBe(152.6);
  expect(mebibytes(0)).toBe(0);
});

it('marks of a chart have three digits, and a suffix from a thousand on', () => {
  expect([0, 36, 37.84, 999.4, 999.6, 1638, 20_815, 104_000, 1e6].map(suffixed)).toEqual([
    ...['0', '36', '37.8', '999', '1k', '1.64k', '20.8k', '104k', '1M'],
  ]);
});
