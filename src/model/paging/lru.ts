/** Sets of keys with least-recently-used replacement; keys are safe non-negative integers. */
export class LruSets {
  private readonly sets = new Map<number, number[]>();
  private readonly setCount: number;
  private readonly ways: number;

  constructor({ entries, ways }: { entries: number; ways: number }) {
    this.ways = ways;
    this.setCount = Math.max(1, Math.floor(entries / ways));
  }

  /** True on a hit, which refreshes; a miss fills. */
  touch(key: number): boolean {
    const which = key % this.setCount;
    const set = this.sets.get(which);
    if (!set) {
      this.sets.set(which, [key]);
      return false;
    }
    // Youngest last.
    const at = set.lastIndexOf(key);
    if (at >= 0) {
      if (at !== set.length - 1) {
        set.splice(at, 1);
        set.push(key);
      }
      return true;
    }
    if (set.length >= this.ways) set.shift();
    set.push(key);
    return false;
  }
}
