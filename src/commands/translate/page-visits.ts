import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import { type PageVisits, patternVisits, VisitRecorder } from '../../model/paging/visits.ts';
import type { PatternSpec } from '../../workloads/workload.ts';

export interface VisitSource {
  trace?: string;
  format?: string;
  process?: number;
  pattern?: string;
  size: number;
  seed?: number;
}

/** The pages the program touches, in order: page-table work of its kernel happens on them. */
export async function pageVisits(options: VisitSource): Promise<PageVisits> {
  if (options.trace === undefined) {
    const { pattern = 'gups', size: bytes, seed } = options;
    const spec: PatternSpec = { pattern, bytes, ...(seed !== undefined && { seed }) };
    return patternVisits(spec, seed);
  }
  const recorder = new VisitRecorder();
  const { words } = await openMemoryTrace(options.trace, options);
  for await (const chunk of words) {
    recorder.feed(chunk);
    if (recorder.isFull) break;
  }
  return recorder.finish();
}
