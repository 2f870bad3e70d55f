import { badInput, printable } from '../../errors.ts';
import type { LoadSample, SeriesBuilder } from '../../plan/optimize/series.ts';

/** A reader of one kind of file that holds load of machines over time. */
export interface LoadReader {
  id: string;
  title: string;
  make: string;
  sniff(name: string, head: string): boolean;
  read(path: string, into: SeriesBuilder): Promise<void>;
}

const MOST_SAMPLES = 100_000_000;
const MOST = 1e12;

/** Where a number stands. */
export interface At {
  file: string;
  line?: number | undefined;
}

/** A number from text, at least 0; undefined for an empty cell, a dash or NaN, refused otherwise. */
export function amountOf(text: string | undefined, what: string, at: At): number | undefined {
  const trimmed = (text ?? '').trim();
  if (/^(|-|nan|null|n\/a)$/i.test(trimmed)) return undefined;
  const value = Number(trimmed);
  if (value >= 0 && value <= MOST) return value;
  throw badInput({
    ...at,
    expected: `a number of at least 0 for ${what}`,
    found: `"${printable(trimmed, 60)}"`,
  });
}

/** A time in seconds; refused where it is none. */
export function timeOf(text: string | undefined, at: At): number {
  const trimmed = (text ?? '').trim();
  const date = /^\d{4}-\d\d-\d\d[T ]/.test(trimmed) ? Date.parse(trimmed) / 1000 : Number(trimmed);
  if (trimmed !== '' && date >= 0 && date < MOST) return date;
  throw badInput({
    ...at,
    expected: 'a time: seconds, or a date such as 2026-11-28T12:00:00Z',
    found: `"${printable(trimmed, 60)}"`,
  });
}

/** Adds a sample and refuses one more than fit the memory. */
export function addSample(into: SeriesBuilder, machine: string, sample: LoadSample, at: At): void {
  if (into.samples >= MOST_SAMPLES)
    throw badInput({ ...at, expected: `at most ${MOST_SAMPLES} samples`, found: 'more' });
  into.add(machine, sample);
}
