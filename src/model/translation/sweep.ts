import { present } from '../../elements.ts';
import type { PageSize } from '../../hosts/host.ts';
import { fitsOnePass, StackDistanceKernel } from '../../kernels/stack-distance/index.ts';
import { leafLevels } from './simulate.ts';

/** Every number of sets with every number of ways. */
export interface SweepGrid {
  sets: readonly number[];
  ways: readonly number[];
}

/** One TLB of a sweep over the accesses of one page size. */
export interface SweepRow {
  page: PageSize;
  sets: number;
  ways: number;
  entries: number;
  misses: number;
  missRatio: number;
}

/** 200 geometries from 16 to 20,480 entries: powers of two and what lies between them. */
export const defaultGrid: SweepGrid = {
  sets: [16, 32, 64, 96, 128, 192, 256, 384, 512, 1024],
  ways: Array.from({ length: 20 }, (_, i) => i + 1),
};

/** Set counts in groups whose common multiple one pass can keep keys for; nearly always one group. */
function groups(sets: readonly number[], maxWays: number): { sets: number; maxWays: number }[][] {
  const result: { sets: number; maxWays: number }[][] = [];
  for (const family of sets.map((count) => ({ sets: count, maxWays }))) {
    const group = result.find((some) => fitsOnePass([...some, family]));
    if (group) group.push(family);
    else result.push([family]);
  }
  return result;
}

/** Misses of every TLB of a grid from one pass over the accesses: exact LRU, one TLB alone, nothing invalidated. */
export class TlbSweep {
  readonly page: PageSize;
  private readonly grid: SweepGrid;
  private readonly passes: readonly { sets: Set<number>; kernel: StackDistanceKernel }[];
  private accesses = 0;

  /** Throws a UserError for impossible geometry. */
  constructor(grid: SweepGrid, page: PageSize) {
    this.grid = grid;
    this.page = page;
    const pageBits = 3 + 9 * leafLevels[page];
    this.passes = groups([...new Set(grid.sets)], Math.max(...grid.ways)).map((families) => ({
      sets: new Set(families.map(({ sets }) => sets)),
      kernel: new StackDistanceKernel(families, pageBits),
    }));
  }

  /** The next words of a trace. */
  feed(words: BigUint64Array): void {
    for (const { kernel } of this.passes) kernel.feed(words);
    this.accesses += words.length;
  }

  /** The misses so far, by sets and then by ways. */
  rows(): SweepRow[] {
    return this.grid.sets.flatMap((sets) => {
      const { kernel } = present(this.passes.find((pass) => pass.sets.has(sets)));
      return this.grid.ways.map((ways) => {
        const misses = kernel.misses(sets, ways);
        const missRatio = this.accesses === 0 ? 0 : misses / this.accesses;
        return { page: this.page, sets, ways, entries: sets * ways, misses, missRatio };
      });
    });
  }
}
