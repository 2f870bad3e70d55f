import { badInput } from '../../errors.ts';
import { withoutControlSequences } from '../control-sequences.ts';

export const MAX_CHARS = 64 * 1024 * 1024;
const MAX_LINES = 2_000_000;

/** A place in a file; every error names one. */
export interface Place {
  file: string;
  /** Counted from 1. */
  line: number;
}

export function fail(place: Place, expected: string, found: string, hint?: string): never {
  const shown = found.trim() === '' ? 'nothing' : `"${found.trim().slice(0, 80)}"`;
  throw badInput({ ...place, expected, found: shown, hint });
}

export interface Line extends Place {
  text: string;
}

export function linesOf(text: string, file: string): Line[] {
  if (text.length > MAX_CHARS) {
    throw badInput({ file, expected: `at most ${MAX_CHARS} characters`, found: `${text.length}` });
  }
  const lines = text.split('\n', MAX_LINES + 1);
  if (lines.length > MAX_LINES) {
    throw badInput({ file, expected: `at most ${MAX_LINES} lines`, found: 'more' });
  }
  return lines.map((line, i) => ({
    file,
    line: i + 1,
    text: withoutControlSequences(line).replace(/\r$/, ''),
  }));
}

export function words(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/\s+/);
}

const GROUPED = /^\d{1,3}(,\d{3}){1,6}$/;
const WHOLE = /^\d{1,20}\.?$/;
const DECIMAL = /^(\d{1,20}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,2})?$/i;

/** A count such as 307800, 307,800 or 96054875. (a tool that prints every number as a float). */
export function isCount(text: string): boolean {
  return WHOLE.test(text) || GROUPED.test(text);
}

export function count(text: string | undefined, place: Place, what: string): number {
  if (text === undefined || !isCount(text)) fail(place, `a whole number as ${what}`, text ?? '');
  return Number(text.replaceAll(',', ''));
}

/** A number that is not negative, with optional thousands separators and decimals. */
export function decimal(text: string | undefined, place: Place, what: string): number {
  const plain =
    text !== undefined && /^\d{1,3}(,\d{3})+(\.|$)/.test(text) ? text.replaceAll(',', '') : text;
  if (plain === undefined || !DECIMAL.test(plain)) fail(place, `a number as ${what}`, text ?? '');
  return Number(plain);
}

/** `YYYY-MM-DD HH:MM:SS` (or with T, Z, fraction), or seconds since 1970, as seconds; undefined when it is neither. */
export function timestamp(text: string): number | undefined {
  if (/^\d{10}(\.\d{1,9})?$/.test(text)) return Number(text);
  const match =
    /^#?\s*(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(\.\d{1,9})?Z?$/.exec(text) ?? undefined;
  if (!match) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as number[];
  const ms = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  return ms / 1000 + Number(match[7] ?? 0);
}
