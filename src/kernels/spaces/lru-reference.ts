import type { Sets } from '../translation/config.ts';

/** Sets of entries, youngest first, each with the tags an invalidation looks at. */
export class TaggedLru<T> {
  private readonly sets: { key: string; tag: T }[][];
  private readonly ways: number;

  constructor({ entries, ways }: Sets) {
    this.ways = ways;
    this.sets = Array.from({ length: entries / ways }, () => []);
  }

  /** Refreshes and answers true on a hit; fills the set of `page` on a miss. */
  touch(page: number, key: string, tag: T): boolean {
    const set = this.sets[page % this.sets.length]!;
    const at = set.findIndex((held) => held.key === key);
    if (at >= 0) set.splice(at, 1);
    set.unshift({ key, tag });
    if (set.length > this.ways) set.pop();
    return at >= 0;
  }

  /** Removes what matches; returns how many. */
  drop(matches: (tag: T) => boolean): number {
    let dropped = 0;
    for (const set of this.sets) {
      const kept = set.filter((held) => !matches(held.tag));
      dropped += set.length - kept.length;
      set.splice(0, set.length, ...kept);
    }
    return dropped;
  }
}
