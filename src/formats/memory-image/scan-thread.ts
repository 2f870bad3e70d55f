import type { SamePlace } from './blocks.ts';
import { type CountPlan, countSame, type PartCount, PartCounter } from './count-parts.ts';
import { type Piece, type PieceFailure, scanPieces } from './scan-pieces.ts';

/** What all threads of a scan are given. They take pieces, then parts, off shared counters. */
export interface ScanJob {
  pieces: readonly Piece[];
  plans: readonly CountPlan[];
  /** Pages to compare with those of the base image, by index from the first of all images. */
  places: readonly SamePlace[];
  threads: number;
  /** 16 bytes a page. */
  keys: SharedArrayBuffer;
  /** NEXT_PIECE ... of this file, one i32 each. */
  state: SharedArrayBuffer;
}

export const STATE_BYTES = 16;
const NEXT_PIECE = 0;
const READERS_DONE = 1;
const FAILED = 2;
const NEXT_PART = 3;

/** What one thread did: the first failure it met, and what it counted. */
export interface ScanOutcome {
  failure: PieceFailure | null;
  counts: PartCount[];
  /** Pages that equal those of the base image; 0 from all threads but one. */
  sameAsBase: number;
}

/** Told how many pieces and parts all threads have taken so far, of how many. */
export type ScanProgress = (taken: number, total: number) => void;

const partsOf = ({ plans }: Pick<ScanJob, 'plans'>) =>
  plans.reduce((sum, { parts }) => sum + parts, 0);

/** Reads and hashes pieces until none is left. */
export function readPart(job: ScanJob, onProgress?: ScanProgress): PieceFailure | null {
  const { pieces, keys, state } = job;
  const total = pieces.length + partsOf(job);
  const shared = new Int32Array(state);
  const take = () => {
    const index = Atomics.add(shared, NEXT_PIECE, 1);
    onProgress?.(Math.min(index, pieces.length), total);
    return index < pieces.length && Atomics.load(shared, FAILED) === 0 ? index : null;
  };
  let failure: PieceFailure | null = null;
  try {
    failure = scanPieces(pieces, take, new Uint8Array(keys));
    if (failure) abandon({ state });
    return failure;
  } finally {
    Atomics.add(shared, READERS_DONE, 1);
    Atomics.notify(shared, READERS_DONE);
  }
}

/** Lets all threads stop: the scan has failed. */
export function abandon({ state }: Pick<ScanJob, 'state'>): void {
  const shared = new Int32Array(state);
  Atomics.store(shared, FAILED, 1);
  Atomics.notify(shared, READERS_DONE);
}

/** Waits until all threads have read their pieces, at most so long; false while some have not. */
export function allRead({ state, threads }: ScanJob, milliseconds: number): boolean {
  const shared = new Int32Array(state);
  const done = Atomics.load(shared, READERS_DONE);
  if (done >= threads || Atomics.load(shared, FAILED) !== 0) return true;
  Atomics.wait(shared, READERS_DONE, done, milliseconds);
  return false;
}

/** Counts parts until none is left, the comparison with the base image last. */
export function countParts(
  { pieces, plans, places, keys, state }: ScanJob,
  onProgress?: ScanProgress,
): Omit<ScanOutcome, 'failure'> {
  const shared = new Int32Array(state);
  const counts: PartCount[] = [];
  if (Atomics.load(shared, FAILED) !== 0) return { counts, sameAsBase: 0 };
  const parts = plans.flatMap(({ parts: n }, plan) =>
    Array.from({ length: n }, (_, part) => ({ plan, part })),
  );
  const all = new Uint8Array(keys);
  const counter = new PartCounter(plans, all);
  for (;;) {
    const index = Atomics.add(shared, NEXT_PART, 1);
    const next = parts[index];
    const total = pieces.length + parts.length;
    onProgress?.(pieces.length + Math.min(index, parts.length), total);
    if (next) counts.push(counter.count(next.plan, next.part));
    else return { counts, sameAsBase: index === parts.length ? countSame(all, places) : 0 };
  }
}
