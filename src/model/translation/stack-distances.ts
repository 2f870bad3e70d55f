/** One family of set-associative LRU structures: a number of sets, up to a number of ways. */
export interface StackFamily {
  sets: number;
  maxWays: number;
}

/**
 * Misses of every associativity 1..maxWays of several set counts from one pass over the pages (Mattson et al.
 * 1970: LRU stacks include each other, so the depth of a hit says which associativities hit). Exact. The cost grows
 * with set counts, not with associativities.
 */
export class StackDistances {
  private readonly families: readonly StackFamily[];
  private readonly rows: Float64Array[];
  private readonly depths: Float64Array[];
  private last = -1;
  accesses = 0;

  constructor(families: readonly StackFamily[]) {
    this.families = families;
    this.rows = families.map(({ sets, maxWays }) => new Float64Array(sets * maxWays).fill(-1));
    this.depths = families.map(({ maxWays }) => new Float64Array(maxWays + 1));
  }

  /** Entry page numbers in order of access. */
  feed(pages: ArrayLike<number>): void {
    this.accesses += pages.length;
    // An access to the page of the one before hits at depth 0 everywhere and moves nothing.
    const changed: number[] = [];
    for (let i = 0; i < pages.length; i++) {
      const page = pages[i]!;
      if (page !== this.last) changed.push(page);
      this.last = page;
    }
    this.families.forEach(({ sets, maxWays }, f) => {
      const row = this.rows[f]!;
      const depths = this.depths[f]!;
      depths[0]! += pages.length - changed.length;
      for (const page of changed) {
        const start = (page % sets) * maxWays;
        // Shift on the way: what was younger moves one place down until the page itself is met.
        let carried = page;
        let depth = 0;
        for (; depth < maxWays; depth++) {
          const here = row[start + depth]!;
          row[start + depth] = carried;
          if (here === page) break;
          carried = here;
        }
        depths[depth]!++;
      }
    });
  }

  /** Misses of a structure of `sets` x `ways`, one of the families. */
  misses(sets: number, ways: number): number {
    const f = this.families.findIndex((one) => one.sets === sets && one.maxWays >= ways);
    if (f < 0) throw new RangeError(`no family of ${sets} sets with ${ways} ways`);
    let hits = 0;
    for (let depth = 0; depth < ways; depth++) hits += this.depths[f]![depth]!;
    return this.accesses - hits;
  }
}

/**
 * Miss ratio of a fully associative LRU structure under independent references (Che, Tung and Wang 2002):
 * the characteristic time T solves sum(1 - exp(-p T)) = entries; a page misses with probability exp(-p T). For stationary,
 * independent streams only. `classes`: how many pages share a probability.
 */
export function cheMissRatio(
  classes: readonly { pages: number; probability: number }[],
  entries: number,
): number {
  const total = classes.reduce((sum, { pages }) => sum + pages, 0);
  if (entries >= total) return 0;
  const held = (time: number) =>
    classes.reduce(
      (sum, { pages, probability }) => sum - pages * Math.expm1(-probability * time),
      0,
    );
  let [low, high] = [0, 1];
  while (held(high) < entries) high *= 2;
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (held(middle) < entries) low = middle;
    else high = middle;
  }
  return classes.reduce(
    (sum, { pages, probability }) => sum + pages * probability * Math.exp(-probability * high),
    0,
  );
}
