import { f64, u32 } from '../elements.ts';
import { type Image, locate, type MappedDisk, tableAt } from './image.ts';
import { COMPRESSED, Kind, kindOf, type L2Table, readsHost } from './l2-table.ts';

/** A run of one kind that is contiguous in the file; `host` is the file offset of its start, or -1. */
export interface Run {
  kind: Kind;
  bytes: number;
  host: number;
}

/** One status query of one layer: the run at `offset`, at most `bytes`, cut at the end of the L2 slice (R7). */
export function runAt(image: MappedDisk, offset: number, bytes: number): Run {
  const { clusterSize, subclusterSize, subclusters } = image.shape;
  const { l1Index, entry, inSlice } = locate(image, offset);
  const intoCluster = offset % clusterSize;
  const limit = Math.min(bytes, inSlice * clusterSize - intoCluster);
  const table = tableAt(image, l1Index);
  if (!table) return { kind: Kind.absent, bytes: limit, host: -1 };

  const first = Math.floor(intoCluster / subclusterSize);
  const kind = kindOf(table, entry, first);
  const hasHost = readsHost(kind);
  const host = f64(table.host, entry);
  let run = 1;
  while (first + run < subclusters && kindOf(table, entry, first + run) === kind) run++;
  if (first + run === subclusters) {
    for (let i = 1; (first + run) * subclusterSize < limit + intoCluster; i++) {
      if (hasHost && table.host[entry + i] !== host + i) break;
      const length = leadingRun(table, entry + i, kind, subclusters);
      run += length;
      if (length < subclusters) break;
    }
  }
  return {
    kind,
    bytes: Math.min((first + run) * subclusterSize - intoCluster, limit),
    host: hasHost && host !== COMPRESSED ? host * clusterSize + intoCluster : -1,
  };
}

/** Subclusters of one kind from the start of an entry. */
function leadingRun(table: L2Table, entry: number, kind: Kind, subclusters: number): number {
  if (kindOf(table, entry, 0) !== kind) return 0;
  const all = subclusters === 32 ? 0xffffffff : 1;
  const data = u32(table.data, entry);
  const zero = u32(table.zero, entry);
  if ((data === 0 || data === all) && (zero === 0 || zero === all)) return subclusters;
  let run = 1;
  while (run < subclusters && kindOf(table, entry, run) === kind) run++;
  return run;
}

export function isPresent(kind: Kind): boolean {
  return kind === Kind.data || kind === Kind.zero || kind === Kind.zeroAllocated;
}

/** One status query of a chain, from `image` down: does the run read as zero, and how far. */
export function statusThrough(
  image: Image,
  offset: number,
  bytes: number,
): { zero: boolean; bytes: number } {
  let left = Math.min(bytes, image.size - offset);
  if (left <= 0) return { zero: false, bytes: 0 };
  for (let layer: Image | null = image; layer; layer = layer.backing) {
    // What a short backing file does not reach is zero, as far as the layers above go.
    if (offset >= layer.size) return { zero: true, bytes: left };
    const run = runAt(layer, offset, Math.min(left, layer.size - offset));
    left = run.bytes;
    if (isPresent(run.kind)) return { zero: run.kind !== Kind.data, bytes: left };
  }
  return { zero: true, bytes: left };
}

/** Whether a range reads as zero according to one query: a change of kind inside it means no (R11). */
export function readsZeroAtOnce(image: Image, offset: number, bytes: number): boolean {
  if (bytes === 0) return true;
  const status = statusThrough(image, offset, bytes);
  return status.zero && status.bytes === bytes;
}

/** Whether a range reads as zero, asking as often as needed; nothing beyond the end of the disk counts. */
export function readsZero(image: Image, offset: number, bytes: number): boolean {
  let at = offset;
  const end = Math.min(offset + bytes, image.size);
  while (at < end) {
    const status = statusThrough(image, at, end - at);
    if (!status.zero) return false;
    at += status.bytes;
  }
  return true;
}
