import type { Entry, Space, Table } from './guest.ts';
import { kvmShadow, ShadowMmu, type ShadowOptions } from './shadow.ts';

export interface AgileOptions {
  /** Trapped writes to a leaf table after which the walk switches to nested below it. */
  switchAfter: number;
  /** Accesses without a write to a nested leaf table after which it is shadowed again. */
  revertAfter: number;
}

/**
 * Agile paging (Gandhi et al., ISCA 2016): walks start in the shadow table and switch to nested paging at the
 * parts of the guest tables that change often; only the leaf level switches here.
 */
export class AgileMmu extends ShadowMmu {
  private readonly agile: AgileOptions;
  private readonly writes = new Map<number, number>();
  /** Leaf tables in nested mode: access number of their last write. */
  private readonly nestedLeaves = new Map<number, number>();

  constructor(
    agile: AgileOptions = { switchAfter: 2, revertAfter: 5000 },
    // A table that changes switches to nested instead of going out of sync.
    options: ShadowOptions = { ...kvmShadow, unsync: false },
  ) {
    super(options);
    this.agile = agile;
  }

  override guestFault(present: boolean, leaf: Table | undefined): void {
    super.guestFault(present, leaf);
    // Below the switch the guest's table is walked by the processor: its faults go to the guest.
    if (leaf && this.nestedLeaves.has(leaf.gfn)) this.counts.reflectedFaults--;
  }

  override accessed(path: readonly Table[], page: number, isWrite: boolean, entry: Entry): void {
    const { gfn } = path[path.length - 1]!;
    const lastWrite = this.nestedLeaves.get(gfn);
    const isQuiet =
      lastWrite !== undefined && this.counts.accesses - lastWrite > this.agile.revertAfter;
    if (isQuiet) {
      this.nestedLeaves.delete(gfn);
      this.writes.delete(gfn);
    }
    if (lastWrite === undefined || isQuiet) {
      super.accessed(path, page, isWrite, entry);
      return;
    }
    this.counts.accesses++;
    this.counts.nestedLeafAccesses++;
  }

  override entryWritten(table: Table, index: number, entry: Entry | null): void {
    if (this.nestedLeaves.has(table.gfn)) {
      this.nestedLeaves.set(table.gfn, this.counts.accesses);
      this.dropShadowEntry(table, index);
      this.counts.entryWrites++;
      return;
    }
    const before = this.counts.emulatedWrites + this.counts.unsyncFaults;
    super.entryWritten(table, index, entry);
    if (table.level !== 1 || this.counts.emulatedWrites + this.counts.unsyncFaults === before)
      return;
    const writes = (this.writes.get(table.gfn) ?? 0) + 1;
    this.writes.set(table.gfn, writes);
    if (writes >= this.agile.switchAfter) this.nestedLeaves.set(table.gfn, this.counts.accesses);
  }

  override flushedPage(leaf: Table, page: number): void {
    if (!this.nestedLeaves.has(leaf.gfn)) super.flushedPage(leaf, page);
  }

  /** The processor switches roots itself from a small cache of (guest root, shadow root) pairs. */
  override rootLoaded(space: Space): void {
    const before = this.counts.cr3Exits;
    super.rootLoaded(space);
    this.counts.cr3Exits = before;
  }

  override tableFreed(table: Table): void {
    if (this.nestedLeaves.delete(table.gfn)) return;
    super.tableFreed(table);
  }
}
