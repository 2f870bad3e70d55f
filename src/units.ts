/**
 * One grammar for quantities in text, wherever people write them: options, scenarios, what-ifs, studies, CSV tables.
 *
 * - sizes: 4096, 4KiB, 8GiB, 25G (binary as in QEMU), 1.5GB (decimal)
 * - rates in bytes: 500MB/s, 128MiB/s, 25G; or in bits: 10Gbit, 10Gbit/s, 10Gb/s, 10Gbps
 * - links, whose bare prefix is in bits as on a port: 25G is 25 Gbit/s; 25 GB/s are bytes
 * - durations: 250us, 300ms, 1.5 h, 7d
 * - counts: 50k, 2M, 1e6 (decimal)
 * - clocks: 2.6GHz, 2600 MHz
 *
 * A small b is a bit and a large B a byte: 8Gb is refused where bytes are expected.
 */
import { group, present } from './elements.ts';

/** Bytes of a GiB. */
export const GIB = 2 ** 30;
/** MiB of a GiB: inventories state memory in MiB, people in GiB. */
export const MIB_PER_GIB = 1024;

const binary: Readonly<Record<string, number>> = {
  '': 1,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  p: 2 ** 50,
};
const decimal: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  m: 1e6,
  g: 1e9,
  t: 1e12,
  p: 1e15,
};
const seconds: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  min: 60,
  h: 3600,
  d: 86_400,
};

const number = String.raw`(\d+(?:\.\d+)?)`;
const SIZE = new RegExp(String.raw`^\s*${number}\s*([kmgtpKMGTP]?)(i?)(B?)\s*$`);
const PER_SECOND = /\s*(?:\/\s*s|ps)\s*$/;
const BITS = new RegExp(String.raw`^\s*${number}\s*([kKMGTP]?)b(?:it)?s?(?:\s*\/\s*s|ps)?\s*$`);
const BARE_PREFIX = new RegExp(String.raw`^\s*${number}\s*([kKMGTP])\s*$`);
const DURATION = new RegExp(String.raw`^\s*${number}\s*(ns|us|µs|ms|s|min|h|d)?\s*$`);
const COUNT = new RegExp(String.raw`^\s*${number}(?:e\+?(\d{1,2}))?\s*([kMGT]?)\s*$`);
const CLOCK = new RegExp(String.raw`^\s*${number}\s*([kMG]?)Hz\s*$`);

/** Longer texts are no quantities; patterns that try every way to share out white space would take the square of it. */
const MOST_LENGTH = 100;
const matched = (pattern: RegExp, text: string): RegExpExecArray | null =>
  text.length > MOST_LENGTH ? null : pattern.exec(text);
const withoutRate = (text: string): string =>
  text.length > MOST_LENGTH ? text : text.replace(PER_SECOND, '');

/** Without the noise of binary fractions: 0.3 s is 300 ms, not 299.99999999999994. */
const exact = (value: number) => (Number.isInteger(value) ? value : Number(value.toPrecision(15)));

