// Chains walked and flattened, for lookups at any depth (target P11). A chain is `depth` layers, each an L1 of
// pointers to tables of 8192 u32: host block + 1, 0 = look below. Layer 0 is the top; the base holds everything,
// a layer above it one block in 200. The flattened map is one such pair of levels: layer << 20 | host block, + 1.
//
//   0 depth   8 flat (L1)   12 next host block   16 exceptions (L1)
//   20 rows: the tables of all layers, those of the same part of the disk together, layer after layer

import { allocate } from './arena';

const TABLE_BITS: u32 = 13;
const TABLE_MASK: u32 = 8191;
/** 2^20 blocks of a disk; PRNG outputs keep their high 20 bits. */
const DISK_BITS: u32 = 20;
const TABLES: u32 = 128;

function makeLevels(): usize {
  const l1 = allocate(TABLES << 2);
  for (let i: u32 = 0; i < TABLES; i++) {
    store<u32>(l1 + ((<usize>i) << 2), <u32>allocate((<usize>TABLE_MASK + 1) << 2));
  }
  return l1;
}

function entryAt(l1: usize, block: u32): usize {
  const table = <usize>load<u32>(l1 + ((<usize>(block >> TABLE_BITS)) << 2));
  return table + ((<usize>(block & TABLE_MASK)) << 2);
}

function step(state: u32): u32 {
  return state * 1664525 + 1013904223;
}

function held(block: u32, layer: u32): bool {
  return ((block * 0x9e3779b1 + layer * 0x85ebca6b) >> 8) % 200 == 0;
}

export function makeWalk(depth: u32): usize {
  const walk = allocate(64);
  const rows = allocate((<usize>(TABLES * depth)) << 2);
  store<u32>(walk, depth, 0);
  store<u32>(walk, <u32>rows, 20);
  const flat = makeLevels();
  store<u32>(walk, <u32>flat, 8);
  const blocks = (<u32>1) << DISK_BITS;
  for (let layer: u32 = 0; layer < depth; layer++) {
    const l1 = makeLevels();
    for (let i: u32 = 0; i < TABLES; i++) {
      const table = load<u32>(l1 + ((<usize>i) << 2));
      store<u32>(rows + ((<usize>(i * depth + layer)) << 2), table);
    }
    const base = layer == depth - 1;
    for (let block: u32 = 0; block < blocks; block++) {
      if (!base && !held(block, layer)) continue;
      store<u32>(entryAt(l1, block), block + 1);
      const at = entryAt(flat, block);
      if (!load<u32>(at)) store<u32>(at, ((layer << DISK_BITS) | block) + 1);
    }
  }
  store<u32>(walk, blocks, 12);
  store<u32>(walk, <u32>makeLevels(), 16);
  return walk;
}

/** Offset in its table of the block that `state` draws. */
function offsetOf(state: u32): usize {
  return <usize>((state >> (32 - DISK_BITS - 2)) & (TABLE_MASK << 2));
}

/** Walks the layers for what `state` draws; layer and host block of the first that has it. */
function chainAnswer(rows: usize, depthBytes: usize, state: u32): u32 {
  const row = rows + <usize>(state >> (32 - DISK_BITS + TABLE_BITS)) * depthBytes;
  const offset = offsetOf(state);
  let at = row;
  let entry = load<u32>(<usize>load<u32>(at) + offset);
  const end = row + depthBytes;
  // The base has every block, so the walk ends; two layers a round, because V8 checks the stack at each.
  while (!entry) {
    entry = load<u32>(<usize>load<u32>(at, 4) + offset);
    at += 4;
    if (entry || at + 4 >= end) break;
    entry = load<u32>(<usize>load<u32>(at, 4) + offset);
    at += 4;
  }
  return entry - 1 + <u32>((at - row) >> 2);
}

/** `n` random reads through the layers; the sum of layer and host block of each. */
export function walkReads(walk: usize, seed: u32, n: u32): u32 {
  const depthBytes = (<usize>load<u32>(walk)) << 2;
  const rows = <usize>load<u32>(walk, 20);
  let state = seed;
  let sum: u32 = 0;
  for (let pairs = n >> 1; pairs > 0; pairs--) {
    const first = step(state);
    state = step(first);
    sum += chainAnswer(rows, depthBytes, first);
    sum += chainAnswer(rows, depthBytes, state);
  }
  if (n & 1) sum += chainAnswer(rows, depthBytes, step(state));
  return sum;
}

/** Sum of layer and host block of the flattened map's answer to what `state` draws. */
function flatAnswer(flat: usize, state: u32): u32 {
  const table = <usize>load<u32>(flat + ((<usize>(state >> (32 - DISK_BITS + TABLE_BITS))) << 2));
  const entry = load<u32>(table + offsetOf(state)) - 1;
  return (entry & ((1 << DISK_BITS) - 1)) + (entry >> DISK_BITS);
}

/** The same reads on the flattened map. */
export function flatReads(walk: usize, seed: u32, n: u32): u32 {
  const flat = <usize>load<u32>(walk, 8);
  let state = seed;
  let sum: u32 = 0;
  for (let rounds = n >> 2; rounds > 0; rounds--) {
    const second = step(state);
    state = step(second);
    sum += flatAnswer(flat, second) + flatAnswer(flat, state);
    const fourth = step(state);
    state = step(fourth);
    sum += flatAnswer(flat, fourth) + flatAnswer(flat, state);
  }
  for (let rest = n & 3; rest > 0; rest--) {
    state = step(state);
    sum += flatAnswer(flat, state);
  }
  return sum;
}

/**
 * `n` random writes after a snapshot: a new top layer takes them (redirect-on-write); the flattened map says
 * where the old block is and then where the new one is. Returns copies and the last host block mixed.
 */
export function rowWrites(walk: usize, seed: u32, n: u32): u32 {
  const top = <usize>load<u32>(walk, 16);
  const flat = <usize>load<u32>(walk, 8);
  const base = load<u32>(walk, 12);
  let next = base;
  let state = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    state = step(state);
    const block = state >> (32 - DISK_BITS);
    const at = entryAt(top, block);
    const entry = load<u32>(at);
    if (entry) {
      sum += entry;
      continue;
    }
    const old = entryAt(flat, block);
    sum ^= load<u32>(old);
    next++;
    store<u32>(at, next);
  }
  return sum + next;
}

/** `n` random writes after a snapshot: the old block is copied out once and the write stays in place. */
export function cowWrites(walk: usize, seed: u32, n: u32): u32 {
  const exceptions = <usize>load<u32>(walk, 16);
  const flat = <usize>load<u32>(walk, 8);
  let copies: u32 = 0;
  let state = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    state = step(state);
    const block = state >> (32 - DISK_BITS);
    sum += load<u32>(entryAt(flat, block));
    const at = entryAt(exceptions, block);
    if (load<u32>(at)) continue;
    copies++;
    store<u32>(at, copies);
  }
  return sum + copies;
}

/** Forgets the writes: a new snapshot. */
export function forgetWrites(walk: usize): void {
  const top = <usize>load<u32>(walk, 16);
  for (let i: u32 = 0; i < TABLES; i++) {
    memory.fill(<usize>load<u32>(top + ((<usize>i) << 2)), 0, (<usize>TABLE_MASK + 1) << 2);
  }
}
