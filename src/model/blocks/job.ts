import { Rng } from '../../rng.ts';
import type { AccessName } from './discipline.ts';

/** A synthetic job in the terms of fio. */
export interface Job {
  pattern: 'seq' | 'rand' | 'zipf';
  /** Share of reads, 0 to 1. */
  readShare: number;
  /** Bytes of a request. */
  blockSize: number;
  /** Bytes of the disk the job touches. */
  span: number;
  requests: number;
  seed: number;
}

const ZIPF_EXPONENT = 0.99;

/** Requests of a job, one at a time, the same for the same seed. */
export function* jobAccesses(job: Job): Generator<[AccessName, offset: number, length: number]> {
  const rng = new Rng(job.seed);
  const slots = Math.max(1, Math.floor(job.span / job.blockSize));
  for (let i = 0; i < job.requests; i++) {
    const kind: AccessName = rng.nextUnit() < job.readShare ? 'read' : 'write';
    const slot = job.pattern === 'seq' ? i % slots : randomSlot(rng, slots, job.pattern === 'zipf');
    yield [kind, slot * job.blockSize, job.blockSize];
  }
}

/** Uniform, or close to Zipf by inverting the continuous law; ranks are scattered over the disk. */
function randomSlot(rng: Rng, slots: number, zipf: boolean): number {
  if (!zipf) return Math.min(slots - 1, Math.floor(rng.nextUnit() * slots));
  const power = 1 - ZIPF_EXPONENT;
  const rank = Math.floor((rng.nextUnit() * ((slots + 1) ** power - 1) + 1) ** (1 / power)) - 1;
  const scattered = (Math.min(slots - 1, rank) * 0x9e3779b1) % slots;
  return Math.floor(scattered);
}
