import { formatBytes } from '../../format.ts';
import type { TraceHints } from '../../formats/memory-trace/hints.ts';
import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { PageSize } from '../../hosts/host.ts';
import { patternWords } from '../../model/translation/pattern-words.ts';
import { leafLevels, pageSizes } from '../../model/translation/simulate.ts';
import { note } from '../../terminal/output.ts';
import type { PatternSpec } from '../../workloads/workload.ts';

/** The options that say which accesses are translated. */
export interface SourceOptions {
  trace?: string;
  inputFormat?: string;
  process?: number;
  pattern?: string;
  size: number;
  accesses: number;
  seed?: number;
}

/** The synthetic stream the options ask for. */
export function patternOf({ pattern = 'gups', size, seed }: SourceOptions): PatternSpec {
  return { pattern, bytes: size, ...(seed !== undefined && { seed }) };
}

/** Which accesses a page is about, in words. */
export function accessesOf({ trace, pattern = 'gups', size, accesses }: SourceOptions): string {
  return trace ?? `${accesses.toLocaleString('en-US')} of ${pattern} over ${formatBytes(size)}`;
}

/** The accesses of the trace or the pattern in chunks; `hints` are those of a trace, whole once it is read. */
export async function accessWords(options: SourceOptions): Promise<{
  words: AsyncIterable<BigUint64Array> | Iterable<BigUint64Array>;
  hints?: TraceHints;
}> {
  if (options.trace === undefined) {
    return { words: patternWords(patternOf(options), options.accesses) };
  }
  const { words, hints } = await openMemoryTrace(options.trace, {
    ...options,
    format: options.inputFormat,
  });
  return { words, hints };
}

/** Says what the trace tells and the run does not use: several processes, several page sizes. */
export function noteHints(
  hints: TraceHints,
  options: SourceOptions & { byProcess?: boolean; statedPages?: boolean },
): void {
  if (hints.processCount > 1 && options.process === undefined && !options.byProcess) {
    note(
      `${hints.processCount} processes in one address space; --process PID keeps one, --by-process tells them apart.`,
    );
  }
  if (hints.pageSizeCount > 1 && !options.statedPages) {
    note(
      `the trace states ${hints.pageSizeCount} page sizes; --stated-pages uses each in its place.`,
    );
  }
}

/** The page size a trace states most often, where page tables have it. */
export function statedPage(hints: TraceHints): PageSize | undefined {
  const shift = hints.pageBytes === undefined ? Number.NaN : Math.log2(hints.pageBytes);
  return pageSizes.find((size) => 12 + 9 * (leafLevels[size] - 1) === shift);
}
