import { since, writeAmplification } from './accounting.ts';
import type { Discipline } from './discipline.ts';
import { type Job, jobAccesses } from './job.ts';

const SPAN = 256 * 1024 * 1024;
const BLOCK = 4096;
const LAST = 2 ** 15;

export interface AgePoint {
  locality: string;
  /** Writes since the snapshot. */
  written: number;
  /** Host bytes for a guest byte in the interval that ends here. */
  amplification: number;
}

const localities: readonly [Job['pattern'], span: number, title: string][] = [
  ['rand', SPAN, 'random over the disk'],
  ['zipf', SPAN, 'Zipf over the disk'],
  ['rand', SPAN / 16, 'random over a sixteenth'],
  ['seq', SPAN, 'sequential'],
];

/** Write amplification of 4 KiB writes as a snapshot of a full 256 MiB disk grows old. */
export function snapshotAge(discipline: Discipline): AgePoint[] {
  return localities.flatMap(([pattern, span, locality]) => {
    const run = discipline.start({ size: SPAN });
    for (let at = 0; at < SPAN; at += 2 ** 22) run.access('write', at, 2 ** 22);
    run.snapshot();
    const points: AgePoint[] = [];
    let before = run.account();
    let written = 0;
    let next = 64;
    const job = { pattern, span, readShare: 0, blockSize: BLOCK, requests: LAST, seed: 1 };
    for (const access of jobAccesses(job)) {
      run.access(...access);
      if (++written < next) continue;
      const now = run.account();
      points.push({ locality, written, amplification: writeAmplification(since(before, now)) });
      before = now;
      next *= 2;
    }
    return points;
  });
}
