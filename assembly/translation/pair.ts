// Two simulations of one guest, native and nested, on the same data caches: a row of tags that is equal in both is kept once,
// the native one's, and looked up once. The nested one, the companion, adds references of its host's tables; a row they
// reach parts from its twin, and what follows from it in the levels behind parts too. After a batch rows that became equal
// are one again. Where host tables are read now and then, as with 2M pages, nearly all is looked up once.
//
// Exact because a set of L2 takes lines of one set of L1D alone, and a set of L3 of one set of L2 (the numbers of sets divide each
// other), so what reaches a row whose sets before it have not parted is the same in both, in the same order.
import { add, countKinds } from './caches';
import { hostBatch } from './host';
import {
  CACHE_MISSES,
  COMPANION,
  GUEST_LINES,
  HEADER_BYTES,
  HOST_REFS,
  L1D,
  L2,
  L3,
  LINES_A,
  LINES_B,
  PAIR_ENDED,
  PAIR_FLAGS,
  PAIR_HOST_REFS,
  PAIR_LOOKED_UP,
  PAIR_MISSES,
  PAIR_MISSES_BYTES,
  PAIR_PARTED,
  PAIR_SEEN,
} from './layout';
import { descriptor, KEY, sift } from './sets';

/** References after which it is decided whether looking rows up once is worth what it takes to know which. */
const TRIAL: u32 = 0x4000;

/** Exchanges the headers, configuration to descriptors, of the two simulations: what is called next is the other's. */
export function swap(): void {
  for (let at: usize = 0; at < HEADER_BYTES; at += 16) {
    const here = v128.load(at);
    v128.store(at, v128.load(at, COMPANION));
    v128.store(at, here, COMPANION);
  }
}

/** True once the two go on apart: every row is in both. */
export function isPairEnded(): bool {
  return load<u32>(PAIR_ENDED) != 0;
}

/** Descriptor of a level, 0 L1D to 2 L3, in the native simulation; the companion's is COMPANION further. */
function levelOf(level: u32): usize {
  return descriptor(level == 0 ? L1D : level == 1 ? L2 : L3);
}

/** Address of the flags of a level, u8 a set: 1 where the rows have parted. */
function flagsOf(level: u32): usize {
  return <usize>load<u32>(PAIR_FLAGS + ((<usize>level) << 2));
}

/** Address of the number of rows of a level that have parted. */
function partedAt(level: u32): usize {
  return PAIR_PARTED + ((<usize>level) << 2);
}

function setOf(d: usize, entry: u64): u32 {
  const mask = load<u32>(d, 8);
  if (mask != 0xffff_ffff) return <u32>entry & mask;
  const key = entry & KEY;
  const sets = load<u32>(d, 4);
  // As in `locateModulo` (sets.ts).
  let set = <u32>(key - ((key * load<u64>(d, 24)) >> <u64>load<u32>(d, 20)) * <u64>sets);
  while (set >= sets) set -= sets;
  return set;
}

function rowBytes(d: usize): usize {
  return (<usize>(load<u32>(d, 12) & 0xff)) << 4;
}

function rowOf(d: usize, set: u32): usize {
  return <usize>load<u32>(d) + <usize>set * rowBytes(d);
}

/** From now on the companion has a row of its own for this set, so far the same. */
function part(level: u32, set: u32): void {
  const flag = flagsOf(level) + <usize>set;
  if (load<u8>(flag)) return;
  store<u8>(flag, 1);
  store<u32>(partedAt(level), load<u32>(partedAt(level)) + 1);
  const d = levelOf(level);
  const row = rowOf(d, set);
  const own = rowOf(d + COMPANION, set);
  // Not memory.copy, which V8 calls: that costs more than a row.
  for (let at: usize = 0; at < rowBytes(d); at += 16) v128.store(own + at, v128.load(row + at));
}

/** Makes a row one again where both are equal. */
function join(level: u32, set: u32): void {
  const flag = flagsOf(level) + <usize>set;
  if (!load<u8>(flag)) return;
  const d = levelOf(level);
  const row = rowOf(d, set);
  const other = rowOf(d + COMPANION, set);
  for (let at: usize = 0; at < rowBytes(d); at += 16) {
    if (v128.any_true(v128.xor(v128.load(row + at), v128.load(other + at)))) return;
  }
  store<u8>(flag, 0);
  store<u32>(partedAt(level), load<u32>(partedAt(level)) - 1);
}

function joinLevel(level: u32): void {
  if (load<u32>(partedAt(level)) == 0) return;
  const flags = flagsOf(level);
  const sets = load<u32>(levelOf(level), 4);
  for (let set: u32 = 0; set < sets; set++) {
    if (load<u8>(flags + <usize>set)) join(level, set);
  }
}

/** Every row of a level becomes two. */
function partLevel(level: u32): void {
  const sets = load<u32>(levelOf(level), 4);
  for (let set: u32 = 0; set < sets; set++) part(level, set);
}

