import { present } from '../../elements.ts';
import { disciplineById } from '../../model/blocks/disciplines.ts';
import { jobAccesses } from '../../model/blocks/job.ts';
import { LEAST_SLICES, SLICE_BYTES } from '../../model/blocks/qcow2-run.ts';
import type { Disk } from './schema.ts';

/** Requests that fill the cache, and those that are counted after them. */
const WARM_UP = 20_000;
const COUNTED = 20_000;

const entryBytes = (discipline: string) => (discipline === 'qcow2-overlay-ext' ? 16 : 8);

/**
 * Table slices loaded per request of a pattern over all data of a disk, from an LRU of slices: what a qcow2 driver's L2
 * cache of so many bytes does (docs/model/blocks.md). 0 for other maps and where no cache is stated.
 */
export function tableLoads(disk: Disk, cacheBytes: number | undefined, seed: number): number {
  if (cacheBytes === undefined || !disk.discipline.startsWith('qcow2')) return 0;
  const cluster = disk.cluster ?? present(disciplineById(disk.discipline)).blockBytes.value;
  const slice = Math.min(cluster, SLICE_BYTES);
  const covered = (slice / entryBytes(disk.discipline)) * cluster;
  const room = Math.max(LEAST_SLICES, Math.floor(cacheBytes / slice));
  const { pattern, reads: readShare, blockSize, used: span } = disk;
  const requests = WARM_UP + COUNTED;
  const kept = new Set<number>();
  let loads = 0;
  let done = 0;
  for (const [, offset] of jobAccesses({ pattern, readShare, blockSize, span, requests, seed })) {
    const wanted = Math.floor(offset / covered);
    // A set keeps the order of insertion: the first is the one used longest ago.
    if (!kept.delete(wanted)) {
      if (done >= WARM_UP) loads++;
      if (kept.size === room) kept.delete(kept.values().next().value as number);
    }
    kept.add(wanted);
    done++;
  }
  return loads / COUNTED;
}
