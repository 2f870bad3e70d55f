import { wasmBase64 } from '../generated/migration.wasm.ts';
import { type Instance, instantiate, MAX_MEMORY_BYTES } from '../load.ts';
import { ARENA, MAX_CHUNKS, MAX_LATENESS, MAX_SEGMENTS, MAX_WRITERS } from './layout.ts';
import { pageCount, readResult, replayBytes, writeInput } from './memory.ts';
import type { ReplayInput, ReplayResult } from './replay-input.ts';

/** The kernel as compiled; pointers are byte offsets, `words` are 64-page words in multiples of 8. */
export interface MigrationKernel {
  setPages(bitmap: number, list: number, count: number): void;
  testAndSetPages(bitmap: number, list: number, count: number): number;
  setRandom(bitmap: number, rng: number, pages: number, count: number): void;
  testAndSetRandom(bitmap: number, rng: number, pages: number, count: number): number;
  testAndSetSummary(
    bitmap: number,
    summary: number,
    rng: number,
    pages: number,
    count: number,
  ): number;
  countDirty(bitmap: number, words: number): number;
  harvest(bitmap: number, words: number, out: number): number;
  harvestSummary(bitmap: number, summary: number, words: number, out: number): number;
  clearChunk(bitmap: number, words: number, out: number): number;
  pmlWrites(
    dbits: number,
    bitmap: number,
    buffer: number,
    state: number,
    rng: number,
    pages: number,
    count: number,
  ): void;
  pmlFlush(bitmap: number, buffer: number, state: number): number;
  ringWrites(
    dbits: number,
    bitmap: number,
    ring: number,
    entries: number,
    state: number,
    rng: number,
    pages: number,
    count: number,
  ): void;
  ringHarvest(bitmap: number, ring: number, entries: number, state: number): number;
  protectedWrites(
    bitmap: number,
    split: number,
    state: number,
    rng: number,
    pages: number,
    count: number,
  ): void;
  seedRng(ptr: number, seed: number): void;
  startReplay(arena: number): void;
  runReplay(turns: number): number;
}

/** A kernel with a private memory of `arenaBytes` behind its tables; the arena starts at `ARENA`. */
export function migrationKernel(arenaBytes: number): Instance<MigrationKernel> {
  return instantiate<MigrationKernel>(wasmBase64, ARENA + arenaBytes);
}

/** Turns of the migration thread per call: a turn sends a tenth of a second of pages. */
const TURNS_PER_CALL = 16;

let spare: Instance<MigrationKernel> | undefined;

function instanceFor(bytes: number): Instance<MigrationKernel> {
  const have = spare?.memory.buffer.byteLength ?? 0;
  // A large memory is not kept for small guests: it would stay allocated for nothing.
  if (spare && have >= bytes && have <= 4 * bytes + 2 ** 22) return spare;
  spare = instantiate<MigrationKernel>(wasmBase64, bytes);
  return spare;
}

function check(input: ReplayInput): void {
  const pages = pageCount(input);
  const lateness = input.latenessNs.length;
  const faults = [
    [pages < 1 || pages > 2 ** 31, `${pages} pages`],
    // Every turn of the loop takes time: without that a replay might never reach its horizon.
    [input.syncNs < 1000 || input.copyNsPerPage < 1, 'a sync below 1 us or a free page'],
    [input.segments.length > MAX_SEGMENTS, `${input.segments.length} segments`],
    [input.writers.length > MAX_WRITERS, `${input.writers.length} writers`],
    [
      lateness === 0 || lateness > MAX_LATENESS || (lateness & (lateness - 1)) !== 0,
      `${lateness} latenesses`,
    ],
    [input.clearChunkPages % 64 !== 0, `clear chunk of ${input.clearChunkPages} pages`],
    [
      input.clearChunkPages > 0 && pages > MAX_CHUNKS * input.clearChunkPages,
      `${pages} pages in chunks of ${input.clearChunkPages}`,
    ],
    [replayBytes(input) > MAX_MEMORY_BYTES, `${replayBytes(input)} bytes of bitmaps`],
  ] as const;
  for (const [wrong, what] of faults) if (wrong) throw new RangeError(`migration replay: ${what}`);
  for (const { startPage, pages: span, position } of input.writers) {
    if (span < 1 || startPage + span > pages || position >= span) {
      throw new RangeError(`migration replay: writer of ${span} pages at ${startPage} of ${pages}`);
    }
  }
}

/** Replays one migration; equal, bit for bit, to `replayReference`. */
export function replay(input: ReplayInput): ReplayResult {
  check(input);
  const { exports, memory } = instanceFor(replayBytes(input));
  writeInput(memory.buffer, input);
  exports.startReplay(ARENA);
  while (exports.runReplay(TURNS_PER_CALL) === 0);
  return readResult(memory.buffer);
}
