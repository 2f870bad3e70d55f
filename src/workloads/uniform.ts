import { Rng } from '../rng.ts';
import { common, pagesOf, type Workload } from './workload.ts';

/** Independent uniform loads: a page, then an 8-byte word in it. */
export const uniform: Workload = {
  id: 'uniform',
  title: 'Uniform random',
  describe: 'independent loads, every page equally likely',
  kernelPattern: (spec) => ({ ...common(spec), code: 1, kind: 0 }),
  popularity: ({ bytes }) => [{ pages: pagesOf(bytes), probability: 1 / pagesOf(bytes) }],
  *addresses(spec) {
    const { base, bytes, seed } = common(spec);
    const rng = new Rng(seed);
    const pages = pagesOf(bytes);
    for (;;) {
      const page = rng.nextBelow(pages);
      yield base + page * 4096 + (rng.nextU32() & 511) * 8;
    }
  },
};
