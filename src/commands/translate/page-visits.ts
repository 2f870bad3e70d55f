import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import { type PageVisits, patternVisits, VisitRecorder } from '../../model/paging/visits.ts';
import { patternOf, type SourceOptions } from './source.ts';

/** The pages the program touches, in order: page-table work of its kernel happens on them. */
export async function pageVisits(options: SourceOptions): Promise<PageVisits> {
  if (options.trace === undefined) return patternVisits(patternOf(options), options.seed);
  const recorder = new VisitRecorder();
  const { words } = await openMemoryTrace(options.trace, options);
  for await (const chunk of words) {
    recorder.feed(chunk);
    if (recorder.isFull) break;
  }
  return recorder.finish();
}
