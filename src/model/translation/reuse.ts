/** Where an entry stands in its set when it is used again, and how long ago it was used: counts by both. */
import { addF64, f64 } from '../../elements.ts';

const BUCKETS = 32;

interface Shape {
  entries: number;
  ways: number;
}

/**
 * A set-associative LRU structure over a stream: of every hit it keeps how many other entries of its set were used
 * since (its stack distance) and how many accesses ago it was used itself, in powers of two. By the stack property of LRU
 * that decides which hits survive a flush, or lines of somebody else, at any distance: one pass serves every rate of exits.
 */
export class Reuse {
  readonly ways: number;
  readonly sets: number;
  /** Hits by stack distance and power of two of the gap, and the sums of their gaps. */
  private readonly hits: Float64Array;
  private readonly gaps: Float64Array;
  private readonly tags: Float64Array;
  private readonly used: Float64Array;
  private now = 0;

  constructor({ entries, ways }: Shape) {
    this.ways = ways;
    this.sets = entries / ways;
    this.hits = new Float64Array(ways * BUCKETS);
    this.gaps = new Float64Array(ways * BUCKETS);
    this.tags = new Float64Array(entries).fill(-1);
    this.used = new Float64Array(entries);
  }

  /** One access, each of which counts as time, to entry `id` (a page or line number, not negative). */
  touch(id: number): void {
    const { ways, tags, used } = this;
    const first = (id % this.sets) * ways;
    const now = this.now++;
    let at = 0;
    while (at < ways && tags[first + at] !== id) at++;
    if (at < ways) {
      const gap = now - f64(used, first + at);
      const cell = at * BUCKETS + 31 - Math.clz32(gap);
      addF64(this.hits, cell, 1);
      addF64(this.gaps, cell, gap);
    } else at = ways - 1;
    tags.copyWithin(first + 1, first, first + at);
    used.copyWithin(first + 1, first, first + at);
    tags[first] = id;
    used[first] = now;
  }

  get accesses(): number {
    return this.now;
  }

  /**
   * Hits per access that become misses where something happens every `interval` accesses, at a random phase, that puts
   * `lines` of its own into each set (a fraction: into that share of the sets; all ways of it: a flush). A hit is lost
   * where it happens between the two uses, with probability min(1, gap / interval), and its stack distance no longer
   * fits the set.
   */
  lost(interval: number, lines: number): number {
    if (this.now === 0 || !Number.isFinite(interval)) return 0;
    const whole = Math.floor(lines);
    let sum = 0;
    for (let distance = 0; distance < this.ways; distance++) {
      const room = this.ways - distance;
      const chance = whole >= room ? 1 : whole + 1 === room ? lines - whole : 0;
      if (chance === 0) continue;
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const cell = distance * BUCKETS + bucket;
        const hits = f64(this.hits, cell);
        if (hits > 0) sum += chance * hits * Math.min(1, f64(this.gaps, cell) / hits / interval);
      }
    }
    return sum / this.now;
  }
}