/** Bytes from "4096", "4KiB", "1.5GB"; undefined when it is not a size or not a whole number of bytes. */
export function parseBytes(text: string): number | undefined {
  const match = matched(SIZE, text);
  if (!match) return undefined;
  const prefix = group(match, 2).toLowerCase();
  if (match[3] && !prefix) return undefined;
  const isDecimal = match[4] && !match[3];
  const bytes = exact(Number(match[1]) * present((isDecimal ? decimal : binary)[prefix]));
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Seconds from "250ms", "1.5 h", "20"; undefined when it is not a duration. */
export function parseSeconds(text: string): number | undefined {
  const match = matched(DURATION, text);
  return match ? exact(Number(match[1]) * present(seconds[match[2] ?? 's'])) : undefined;
}

function parseBits(text: string): number | undefined {
  const match = matched(BITS, text);
  return match
    ? exact(Number(match[1]) * present(decimal[group(match, 2).toLowerCase()]))
    : undefined;
}

/** Bytes a second from "500MB/s", "128MiB/s", "25G" (binary), "10Gbit/s"; undefined when it is none. */
export function parseRate(text: string): number | undefined {
  const bits = parseBits(text);
  return bits === undefined ? parseBytes(withoutRate(text)) : bits / 8;
}

/** Bits a second from "25G", "10Gbit", "25 GB/s"; a number alone is `bare` bits. Undefined when it is no link. */
export function parseLink(text: string, bare = 1): number | undefined {
  const plain = withoutRate(text);
  if (/^\s*\d+(?:\.\d+)?\s*$/.test(plain)) return exact(Number(plain) * bare);
  const prefixed = BARE_PREFIX.exec(plain);
  if (prefixed)
    return exact(Number(prefixed[1]) * present(decimal[group(prefixed, 2).toLowerCase()]));
  const rate = parseRate(text);
  return rate === undefined ? undefined : rate * 8;
}

/** A number from "50k", "2M", "1e6", "12"; undefined when it is none. */
export function parseCount(text: string): number | undefined {
  const match = matched(COUNT, text);
  if (!match) return undefined;
  const prefix = group(match, 3).toLowerCase();
  return exact(Number(match[1]) * 10 ** Number(match[2] ?? 0) * present(decimal[prefix]));
}

/** Hertz from "2.6GHz"; undefined when it is none. */
export function parseClock(text: string): number | undefined {
  const match = matched(CLOCK, text);
  return match
    ? exact(Number(match[1]) * present(decimal[group(match, 2).toLowerCase()]))
    : undefined;
}

/** Kinds of quantities, each read in its base unit: bytes, bytes/s, bits/s, seconds, one, hertz. */
export type QuantityKind = 'size' | 'rate' | 'link' | 'duration' | 'count' | 'clock';

interface Kind {
  parse(text: string): number | undefined;
  /** What is expected, with examples. */
  expected: string;
  /** The largest unit of these that leaves a short number, for `quantityText`. */
  units: readonly (readonly [string, number])[];
}

const kinds: Readonly<Record<QuantityKind, Kind>> = {
  size: {
    parse: parseBytes,
    expected: 'a size such as 8GiB, 25G or 64MB',
    units: ['TiB', 'GiB', 'MiB', 'KiB', 'B'].map((unit, i) => [unit, 1024 ** (4 - i)]),
  },
  rate: {
    parse: parseRate,
    expected: 'a rate such as 500MB/s, 128MiB/s or 10Gbit/s',
    units: ['TB/s', 'GB/s', 'MB/s', 'kB/s', 'B/s'].map((unit, i) => [unit, 1000 ** (4 - i)]),
  },
  link: {
    parse: parseLink,
    expected: 'a link such as 25G, 10Gbit or 25GB/s',
    units: ['Tbit/s', 'Gbit/s', 'Mbit/s', 'kbit/s', 'bit/s'].map((u, i) => [u, 1000 ** (4 - i)]),
  },
  duration: {
    parse: parseSeconds,
    expected: 'a duration such as 300ms, 90s or 24h',
    units: (['d', 'h', 'min', 's', 'ms', 'us', 'ns'] as const).map((unit) => [
      unit,
      present(seconds[unit]),
    ]),
  },
  count: {
    parse: parseCount,
    expected: 'a number such as 50k, 2M or 12',
    units: ['G', 'M', 'k', ''].map((unit, i) => [unit, 1000 ** (3 - i)]),
  },
  clock: {
    parse: parseClock,
    expected: 'a clock such as 2.6GHz or 2600MHz',
    units: [
      ['GHz', 1e9],
      ['MHz', 1e6],
      ['kHz', 1e3],
      ['Hz', 1],
    ],
  },
};

/** The quantity in a text in its base unit; undefined when it is none of this kind. */
export const parseQuantityOf = (kind: QuantityKind, text: string): number | undefined =>
  kinds[kind].parse(text);

/** The same in a unit of `per` base units; a link without a prefix is in that unit too. */
export function quantityIn(kind: QuantityKind, text: string, per: number): number | undefined {
  const found = kind === 'link' ? parseLink(text, per) : parseQuantityOf(kind, text);
  return found === undefined ? undefined : Number((found / per).toPrecision(15));
}

export const quantityExample = (kind: QuantityKind): string => kinds[kind].expected;

/** Which mistake a text may be, as a sentence behind the message; empty where it is nothing known. */
function hintFor(kind: QuantityKind, text: string): string {
  if (text.length > MOST_LENGTH) return '';
  if (kind === 'size' && /b(it)?\s*$/.test(text))
    return ' A small b is a bit: 8 gigabytes are 8GB, or 8GiB.';
  if (kind === 'size' && PER_SECOND.test(text)) return ' What is expected here is no rate.';
  if (kind === 'duration' && /\d\s*m\s*$/.test(text)) return ' Minutes are min, milliseconds ms.';
  if (/^\s*[-−]/.test(text)) return ' It cannot be negative.';
  return '';
}

/** `expected a size such as 8GiB, 25G or 64MB, found "8Gb". A small b is a bit…`: the one message. */
export function quantityProblem(kind: QuantityKind, text: string): string {
  return `expected ${kinds[kind].expected}, found "${text.slice(0, 80)}".${hintFor(kind, text)}`;
}

/** A quantity as this grammar reads it: `quantityText('size', 2 ** 30)` is "1GiB". */
export function quantityText(kind: QuantityKind, value: number): string {
  const { units, parse } = kinds[kind];
  for (const [unit, size] of units) {
    const inUnit = exact(value / size);
    // Three decimals at most, and nothing lost.
    if (inUnit < 1 || Math.abs(inUnit * 1000 - Math.round(inUnit * 1000)) > 1e-6) continue;
    const text = `${inUnit}${unit}`;
    if (parse(text) === value) return text;
  }
  return kind === 'link' ? `${value}bit/s` : String(value);
}
