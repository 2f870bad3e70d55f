import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { SizedRegion } from '../../kernels/spaces/index.ts';
import type { SourceOptions } from './source.ts';

/** Guest regions of large pages as a whole reading of the trace states them; everything else is 4K. */
export async function statedRegions(options: SourceOptions): Promise<SizedRegion[]> {
  const { words, hints } = await openMemoryTrace(options.trace!, options);
  for await (const _ of words);
  return hints.statedPages.ranges().map(({ start, bytes, pageBytes }) => ({
    start,
    bytes,
    leaf: pageBytes === 2 ** 30 ? 3 : 2,
  }));
}
