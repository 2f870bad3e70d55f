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
  /** Order in which the families are fed: set counts ascending, each after those that divide its own. */
  private readonly order: readonly number[];
  /** The family whose set count is the largest that divides this one's; -1 = none. */
  private readonly coarser: readonly number[];
  private readonly depths: Float64Array[];
  private last = -1;
  accesses = 0;

  constructor(families: readonly StackFamily[]) {
    this.families = families;
    this.rows = families.map(({ sets, maxWays }) => new Float64Array(sets * maxWays).fill(-1));
    this.depths = families.map(({ maxWays }) => new Float64Array(maxWays + 1));
    this.order = families.map((_, f) => f).sort((a, b) => families[a]!.sets - families[b]!.sets);
    this.coarser = families.map(({ sets }, f) =>
      this.order
        .slice(0, this.order.indexOf(f))
        .reduce((best, g) => (sets % families[g]!.sets === 0 ? g : best), -1),
    );
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
    // Set refinement (Hill and Smith 1989): the youngest page of its set is the youngest of its set in every finer
    // division of the sets too. So a finer family is fed only what moved something in a coarser one.
    const moved: Float64Array[] = [];
    for (const f of this.order) {
      const source = moved[this.coarser[f]!] ?? Float64Array.from(changed);
      this.depths[f]![0]! += pages.length - source.length;
      moved[f] = this.feedFamily(f, source);
    }
  }

  /** Answers the accesses that were not to the youngest page of their set. */
  private feedFamily(f: number, source: Float64Array): Float64Array {
    const { sets, maxWays } = this.families[f]!;
    const row = this.rows[f]!;
    const depths = this.depths[f]!;
    const moved = new Float64Array(source.length);
    let count = 0;
    for (let i = 0; i < source.length; i++) {
      const page = source[i]!;
      const start = (page % sets) * maxWays;
      let carried = row[start]!;
      if (carried === page) {
        depths[0]!++;
        continue;
      }
      moved[count++] = page;
      row[start] = page;
      // Shift on the way: what was younger moves one place down until the page itself is met.
      let depth = 1;
      for (; depth < maxWays; depth++) {
        const here = row[start + depth]!;
        row[start + depth] = carried;
        if (here === page) break;
        carried = here;
      }
      depths[depth]!++;
    }
    return moved.subarray(0, count);
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
