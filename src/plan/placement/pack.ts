import { cellAt, f64, nth, num } from '../../elements.ts';
import type { Fit } from './choose.ts';
import type { Needs } from './needs.ts';

export type Order = 'sum' | 'max';

export interface Packing {
  /** Bin of each item, -1 for one that fits no empty bin. */
  binOf: Int32Array;
  bins: number;
  unplaced: number;
}

/**
 * Packs items into equal bins, larger first: by the sum or the largest of their shares of a bin, ties in
 * the order given. First fit takes the first bin with room; best fit the one with least left (sum of
 * shares); dot-product the one whose free room points most along the item (Panigrahy et al. 2011).
 */
export function packEqualBins(
  needs: Needs,
  capacity: readonly number[],
  fit: Fit,
  order: Order = 'sum',
): Packing {
  const count = needs[0]?.length ?? 0;
  const shares = needs.map((need, r) => need.map((value) => value / num(capacity, r)));
  const size = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const parts = shares.map((share) => f64(share, i));
    size[i] = order === 'sum' ? parts.reduce((sum, part) => sum + part, 0) : Math.max(...parts);
  }
  const sequence = Array.from({ length: count }, (_, i) => i).sort(
    (a, b) => f64(size, b) - f64(size, a) || a - b,
  );
  const binOf = new Int32Array(count).fill(-1);
  const free: number[][] = [];
  let unplaced = 0;
  const room = (bin: readonly number[], item: number) =>
    needs.every((need, r) => f64(need, item) <= num(bin, r) + 1e-9);
  for (const item of sequence) {
    let chosen = -1;
    let score = Number.NEGATIVE_INFINITY;
    for (let b = 0; b < free.length; b++) {
      if (!room(nth(free, b), item)) continue;
      if (fit === 'first') {
        chosen = b;
        break;
      }
      const left = nth(free, b).map((value, r) => value / num(capacity, r));
      const mine =
        fit === 'best'
          ? -left.reduce((sum, share, r) => sum + share - cellAt(shares, r, item), 0)
          : left.reduce((sum, share, r) => sum + share * cellAt(shares, r, item), 0);
      if (mine > score + 1e-12) {
        score = mine;
        chosen = b;
      }
    }
    if (chosen < 0) {
      if (!room(capacity, item)) {
        unplaced++;
        continue;
      }
      free.push([...capacity]);
      chosen = free.length - 1;
    }
    needs.forEach((need, r) => {
      nth(free, chosen)[r] = num(nth(free, chosen), r) - f64(need, item);
    });
    binOf[item] = chosen;
  }
  return { binOf, bins: free.length, unplaced };
}
