import type { Parser } from 'csv-parse';

/**
 * Rows of any length, without the error that the parser makes for each that differs from the first even where it is told
 * to let them pass: a quarter of a millisecond a row, a minute for a file of a megabyte.
 */
export function allowRagged(parser: Parser): void {
  const { state } = parser as unknown as { state: { record: unknown[] } };
  Object.defineProperty(state, 'expectedRecordLength', {
    get: () => state.record.length,
    set: () => {},
  });
}

/** What `parse` gives of a whole text: its state cannot be reached, but its errors need no stacks, which are half their cost. */
export function withoutStacks<T>(parse: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return parse();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
