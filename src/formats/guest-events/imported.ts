import { badInput } from '../../errors.ts';

/** Exits of one reason. HLT's time is idle time and never a cost. */
export interface ExitCount {
  /** Upper case, without `EXIT_REASON_`; kvm_stat and domstats fields keep their own names. */
  reason: string;
  count: number;
  /** Whole time handled, where the tool prints it. */
  timeUs?: number;
}

export interface Measurement {
  /** What is measured: a domain, a thread, a pair of nodes, a test. */
  subject: string;
  name: string;
  value: number;
  unit: string;
}

/** What one file of a foreign tool says. */
export interface Imported {
  exits: readonly ExitCount[];
  measurements: readonly Measurement[];
  /** Length of the observation where the file tells it. */
  seconds?: number;
  notes: readonly string[];
}

/** A reader of one tool's text output. */
export interface EventFormat {
  id: string;
  title: string;
  /** The command that makes such a file. */
  madeBy: string;
  parse: (text: string, file?: string) => Imported;
}

/** Rows of one reason are summed: some tools print `UNKNOWN` once per unknown code. */
export function summed(exits: readonly ExitCount[]): ExitCount[] {
  const byReason = new Map<string, ExitCount>();
  for (const { reason, count, timeUs } of exits) {
    const before = byReason.get(reason);
    const time = (before?.timeUs ?? 0) + (timeUs ?? 0);
    const hasTime = before?.timeUs !== undefined || timeUs !== undefined;
    byReason.set(reason, {
      reason,
      count: (before?.count ?? 0) + count,
      ...(hasTime ? { timeUs: time } : {}),
    });
  }
  return [...byReason.values()];
}

/** A count that is finite and exact; anything else is a damaged file. */
export function countIn(text: string, file: string | undefined, line: number): number {
  const value = Number(text.replace(/,/g, ''));
  if (/^[\d,]+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw badInput({ file, line, expected: 'a whole count', found: `"${text}"` });
}

export function numberIn(text: string, file: string | undefined, line: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw badInput({ file, line, expected: 'a number of at least 0', found: `"${text}"` });
}

/** Lines with their numbers from 1, carriage returns dropped. */
export function lines(text: string): { text: string; line: number }[] {
  return text.split('\n').map((raw, i) => ({ text: raw.replace(/\r$/, ''), line: i + 1 }));
}

export function nothingFound(file: string | undefined, expected: string) {
  return badInput({ file, expected, found: 'no such row' });
}

export const onlyExits = (
  exits: readonly ExitCount[],
  notes: readonly string[] = [],
): Imported => ({
  exits: summed(exits),
  measurements: [],
  notes,
});

export const onlyMeasurements = (
  measurements: readonly Measurement[],
  notes: readonly string[] = [],
): Imported => ({ exits: [], measurements, notes });