/** Of the companion's `count` references at LINES_A those it has to look up itself in L1D, at LINES_B; returns their end. */
function ownOfFirst(count: u32, hasHost: bool): usize {
  const d = levelOf(0);
  const end = LINES_A + ((<usize>count) << 3);
  if (hasHost) {
    for (let at: usize = LINES_A; at < end; at += 8) {
      const entry = load<u64>(at);
      if (entry >> 63) part(0, setOf(d, entry));
    }
  }
  let out: usize = LINES_B;
  if (load<u32>(partedAt(0)) == 0) return out;
  const flags = flagsOf(0);
  for (let at: usize = LINES_A; at < end; at += 8) {
    const entry = load<u64>(at);
    store<u64>(out, entry);
    out += (<usize>load<u8>(flags + <usize>setOf(d, entry))) << 3;
  }
  return out;
}

/** Counts a reference that missed in `level` for the companion. */
function countOne(level: u32, entry: u64): void {
  add(COMPANION + CACHE_MISSES + 24 * <usize>level + ((<usize>(entry >> 62)) << 3), 1);
}

/**
 * The native simulation's `count` misses of `level`, at `from`: those of rows that are one are the companion's too, and are
 * counted. Of the next level the rows the others reach part; what the companion has to look up there itself is appended at `out`.
 */
function ownOfShared(level: u32, from: usize, count: u32, out: usize): usize {
  const isLast = level == 2;
  const next = isLast ? level : level + 1;
  if (load<u32>(partedAt(level)) == 0 && load<u32>(partedAt(next)) == 0) {
    countKinds(from, count, COMPANION + CACHE_MISSES + 24 * <usize>level);
    return out;
  }
  const d = levelOf(level);
  const flags = flagsOf(level);
  const nextD = levelOf(next);
  const nextFlags = flagsOf(next);
  for (const end = from + ((<usize>count) << 3); from < end; from += 8) {
    const entry = load<u64>(from);
    const hasParted = load<u8>(flags + <usize>setOf(d, entry));
    if (!hasParted) countOne(level, entry);
    if (isLast) continue;
    const set = setOf(nextD, entry);
    if (hasParted) part(next, set);
    else if (load<u8>(nextFlags + <usize>set)) {
      store<u64>(out, entry);
      out += 8;
    }
  }
  return out;
}

/** Appends the companion's own `count` misses of the level before, at LINES_A, at `out`; their rows of `level` part. */
function ownOfParted(level: u32, count: u32, out: usize): usize {
  const d = levelOf(level);
  for (let i: u32 = 0; i < count; i++) {
    const entry = load<u64>(LINES_A + ((<usize>i) << 3));
    part(level, setOf(d, entry));
    store<u64>(out, entry);
    out += 8;
  }
  return out;
}

/** Notes how much of `seen` references had to be looked up twice; where that is most, the two go on apart. */
function judge(lookedUp: u32, seen: u32): void {
  const own = load<u32>(PAIR_LOOKED_UP) + lookedUp;
  const all = load<u32>(PAIR_SEEN) + seen;
  store<u32>(PAIR_LOOKED_UP, all < TRIAL ? own : 0);
  store<u32>(PAIR_SEEN, all < TRIAL ? all : 0);
  if (all < TRIAL || own <= all >> 2) return;
  for (let level: u32 = 0; level < 3; level++) partLevel(level);
  store<u32>(PAIR_ENDED, 1);
}

/**
 * After `entries` references of the guest's side while the two went on apart: where few of the host's came with them, rows that
 * are equal are one again.
 */
export function resumePair(entries: u32): void {
  const hostRefs = load<u64>(COMPANION + HOST_REFS);
  const few = (hostRefs - load<u64>(PAIR_HOST_REFS)) << 6 < <u64>entries;
  store<u64>(PAIR_HOST_REFS, hostRefs);
  if (!few || !load<u32>(PAIR_ENDED)) return;
  store<u32>(PAIR_ENDED, 0);
  for (let level: u32 = 0; level < 3; level++) joinLevel(level);
}

/** What follows from the entries at GUEST_LINES for both, the native simulation's header being in place. */
export function answerPair(entries: u32): void {
  swap();
  const lines = hostBatch(entries);
  swap();
  let own = ownOfFirst(lines, lines != entries);
  const lookedUp = <u32>((own - LINES_B) >> 3);
  let from: usize = GUEST_LINES;
  let count = entries;
  for (let level: u32 = 0; level < 3; level++) {
    const d = levelOf(level);
    const misses = PAIR_MISSES + <usize>level * PAIR_MISSES_BYTES;
    count = sift(d, from, count, misses);
    from = misses;
    const counters = CACHE_MISSES + 24 * <usize>level;
    countKinds(from, count, counters);
    const missed = sift(d + COMPANION, LINES_B, <u32>((own - LINES_B) >> 3), LINES_A);
    countKinds(LINES_A, missed, COMPANION + counters);
    if (level == 2) {
      ownOfShared(level, from, count, own);
      break;
    }
    own = ownOfParted(level + 1, missed, ownOfShared(level, from, count, LINES_B));
  }
  joinLevel(0);
  joinLevel(1);
  const last = levelOf(2);
  for (let at: usize = LINES_B; at < own; at += 8) join(2, setOf(last, load<u64>(at)));
  judge(lookedUp, lines);
}
