import { nth } from '../../elements.ts';
import type { HostMemory, PageSize } from '../../hosts/host.ts';
import type { WalkObserver } from './agile.ts';
import { TABLE_ENTRIES } from './guest.ts';
import { LruSets } from './lru.ts';
import type { Entry, Table } from './page-tables.ts';

/** Spaces are tagged: page numbers of one lie this far from those of the next. */
const SPACE_PAGES = 2 ** 36;
/** Lines of tables the host keeps, by kind and level, far from each other and from guest memory. */
const SHADOW_LINES = 2 ** 46;
const HOST_LINES = 2 ** 50;
const LEVEL_LINES = 2 ** 43;

const leafOf: Readonly<Record<PageSize, number>> = { '4K': 1, '2M': 2, '1G': 3 };

/**
 * Walks that start in a shadow table and go on nested from some level down, simulated on one host: TLBs, walk caches,
 * nested TLB and data caches. Above the switch one reference a level, to shadow tables; at the switch the shadow entry
 * holds the host address of the guest's table; each table below is found through the host's tables, and so is the page.
 */
export class AgileWalker {
  readonly counts = { visits: 0, walks: 0, shadowRefs: 0, guestRefs: 0, hostRefs: 0, cycles: 0 };
  private readonly memory: HostMemory;
  private readonly hostLevels: number;
  private readonly hostLeaf: number;
  private readonly tlbs: readonly LruSets[];
  private readonly shadowCaches: (LruSets | null)[];
  private readonly hostCaches: (LruSets | null)[];
  private readonly nestedTlb: LruSets | null;
  private readonly caches: readonly { sets: LruSets; cycles: number }[];

  constructor(memory: HostMemory, hostPage: PageSize, hostLevels: 4 | 5) {
    this.memory = memory;
    this.hostLevels = hostLevels;
    this.hostLeaf = leafOf[hostPage];
    this.tlbs = [new LruSets(memory.l1Dtlb['4K']), new LruSets(memory.l2Tlb)];
    const { pd, pdpt, pml4, pml5 } = memory.walkCache;
    const walkCaches = () =>
      [0, 0, pd, pdpt, pml4, pml5].map((n) =>
        n > 0 ? new LruSets({ entries: n, ways: n }) : null,
      );
    this.shadowCaches = walkCaches();
    this.hostCaches = walkCaches();
    const n = memory.nestedTlbEntries;
    this.nestedTlb = n > 0 ? new LruSets({ entries: n, ways: n }) : null;
    const { l1d, l2, l3 } = memory.caches;
    this.caches = [l1d, l2, l3].map((level) => ({
      sets: new LruSets(level),
      cycles: level.latencyCycles.value,
    }));
  }

  private reference(line: number): number {
    const level = this.caches.find(({ sets }) => sets.touch(line));
    return level?.cycles ?? this.memory.dramCycles.value;
  }

  /** Level of the first table a walk reads: below the deepest walk cache that knows the way. */
  private start(caches: readonly (LruSets | null)[], page: number, leaf: number, levels: number) {
    for (let level = leaf + 1; level <= levels; level++) {
      if (caches[level]?.touch(Math.floor(page / TABLE_ENTRIES ** (level - 1)))) return level - 1;
    }
    return levels;
  }

  private translateHost(gfn: number): number {
    if (this.nestedTlb?.touch(Math.floor(gfn / TABLE_ENTRIES ** (this.hostLeaf - 1)))) return 0;
    let cycles = 0;
    const first = this.start(this.hostCaches, gfn, this.hostLeaf, this.hostLevels);
    for (let level = first; level >= this.hostLeaf; level--) {
      this.counts.hostRefs++;
      const entry = Math.floor(gfn / TABLE_ENTRIES ** (level - 1));
      cycles += this.reference(HOST_LINES + level * LEVEL_LINES + Math.floor(entry / 8));
    }
    return cycles;
  }

  /** One access. `switchedAt` 0 walks the shadow table alone. */
  readonly visit: WalkObserver = (path, page, entry, switchedAt) => {
    const { counts, memory } = this;
    counts.visits++;
    const tagged = nth(path, 0).space * SPACE_PAGES + page;
    if (!nth(this.tlbs, 0).touch(tagged)) {
      if (nth(this.tlbs, 1).touch(tagged)) counts.cycles += memory.l2Tlb.hitCycles.value;
      else counts.cycles += this.walk(path, tagged, page, entry, switchedAt);
    }
    this.reference(entry.gfn * 64 + (page % 64));
  };

  private walk(
    path: readonly Table[],
    tagged: number,
    page: number,
    entry: Entry,
    switchedAt: number,
  ): number {
    this.counts.walks++;
    let cycles = 0;
    const levels = path.length;
    for (let level = this.start(this.shadowCaches, tagged, 1, levels); level >= 1; level--) {
      const index = Math.floor(page / TABLE_ENTRIES ** (level - 1));
      if (level > switchedAt) {
        this.counts.shadowRefs++;
        const line = Math.floor((index + nth(path, 0).space * SPACE_PAGES) / 8);
        cycles += this.reference(SHADOW_LINES + level * LEVEL_LINES + line);
        continue;
      }
      const { gfn } = nth(path, levels - level);
      if (level < switchedAt) cycles += this.translateHost(gfn);
      this.counts.guestRefs++;
      cycles += this.reference(gfn * 64 + Math.floor((index % TABLE_ENTRIES) / 8));
    }
    return switchedAt > 0 ? cycles + this.translateHost(entry.gfn) : cycles;
  }
}
