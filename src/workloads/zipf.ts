import { num, present, u32 } from '../elements.ts';
import { UserError } from '../errors.ts';
import { Rng } from '../rng.ts';
import { common, type PatternSpec, pageMask, pagesOf, type Workload } from './workload.ts';

/** Ranks up to here have a bin of their own; above, 64 bins per octave share a density. */
const EXACT_RANKS = 128;

interface Bin {
  first: number;
  ranks: number;
  weight: number;
}

/** Ranks 0..n-1 with weight (rank + 1)^-s, in bins whose relative width stays at most 1/64. */
function binsOf(n: number, s: number): Bin[] {
  const bins: Bin[] = [];
  for (let first = 0; first < n; ) {
    const width = first < EXACT_RANKS ? 1 : 2 ** (Math.floor(Math.log2(first)) - 6);
    const ranks = Math.min(width, n - first);
    // Midpoint rule: a bin errs by (s (s + 1) / 24) (ranks / first)^2 < 3e-5 of its weight for s near 1.
    bins.push({ first, ranks, weight: ranks * (first + (ranks + 1) / 2) ** -s });
    first += ranks;
  }
  return bins;
}

/** Vose's alias method with 32-bit thresholds: threshold, alias, first rank, ranks per bin. */
export function aliasTable(n: number, s: number): Uint32Array<ArrayBuffer> {
  const bins = binsOf(n, s);
  const total = bins.reduce((sum, bin) => sum + bin.weight, 0);
  const scaled = bins.map((bin) => (bin.weight / total) * bins.length);
  const alias = bins.map((_, i) => i);
  const small = scaled.flatMap((p, i) => (p < 1 ? [i] : []));
  const large = scaled.flatMap((p, i) => (p >= 1 ? [i] : []));
  while (small.length > 0 && large.length > 0) {
    const low = present(small.pop());
    const high = present(large.pop());
    alias[low] = high;
    scaled[high] = num(scaled, high) - (1 - num(scaled, low));
    (num(scaled, high) < 1 ? small : large).push(high);
  }
  const table = new Uint32Array(bins.length * 4);
  bins.forEach((bin, i) => {
    const threshold = alias[i] === i ? 1 : num(scaled, i);
    table.set(
      [Math.min(0xffff_ffff, threshold * 2 ** 32), num(alias, i), bin.first, bin.ranks],
      4 * i,
    );
  });
  return table;
}

function exponentOf(spec: PatternSpec): number {
  const exponent = spec.exponent ?? 0.99;
  if (!(exponent > 0 && exponent <= 4)) {
    throw new UserError(`zipf: expected an exponent above 0 and at most 4, found ${exponent}.`);
  }
  return exponent;
}

/** Independent loads whose page popularity falls as rank^-exponent; popular pages lie scattered. */
export const zipf: Workload = {
  id: 'zipf',
  title: 'Zipf',
  describe: 'independent loads, page popularity rank^-exponent (default 0.99), scattered',
  kernelPattern: (spec) => ({
    ...common(spec),
    code: 2,
    kind: 0,
    bins: aliasTable(pagesOf(spec.bytes), exponentOf(spec)),
  }),
  popularity(spec) {
    const bins = binsOf(pagesOf(spec.bytes), exponentOf(spec));
    const total = bins.reduce((sum, bin) => sum + bin.weight, 0);
    return bins.map(({ ranks, weight }) => ({ pages: ranks, probability: weight / total / ranks }));
  },
  *addresses(spec) {
    const { base, bytes, seed } = common(spec);
    const rng = new Rng(seed);
    const pages = pagesOf(bytes);
    const mask = pageMask(pages);
    const table = aliasTable(pages, exponentOf(spec));
    for (;;) {
      let bin = rng.nextBelow(table.length / 4);
      if (rng.nextU32() > u32(table, 4 * bin)) bin = u32(table, 4 * bin + 1);
      let page = u32(table, 4 * bin + 2) + rng.nextBelow(u32(table, 4 * bin + 3));
      do page = ((Math.imul(page, 0x9e37_79b1) + 0x7f4a_7c15) & mask) >>> 0;
      while (page >= pages);
      yield base + page * 4096 + (rng.nextU32() & 511) * 8;
    }
  },
};
