// Many address spaces on one processor: tags and invalidations, page sizes mixed in both dimensions, EPT events.
// TLBs and walks go access by access (a switch or split feeds back into them); the data caches take the lines of a
// batch in phases, as in the translation kernel, whose structures, frames and patterns this one uses.

import { seedRng } from '../lib/rng';
import { addressOf, kindOf, spaceOf } from '../lib/trace-word';
import { add, siftCaches } from '../translation/caches';
import { rehash } from '../translation/frames';
import { generateBatch } from '../translation/generate';
import {
  ACCESSES,
  BATCH,
  FAULT,
  HASH_SLOTS,
  HASH_USED,
  LINES_A,
  RNG,
  WITH_CACHES,
  WORDS,
} from '../translation/layout';
import { protectAgain } from './events';
import { CURRENT, WORD_SPACES } from './layout';
import { invalidateScope, leaveVm, switchSpace } from './tags';
import { simulateOne } from './walk';

export { rehash };

export function seed(value: u32): void {
  seedRng(RNG, value);
}

export function switchTo(space: u32): void {
  switchSpace(space);
}

export function exitVm(): void {
  leaveVm();
}

/** `high`, `low`: address of the page, for the scopes that name one. */
export function invalidate(scope: u32, high: u32, low: u32): void {
  invalidateScope(scope, (((<u64>high) << 32) | <u64>low) >> 12);
}

/** Starts a round of dirty logging. */
export function newRound(): void {
  protectAgain();
}

/** Simulates the first `count` (at most BATCH) accesses at WORDS. */
export function simulateWords(count: u32): void {
  const named = load<u32>(WORD_SPACES) != 0;
  let out: usize = LINES_A;
  for (let i: u32 = 0; i < count; i++) {
    const word = load<u64>(WORDS + ((<usize>i) << 3));
    if (named) switchSpace(spaceOf(word));
    out = simulateOne(load<u32>(CURRENT), addressOf(word), kindOf(word), out);
  }
  add(ACCESSES, count);
  if (load<u32>(WITH_CACHES)) siftCaches(LINES_A, <u32>((out - LINES_A) >> 3));
}

export function generate(count: u32): void {
  generateBatch(count);
}

/** Generates and simulates `count` (at most BATCH) accesses of the configured pattern. */
export function simulatePattern(count: u32): void {
  generateBatch(count);
  simulateWords(count);
}

/** True while a whole batch of first touches still fits the frame table at most three quarters full. */
export function hasRoom(): bool {
  return <u64>load<u32>(HASH_USED) + 6 * BATCH <= (<u64>load<u32>(HASH_SLOTS) * 3) >> 2;
}

export function fault(): u32 {
  return load<u32>(FAULT);
}
