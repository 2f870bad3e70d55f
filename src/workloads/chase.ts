import { common, pageMask, pagesOf, type Workload } from './workload.ts';

/**
 * Dependent loads, one per page, every page once per round in a scattered order. The order is that of
 * a full-period linear congruential generator (Hull and Dobell 1962: multiplier = 1 mod 4, odd increment). Neighbouring
 * pages are loaded at different lines: at one offset they would all fall into the same few sets of the caches, whose
 * misses would pass for misses of the TLB, and leave the lines of the page tables alone.
 */
export const chase: Workload = {
  id: 'chase',
  title: 'Pointer chase',
  describe: 'dependent loads, one per page, each page once per round in scattered order',
  kernelPattern: (spec) => ({ ...common(spec), code: 4, kind: 0 }),
  popularity:
    'every page comes once a round: a loop, where least recently used replacement misses all or nothing',
  *addresses(spec) {
    const { base, bytes } = common(spec);
    const pages = pagesOf(bytes);
    const mask = pageMask(pages);
    for (let page = 0; ; ) {
      yield base + page * 4096 + (page % 64) * 64;
      do page = ((Math.imul(page, 0x2c92_77b5) + 0x7f4a_7c15) & mask) >>> 0;
      while (page >= pages);
    }
  },
};
