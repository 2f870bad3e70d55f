// The clear oracle of the translation kernel: one access at a time, lists in recency order, stored tables.
import type { ByKind, Sets, TranslationConfig, TranslationCounts, WalkCaches } from './index.ts';

type Kind = keyof ByKind;

/** Sets of keys, youngest first. */
export class Lru {
  private readonly sets: number[][];
  private readonly ways: number;

  constructor({ entries, ways }: Sets) {
    this.ways = ways;
    this.sets = Array.from({ length: entries / ways }, () => []);
  }

  /** Refreshes and answers true on a hit; fills on a miss. */
  touch(key: number): boolean {
    const set = this.sets[key % this.sets.length]!;
    const at = set.indexOf(key);
    if (at >= 0) set.splice(at, 1);
    set.unshift(key);
    if (set.length > this.ways) set.pop();
    return at >= 0;
  }

  flush(): void {
    for (const set of this.sets) set.length = 0;
  }
}

/** Page-walk caches by level of the entry they hold (2 = directory .. 5). */
function walkCaches(sizes: WalkCaches | null): (Lru | null)[] {
  const entries = sizes ? [0, 0, sizes.pd, sizes.pdpt, sizes.pml4, sizes.pml5] : [];
  return entries.map((n, level) =>
    n > 0 ? new Lru({ entries: n, ways: (level === 2 ? sizes?.pdWays : undefined) ?? n }) : null,
  );
}

/** Guest frames handed out in first-touch order; 4K units. */
export class GuestFrames {
  private next = 1;
  private readonly frames = new Map<string, number>();
  private readonly levels: number;
  private readonly leaf: number;
  touches = 0;

  constructor(levels: number, leaf: number) {
    this.levels = levels;
    this.leaf = leaf;
  }

  /** Frame of the table of `level` that maps page `v`. */
  table(level: number, v: number): number {
    return level === this.levels ? 0 : this.frames.get(`${level}:${Math.floor(v / 512 ** level)}`)!;
  }

  /** Frame of page `v`, allocating what is missing. */
  data(v: number): number {
    const pages = 512 ** (this.leaf - 1);
    const key = `data:${Math.floor(v / pages)}`;
    if (!this.frames.has(key)) {
      for (let level = this.levels - 1; level >= this.leaf; level--) {
        const table = `${level}:${Math.floor(v / 512 ** level)}`;
        if (!this.frames.has(table)) this.frames.set(table, this.next++);
      }
      const frame = Math.ceil(this.next / pages) * pages;
      this.frames.set(key, frame);
      this.next = frame + pages;
      this.touches++;
    }
    return this.frames.get(key)! + (v % pages);
  }
}

const none = (): ByKind => ({ data: 0, guest: 0, host: 0 });

/**
 * Counts of a run over `addresses` (below 2^53); `hostTableLines` as the kernel places its host tables. Before each access
 * whose number is in `flushes` what derives from the guest's tables is dropped: TLB entries and guest walk caches, but no
 * guest-physical translations (Intel SDM vol. 3C 28.3.1: a CR3 load or an exit without VPID leaves those).
 */
export function simulateReference(
  config: TranslationConfig,
  addresses: Iterable<number>,
  hostTableLines: readonly number[],
  flushes: ReadonlySet<number> = new Set(),
): TranslationCounts {
  const nested = config.mode === 'nested';
  const entryLeaf = nested ? Math.min(config.guestLeaf, config.hostLeaf) : config.guestLeaf;
  const l1Tlb = new Lru(config.l1Tlb);
  const l2Tlb = config.l2Tlb && new Lru(config.l2Tlb);
  const guestCaches = walkCaches(config.guestWalkCaches);
  const hostCaches = walkCaches(config.hostWalkCaches);
  const nestedTlb =
    nested && config.nestedTlbEntries > 0
      ? new Lru({
          entries: config.nestedTlbEntries,
          ways: config.nestedTlbWays ?? config.nestedTlbEntries,
        })
      : null;
  const frames = new GuestFrames(config.guestLevels, config.guestLeaf);
  const caches =
    config.caches && [config.caches.l1d, config.caches.l2, config.caches.l3].map((c) => new Lru(c));
  const served = { l1d: none(), l2: none(), l3: none(), dram: none() };
  const counts = {
    accesses: 0,
    l1Misses: 0,
    walks: 0,
    guestRefs: 0,
    hostRefs: 0,
    nestedTlbHits: 0,
  };

  const reference = (line: number, kind: Kind) => {
    if (!caches) return;
    const level = caches.findIndex((cache) => cache.touch(line));
    served[(['l1d', 'l2', 'l3', 'dram'] as const)[level < 0 ? 3 : level]!][kind]++;
  };
  /** Level at which a walk starts: below the deepest walk cache that knows the way. */
  const startLevel = (
    list: readonly (Lru | null)[],
    page: number,
    leaf: number,
    levels: number,
  ) => {
    for (let level = leaf + 1; level <= levels; level++) {
      if (list[level]?.touch(Math.floor(page / 512 ** (level - 1)))) return level - 1;
    }
    return levels;
  };
  const translateHost = (frame: number) => {
    if (nestedTlb?.touch(Math.floor(frame / 512 ** (config.hostLeaf - 1)))) {
      counts.nestedTlbHits++;
      return;
    }
    const start = startLevel(hostCaches, frame, config.hostLeaf, config.hostLevels);
    for (let level = start; level >= config.hostLeaf; level--) {
      counts.hostRefs++;
      reference(hostTableLines[level]! + Math.floor(frame / 512 ** (level - 1) / 8), 'host');
    }
  };
  const walk = (v: number) => {
    const frame = frames.data(v);
    const start = startLevel(guestCaches, v, config.guestLeaf, config.guestLevels);
    for (let level = start; level >= config.guestLeaf; level--) {
      const table = frames.table(level, v);
      if (nested) translateHost(table);
      counts.guestRefs++;
      const index = Math.floor(v / 512 ** (level - 1)) % 512;
      reference(table * 64 + Math.floor(index / 8), 'guest');
    }
    if (nested) translateHost(frame);
  };

  if (config.frames !== 'first-touch') {
    const { base, bytes } = config.frames;
    for (let v = Math.floor(base / 4096); v < Math.ceil((base + bytes) / 4096); v++) frames.data(v);
    frames.touches = 0;
  }
  for (const address of addresses) {
    const v = Math.floor(address / 4096);
    const entry = Math.floor(v / 512 ** (entryLeaf - 1));
    if (flushes.has(counts.accesses)) {
      for (const held of [l1Tlb, l2Tlb, ...guestCaches]) held?.flush();
    }
    counts.accesses++;
    if (!l1Tlb.touch(entry)) {
      counts.l1Misses++;
      if (!l2Tlb?.touch(entry)) {
        counts.walks++;
        walk(v);
      }
    }
    if (config.dataReferences) {
      reference(frames.data(v) * 64 + Math.floor((address % 4096) / 64), 'data');
    }
  }
  return { ...counts, firstTouches: frames.touches, served: caches ? served : null };
}
