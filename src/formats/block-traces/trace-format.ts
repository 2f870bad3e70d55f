/** One guest access of a trace. Offsets and lengths in bytes; `disk` names the device it went to. */
export interface TraceAccess {
  kind: 'read' | 'write' | 'zero' | 'discard' | 'flush' | 'snapshot';
  disk: string;
  offset: number;
  length: number;
  /** Microseconds since the start of the trace (or an epoch), where the format has a time. */
  timeUs: number | null;
}

/** A text format of block traces, one access a line. A new format is one file and one line in the index. */
export interface TraceFormat {
  id: string;
  title: string;
  /** Whether the first lines of a file look like this format. */
  sniff(lines: readonly string[]): boolean;
  /** A fresh parser of one file. It returns null for lines without an access and throws `Malformed`. */
  parser(): (line: string) => TraceAccess | null;
}

/** What a line should have been; the reader adds file and line number. */
export class Malformed extends Error {}

/** A whole number from a field; `what` says which field for the message. */
export function wholeNumber(text: string | undefined, what: string): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Malformed(`a whole number as ${what}`);
}
