import type { TraceHints } from '../../formats/memory-trace/hints.ts';
import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { PageSize } from '../../hosts/host.ts';
import { translateWords } from '../../messages/translate.ts';
import { patternWords } from '../../model/translation/pattern-words.ts';
import { leafLevels, pageSizes } from '../../model/translation/simulate.ts';
import { patternOf, type SourceOptions } from '../../report/answers/translate-options.ts';
import { note } from '../../terminal/output.ts';

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
    note(translateWords.processesNote({ processCount: hints.processCount }));
  }
  if (hints.pageSizeCount > 1 && !options.statedPages) {
    note(translateWords.pageSizesNote({ pageSizeCount: hints.pageSizeCount }));
  }
}

/** The page size a trace states most often, where page tables have it. */
export function statedPage(hints: TraceHints): PageSize | undefined {
  const shift = hints.pageBytes === undefined ? Number.NaN : Math.log2(hints.pageBytes);
  return pageSizes.find((size) => 12 + 9 * (leafLevels[size] - 1) === shift);
}
