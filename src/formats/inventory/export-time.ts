const DAY_MS = 86_400_000;
/** Day 0 of a spreadsheet's calendar, from March 1900 on. */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);

const YEAR_FIRST = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2}))?)?/;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?/;
const SERIAL = /^\d{5}(\.\d+)?$/;

const daysOf = (year: number, month: number): number =>
  new Date(Date.UTC(year, month, 0)).getUTCDate();

function utc(date: readonly number[], clock: readonly (string | undefined)[]): number | undefined {
  const [year = 0, month = 0, day = 0] = date;
  if (month < 1 || month > 12 || day < 1 || day > daysOf(year, month)) return undefined;
  const [hour, minute, second] = clock.map((part) => Number(part ?? 0));
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/**
 * A date of an export as ms since 1970, its clock taken as UTC: year first, day first with dots, a spreadsheet's serial
 * number. Of dates with slashes and the year last, only those that can be read in one way; otherwise undefined.
 */
export function exportTime(text: string): number | undefined {
  const trimmed = text.trim();
  if (SERIAL.test(trimmed)) return SERIAL_EPOCH + Math.round(Number(trimmed) * DAY_MS);
  const first = YEAR_FIRST.exec(trimmed);
  if (first) return utc(first.slice(1, 4).map(Number), first.slice(4));
  const last = YEAR_LAST.exec(trimmed);
  if (!last) return undefined;
  const [, one, mark, two, year] = last;
  const [a, b] = [Number(one), Number(two)];
  const clock = last.slice(5);
  if (mark === '.' || a > 12) return utc([Number(year), b, a], clock);
  return b > 12 || a === b ? utc([Number(year), a, b], clock) : undefined;
}
