import { hostFrom } from '../../formats/host-profile.ts';
import type { TraceHints } from '../../formats/memory-trace/hints.ts';
import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { PageSize } from '../../hosts/host.ts';
import {
  simulate,
  simulateTogether,
  type TranslationCase,
  type TranslationResult,
} from '../../model/translation/simulate.ts';
import {
  type TableOptions as HostlessOptions,
  patternOf,
  tableCase,
} from '../../report/answers/translate-options.ts';
import { noteHints, statedPage } from './source.ts';

/** The options that say what translates. */
export interface TableOptions extends HostlessOptions {
  host: string;
}

/** The case of the options, whose pages are 4K where neither they nor a trace say otherwise. */
export const caseOf = async (
  options: TableOptions,
  mode: 'native' | 'nested',
): Promise<TranslationCase> => tableCase(options, (await hostFrom(options.host)).memory, mode);

/** What one reading of the accesses gives: a result of each case. */
export interface Reading {
  results: TranslationResult[];
  hints?: TraceHints;
}

/**
 * Simulates cases over the accesses of the options, a trace being read once. `casesFor` gets the guest's page size: the
 * asked one, else the one the beginning of the trace states, else 4K.
 */
export async function readAccesses(
  options: TableOptions,
  casesFor: (guestPage: PageSize) => Promise<TranslationCase[]>,
): Promise<Reading> {
  if (options.trace === undefined) {
    const cases = await casesFor(options.guestPage ?? '4K');
    const source = { pattern: patternOf(options), accesses: options.accesses };
    return { results: cases.map((input) => simulate(input, source)) };
  }
  const { words, hints } = await openMemoryTrace(options.trace, {
    ...options,
    format: options.inputFormat,
  });
  const cases = await casesFor(options.guestPage ?? statedPage(hints) ?? '4K');
  const results = await simulateTogether(cases, words);
  noteHints(hints, options);
  return { results, hints };
}
