// Zero writes (R12) and discards (R13, R16, R22).

import { count, HOST_MASK, RELEASES, TABLE_HEAD, ZERO_FLAG } from './layer';
import { release } from './refcounts';
import { DATA, dataBits, query, readsZero, zeroBits } from './status';
import { privateTable } from './table';
import { writeGuest } from './write';

const MAX_REQUEST_BYTES: u64 = 0x7fffffff;

export function zeroGuest(layer: usize, offset: u64, bytes: u64, unmap: u32): void {
  const unit = (<u64>1) << load<u32>(layer, 4);
  const most = MAX_REQUEST_BYTES & ~(unit - 1);
  const end = offset + bytes;
  while (offset < end) {
    const into = offset & (unit - 1);
    let piece = end - offset;
    if (into) piece = min(piece, unit - into);
    else if (piece > unit) piece -= end & (unit - 1);
    piece = min(piece, most);
    zeroPiece(layer, offset, piece, unmap);
    offset += piece;
  }
}

function zeroPiece(layer: usize, at: u64, bytes: u64, unmap: u32): void {
  const unit = (<u64>1) << load<u32>(layer, 4);
  const head = at & (unit - 1);
  const atEnd = at + bytes == load<u64>(layer, 48);
  const tail = atEnd ? 0 : (unit - ((at + bytes) & (unit - 1))) & (unit - 1);
  if (!head && !tail) {
    zeroize(layer, at, bytes, unmap);
    return;
  }
  const start = at - head;
  const rest = readsZero(layer, start, head) && readsZero(layer, at + bytes, tail);
  if (rest && query(layer, start, unit) != DATA) zeroize(layer, start, unit, unmap);
  else writeGuest(layer, at, bytes);
}

/** Whole subclusters become zero: partial clusters by bitmap, whole clusters in one entry. */
export function zeroize(layer: usize, offset: u64, bytes: u64, unmap: u32): void {
  const mask = ((<u64>1) << load<u32>(layer, 0)) - 1;
  const end = offset + bytes;
  const headEnd = min(end, (offset + mask) & ~mask);
  const tailStart = end >= load<u64>(layer, 48) ? end : max(headEnd, end & ~mask);
  if (headEnd > offset) zeroSubclusters(layer, offset, headEnd - offset);
  for (let at = headEnd; at < tailStart; ) {
    at += changeClusters(layer, at, tailStart, unmap ? UNMAP : KEEP);
  }
  if (end > tailStart) zeroSubclusters(layer, tailStart, end - tailStart);
}

function zeroSubclusters(layer: usize, offset: u64, bytes: u64): void {
  const table = privateTable(layer, offset);
  const clusterBits = <u64>load<u32>(layer, 0);
  const subBits = <u64>load<u32>(layer, 4);
  const entry = <u32>((offset >> clusterBits) & (((<u64>1) << load<u32>(layer, 12)) - 1));
  const first = <u32>((offset & (((<u64>1) << clusterBits) - 1)) >> subBits);
  const n = <u32>((bytes + ((<u64>1) << subBits) - 1) >> subBits);
  const bits: u32 = n >= 32 ? 0xffffffff : (((<u32>1) << n) - 1) << first;
  const data = dataBits(layer, table, entry);
  const zero = zeroBits(layer, table, entry);
  store<u32>(data, load<u32>(data) & ~bits);
  store<u32>(zero, load<u32>(zero) | bits);
}

const KEEP: u32 = 0;
const UNMAP: u32 = 1;
const DISCARD: u32 = 2;
const DROP: u32 = 3;

/** Whole clusters from `at` in this slice take a new state; returns the bytes they span. */
function changeClusters(layer: usize, at: u64, end: u64, how: u32): u64 {
  const clusterBits = <u64>load<u32>(layer, 0);
  const extended = load<u32>(layer, 8) == 32;
  const table = privateTable(layer, at);
  const entry = <u32>((at >> clusterBits) & (((<u64>1) << load<u32>(layer, 12)) - 1));
  const slice = (<u32>1) << load<u32>(layer, 16);
  const inSlice = slice - (entry & (slice - 1));
  const clusters = <u32>(
    min(<u64>inSlice, (end - at + ((<u64>1) << clusterBits) - 1) >> clusterBits)
  );
  const hasBacking = load<u32>(layer, 20) != 0;
  let freed = false;
  for (let i = entry; i < entry + clusters; i++) {
    const word = table + TABLE_HEAD + ((<usize>i) << 2);
    const host = load<u32>(word) & HOST_MASK;
    if (how == DISCARD && !host && !hasBacking) continue;
    const kept: u32 = how == KEEP ? host : 0;
    const zero = how != DROP;
    if (extended) {
      store<u32>(word, kept);
      store<u32>(dataBits(layer, table, i), 0);
      store<u32>(zeroBits(layer, table, i), zero ? 0xffffffff : 0);
    } else {
      store<u32>(word, zero ? kept | ZERO_FLAG : 0);
    }
    if (host && how != KEEP) {
      freed = true;
      release(layer, host);
    }
  }
  if (freed) count(layer, RELEASES, 1);
  return (<u64>clusters) << clusterBits;
}

export function discardGuest(layer: usize, offset: u64, bytes: u64): void {
  const mask = ((<u64>1) << load<u32>(layer, 0)) - 1;
  const requestEnd = offset + bytes;
  const end = requestEnd == load<u64>(layer, 48) ? requestEnd : requestEnd & ~mask;
  for (let at = (offset + mask) & ~mask; at < end; ) at += changeClusters(layer, at, end, DISCARD);
}

/** Every cluster of the disk dropped one by one: how a layer with snapshots is emptied (R16). */
export function dropEverything(layer: usize): void {
  const end = load<u64>(layer, 48);
  for (let at: u64 = 0; at < end; ) at += changeClusters(layer, at, end, DROP);
}
