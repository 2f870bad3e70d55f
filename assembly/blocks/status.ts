// Status queries (R7) of one layer and of a chain. Results go to globals: a call may return one number.

import { touch } from './cache';
import { count, HOST_MASK, LOOKUPS, TABLE_HEAD, ZERO_FLAG } from './layer';
import { LAYER_CACHE } from './layout';

export const DATA: u32 = 0;
export const ZERO: u32 = 1;
export const ZERO_ALLOCATED: u32 = 2;
export const ABSENT: u32 = 3;
export const ABSENT_ALLOCATED: u32 = 4;
export const NO_HOST: u64 = 0xffffffffffffffff;

export let runBytes: u64 = 0;
export let runHost: u64 = 0;

export function hostOf(table: usize, entry: u32): u32 {
  return load<u32>(table + TABLE_HEAD + ((<usize>entry) << 2)) & HOST_MASK;
}

/** From the first of four entries to the first of four with something in them, or the end: most tables are sparse. */
export function nextFour(table: usize, entry: u32, entries: u32): u32 {
  while (entry < entries) {
    const at = table + TABLE_HEAD + ((<usize>entry) << 2);
    if (load<u64>(at) | load<u64>(at, 8)) break;
    entry += 4;
  }
  return entry;
}

/** Address of the data bitmap of an entry; the zero bitmap lies one array further. Extended L2 only. */
export function dataBits(layer: usize, table: usize, entry: u32): usize {
  return table + TABLE_HEAD + (((<usize>1) << load<u32>(layer, 12)) << 2) + ((<usize>entry) << 2);
}

export function zeroBits(layer: usize, table: usize, entry: u32): usize {
  return dataBits(layer, table, entry) + (((<usize>1) << load<u32>(layer, 12)) << 2);
}

export function kindAt(layer: usize, table: usize, entry: u32, sub: u32): u32 {
  const word = load<u32>(table + TABLE_HEAD + ((<usize>entry) << 2));
  if (load<u32>(layer, 8) == 1) {
    if (word & ZERO_FLAG) return word & HOST_MASK ? ZERO_ALLOCATED : ZERO;
    return word ? DATA : ABSENT;
  }
  if ((load<u32>(dataBits(layer, table, entry)) >> sub) & 1) return DATA;
  if ((load<u32>(zeroBits(layer, table, entry)) >> sub) & 1) return word ? ZERO_ALLOCATED : ZERO;
  return word ? ABSENT_ALLOCATED : ABSENT;
}

export function isPresent(kind: u32): bool {
  return kind < ABSENT;
}

/** Subclusters of one kind from the start of an entry. */
function leadingRun(layer: usize, table: usize, entry: u32, kind: u32): u32 {
  const subs = load<u32>(layer, 8);
  let run: u32 = 0;
  while (run < subs && kindAt(layer, table, entry, run) == kind) run++;
  return run;
}

export function touchSlice(layer: usize, offset: u64): void {
  const cache = <usize>load<u32>(layer, LAYER_CACHE);
  if (cache) touch(cache, <u32>(offset >> (load<u32>(layer, 0) + load<u32>(layer, 16))));
}

/** One query: the kind at `offset`; sets runBytes (at most `bytes`, cut at the slice) and runHost. */
export function query(layer: usize, offset: u64, bytes: u64): u32 {
  count(layer, LOOKUPS, 1);
  const clusterBits = <u64>load<u32>(layer, 0);
  const subBits = <u64>load<u32>(layer, 4);
  const subs = load<u32>(layer, 8);
  const sliceBits = <u64>load<u32>(layer, 16);
  const into = offset & (((<u64>1) << clusterBits) - 1);
  const sliceSpan = (<u64>1) << (clusterBits + sliceBits);
  const toSliceEnd = sliceSpan - (offset & (sliceSpan - 1));
  const limit = min(bytes, toSliceEnd);
  const entryBits = <u64>load<u32>(layer, 12);
  const l1Index = <u32>(offset >> (clusterBits + entryBits));
  runHost = NO_HOST;
  const table =
    l1Index < load<u32>(layer, 28)
      ? <usize>load<u32>(<usize>load<u32>(layer, 24) + ((<usize>l1Index) << 2))
      : 0;
  if (!table) {
    runBytes = limit;
    return ABSENT;
  }
  touchSlice(layer, offset);
  const entry = <u32>((offset >> clusterBits) & (((<u64>1) << entryBits) - 1));
  const first = <u32>(into >> subBits);
  const kind = kindAt(layer, table, entry, first);
  const hasHost = kind != ZERO && kind != ABSENT;
  const host = hostOf(table, entry);
  let run: u64 = 1;
  while (first + <u32>run < subs && kindAt(layer, table, entry, first + <u32>run) == kind) run++;
  if (first + <u32>run == subs) {
    let i: u32 = 1;
    while ((<u64>(<u64>first + run)) << subBits < limit + into) {
      if (hasHost && hostOf(table, entry + i) != host + i) break;
      const length = leadingRun(layer, table, entry + i, kind);
      run += length;
      if (length < subs) break;
      i++;
    }
  }
  runBytes = min(((<u64>first + run) << subBits) - into, limit);
  if (hasHost) runHost = ((<u64>host) << clusterBits) + into;
  return kind;
}

/** One query of the chain: 1 if the run reads as zero; sets runBytes. */
export function queryChain(top: usize, offset: u64, bytes: u64): u32 {
  const size = load<u64>(top, 48);
  let left: u64 = offset < size ? min(bytes, size - offset) : 0;
  runBytes = 0;
  if (!left) return 0;
  for (let layer = top; layer; layer = <usize>load<u32>(layer, 20)) {
    const end = load<u64>(layer, 48);
    if (offset >= end) break;
    const kind = query(layer, offset, min(left, end - offset));
    left = runBytes;
    if (isPresent(kind)) return kind != DATA ? 1 : 0;
  }
  runBytes = left;
  return 1;
}

export function readsZeroAtOnce(layer: usize, offset: u64, bytes: u64): bool {
  if (!bytes) return true;
  return queryChain(layer, offset, bytes) == 1 && runBytes == bytes;
}

export function readsZero(layer: usize, offset: u64, bytes: u64): bool {
  const end = min(offset + bytes, load<u64>(layer, 48));
  while (offset < end) {
    if (!queryChain(layer, offset, end - offset)) return false;
    offset += runBytes;
  }
  return true;
}
