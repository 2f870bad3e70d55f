// The two hot loops of checking a real image: references of a table of plain entries counted, and counts
// compared with 16-bit refcounts as they lie in the file. Numbers of the file are big-endian.

const ACTIVE: u32 = 0x80000000;
const COPIED: u64 = 0x8000000000000000;
const COMPRESSED: u64 = 0x4000000000000000;
const OFFSET: u64 = 0x00fffffffffffe00;

function entryAt(at: usize): u64 {
  return bswap<u64>(load<u64>(at));
}

/**
 * Counts what the entries of a table refer to among clusters start to start + length - 1. With `judge` also
 * writes five u32 to `out`: allocated, fragmented, wrong copied flags, zeroed, outside the file. Returns 0 and
 * changes nothing if an entry is compressed or unaligned: such a table is left to the caller.
 */
export function scanPlain(
  table: usize,
  bytes: u32,
  entryBytes: u32,
  clusterBits: u32,
  weight: u32,
  active: u32,
  start: u64,
  length: u32,
  counts: usize,
  stored: usize,
  fileEnd: u64,
  judge: u32,
  out: usize,
): u32 {
  const unaligned = (((<u64>1) << clusterBits) - 1) & OFFSET;
  const end = table + bytes;
  for (let at = table; at < end; at += entryBytes) {
    if (entryAt(at) & (COMPRESSED | unaligned)) return 0;
  }
  let allocated: u32 = 0;
  let fragmented: u32 = 0;
  let wrong: u32 = 0;
  let zeroed: u32 = 0;
  let outside: u32 = 0;
  let next: u64 = 0;
  const flag = active ? ACTIVE : 0;
  for (let at = table; at < end; at += entryBytes) {
    const entry = entryAt(at);
    const cluster = (entry & OFFSET) >> clusterBits;
    if (!cluster) continue;
    const index = cluster - start;
    let single = false;
    if (cluster >= fileEnd) {
      outside++;
    } else if (index < <u64>length) {
      const slot = counts + ((<usize>index) << 2);
      store<u32>(slot, (load<u32>(slot) + weight) | flag);
      single = load<u16>(stored + ((<usize>index) << 1)) == 0x0100;
    }
    if (!judge) continue;
    allocated++;
    if (next && cluster != next) fragmented++;
    next = cluster + 1;
    if (((entry & COPIED) != 0) != single) wrong++;
    if (entryBytes == 16 ? !load<u32>(at, 12) : (entry & 1) != 0) zeroed++;
  }
  store<u32>(out, allocated);
  store<u32>(out, fragmented, 4);
  store<u32>(out, wrong, 8);
  store<u32>(out, zeroed, 12);
  store<u32>(out, outside, 16);
  return 1;
}

/** Seven f64: leaks, corruptions, used, sum, largest, held by snapshots alone, index of the last in use or -1. */
export function compare(counts: usize, stored: usize, length: u32, out: usize): void {
  let leaks: u32 = 0;
  let corruptions: u32 = 0;
  let used: u32 = 0;
  let sum: f64 = 0;
  let largest: u32 = 0;
  let snapshotOnly: u32 = 0;
  let last: f64 = -1;
  for (let i: u32 = 0; i < length; i++) {
    const counted = load<u32>(counts + ((<usize>i) << 2));
    const found = <u32>bswap<u16>(load<u16>(stored + ((<usize>i) << 1)));
    if (!(counted | found)) continue;
    const computed = counted & ~ACTIVE;
    if (found > computed) leaks++;
    else if (found < computed) corruptions++;
    last = <f64>i;
    if (found) used++;
    sum += <f64>found;
    if (found > largest) largest = found;
    if (computed && counted < ACTIVE) snapshotOnly++;
  }
  store<f64>(out, <f64>leaks);
  store<f64>(out, <f64>corruptions, 8);
  store<f64>(out, <f64>used, 16);
  store<f64>(out, sum, 24);
  store<f64>(out, <f64>largest, 32);
  store<f64>(out, <f64>snapshotOnly, 40);
  store<f64>(out, last, 48);
}
