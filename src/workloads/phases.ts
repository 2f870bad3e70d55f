import { UserError } from '../errors.ts';
import { Rng } from '../rng.ts';
import { common, type PatternSpec, pagesOf, positive, type Workload } from './workload.ts';

function windowOf(spec: PatternSpec): { windowPages: number; phaseAccesses: number } {
  const windowPages = pagesOf(spec.windowBytes ?? Math.max(4096, spec.bytes / 16));
  if (!(windowPages >= 1 && windowPages <= pagesOf(spec.bytes))) {
    throw new UserError('phases: expected windowBytes of 1 byte up to the footprint.');
  }
  return { windowPages, phaseAccesses: positive(spec, 'phaseAccesses', 100_000) };
}

/** Uniform loads inside a window that moves to a random place after every phase. */
export const phases: Workload = {
  id: 'phases',
  title: 'Working-set phases',
  describe: 'uniform loads in a window (default 1/16) that moves every phaseAccesses (100,000)',
  kernelPattern: (spec) => ({ ...common(spec), ...windowOf(spec), code: 5, kind: 0 }),
  popularity: 'its popular pages change from phase to phase: nothing is stationary',
  *addresses(spec) {
    const { base, bytes, seed } = common(spec);
    const { windowPages, phaseAccesses } = windowOf(spec);
    const rng = new Rng(seed);
    const pages = pagesOf(bytes);
    for (;;) {
      const start = rng.nextBelow(pages);
      for (let i = 0; i < phaseAccesses; i++) {
        const page = (start + rng.nextBelow(windowPages)) % pages;
        yield base + page * 4096 + (rng.nextU32() & 511) * 8;
      }
    }
  },
};
