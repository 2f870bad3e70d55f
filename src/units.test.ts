import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  parseBytes,
  parseClock,
  parseCount,
  parseLink,
  parseQuantityOf,
  parseRate,
  parseSeconds,
  type QuantityKind,
  quantityProblem,
  quantityText,
} from './units.ts';

it('binary and decimal prefixes differ', () => {
  expect(parseBytes('4KiB')).toBe(4096);
  expect(parseBytes('4 kB')).toBe(4000);
  expect(parseBytes('64M')).toBe(64 * 2 ** 20);
  expect(parseBytes('25g')).toBe(25 * 2 ** 30);
  expect(parseBytes('1.5GiB')).toBe(1_610_612_736);
  expect(parseBytes('12')).toBe(12);
});

it('what is no size is refused, also half bytes, absurd sizes, bits and rates', () => {
  for (const text of ['', 'GiB', '-1', '1.5', '1e9', '4iB', '99999999PiB', '4KiBx']) {
    expect(parseBytes(text)).toBeUndefined();
  }
  for (const text of ['8Gb', '8gb', '8Gbit', '8Gib', '8GB/s']) {
    expect(parseBytes(text), text).toBeUndefined();
  }
  expect(quantityProblem('size', '8Gb')).toBe(
    'expected a size such as 8GiB, 25G or 64MB, found "8Gb". A small b is a bit: 8 gigabytes are 8GB, or 8GiB.',
  );
});

it('rates are bytes a second, bits where they say so', () => {
  expect(parseRate('500MB/s')).toBe(5e8);
  expect(parseRate('25 GB/s')).toBe(25e9);
  expect(parseRate('128MiB/s')).toBe(2 ** 27);
  expect(parseRate('1G')).toBe(2 ** 30);
  for (const ten of ['10Gbit', '10Gbit/s', '10Gb/s', '10Gbps', '10 Gb', '10Gbits/s'])
    expect(parseRate(ten), ten).toBe(1.25e9);
  expect(parseRate('fast')).toBeUndefined();
});

it('a bare prefix of a link is in bits, as on a port; a bare number is in the unit of its place', () => {
  expect(parseLink('25G')).toBe(25e9);
  expect(parseLink('25G/s')).toBe(25e9);
  expect(parseLink('100M')).toBe(1e8);
  expect(parseLink('10Gbit')).toBe(1e10);
  expect(parseLink('25 GB/s')).toBe(200e9);
  expect(parseLink('1GiB/s')).toBe(8 * 2 ** 30);
  expect(parseLink('10', 1e9)).toBe(1e10);
  expect(parseLink('10GHz')).toBeUndefined();
});

it('durations carry their unit, exact to the last digit', () => {
  expect(parseSeconds('250ms')).toBe(0.25);
  expect(parseSeconds('300 us')).toBe(0.0003);
  expect(parseSeconds('2 h')).toBe(7200);
  expect(parseSeconds('soon')).toBeUndefined();
  expect(quantityProblem('duration', '5m')).toMatch(/Minutes are min, milliseconds ms\.$/);
});

it('counts take k, M, G and exponents; clocks take Hz', () => {
  expect(parseCount('50k')).toBe(50_000);
  expect(parseCount('2.5M')).toBe(2_500_000);
  expect(parseCount('1e6')).toBe(1e6);
  expect(parseCount('12')).toBe(12);
  expect(parseCount('5 apples')).toBeUndefined();
  expect(parseClock('2.6GHz')).toBe(2.6e9);
  expect(parseClock('2600 MHz')).toBe(2.6e9);
});

it('what is printed is read as the same quantity, of every kind', () => {
  const value = fc.oneof(
    fc.integer({ min: 1, max: 2 ** 50 }),
    fc.integer({ min: 1, max: 4000 }).map((n) => n * 2 ** 20),
    fc.integer({ min: 1, max: 4000 }).map((n) => n * 1e6),
  );
  const kinds: QuantityKind[] = ['size', 'rate', 'link', 'duration', 'count', 'clock'];
  fc.assert(
    fc.property(fc.constantFrom(...kinds), value, (kind, given) => {
      expect(parseQuantityOf(kind, quantityText(kind, given))).toBe(given);
    }),
  );
  const fraction = fc
    .integer({ min: 1, max: 999_999 })
    .map((n) => Number((n / 1e6).toPrecision(6)));
  fc.assert(
    fc.property(fraction, (given) => {
      expect(parseSeconds(quantityText('duration', given))).toBe(given);
    }),
  );
  expect(quantityText('size', 8 * 2 ** 30)).toBe('8GiB');
  expect(quantityText('link', 1e10)).toBe('10Gbit/s');
  expect(quantityText('duration', 0.3)).toBe('300ms');
  expect(quantityText('count', 50_000)).toBe('50k');
});
