import { nth, present as presentValue } from '../../elements.ts';
import type { Entry, Space, Table } from './page-tables.ts';
import { kvmShadow, ShadowMmu, type ShadowOptions } from './shadow.ts';

export interface AgileOptions {
  /** Trapped writes to a table after which the walk switches to nested at it. */
  switchAfter: number;
  /**
   * Accesses without a write to a nested table after which it is shadowed again. The default is about a second of
   * them (the interval is recalled, not read): sooner, and tables that change now and then are shadowed in vain.
   */
  revertAfter: number;
}

/** Told of every access: the path to its leaf table, and the level at which the walk switched (0: not at all). */
export type WalkObserver = (
  path: readonly Table[],
  page: number,
  entry: Entry,
  switchedAt: number,
) => void;

/**
 * Agile paging (Gandhi et al., ISCA 2016): walks start in the shadow table and switch to nested paging at the
 * parts of the guest tables that change often, whatever their level; below the switch nothing is trapped.
 */
export class AgileMmu extends ShadowMmu {
  observer: WalkObserver | null = null;
  private readonly agile: AgileOptions;
  private readonly writes = new Map<number, number>();
  /** Tables in nested mode: access number of their last write. */
  private readonly nested = new Map<Table, number>();

  constructor(
    agile: AgileOptions = { switchAfter: 2, revertAfter: 10_000_000 },
    // A table that changes switches to nested instead of going out of sync.
    options: ShadowOptions = { ...kvmShadow, unsync: false },
  ) {
    super(options);
    this.agile = agile;
  }

  /** The highest table in nested mode above a table or itself. */
  private switchAbove(table: Table): Table | null {
    let found: Table | null = null;
    for (let each: Table | null = table; each; each = each.parent) {
      if (this.nested.has(each)) found = each;
    }
    return found;
  }

  override guestFault(present: boolean, leaf: Table | undefined): void {
    super.guestFault(present, leaf);
    // Below the switch the guest's table is walked by the processor: its faults go to the guest.
    if (leaf && this.switchAbove(leaf)) this.counts.reflectedFaults--;
  }

  override accessed(path: readonly Table[], page: number, isWrite: boolean, entry: Entry): void {
    const leaf = nth(path, path.length - 1);
    let at = this.switchAbove(leaf);
    while (
      at &&
      this.counts.accesses - presentValue(this.nested.get(at)) > this.agile.revertAfter
    ) {
      this.nested.delete(at);
      this.writes.delete(at.gfn);
      at = this.switchAbove(leaf);
    }
    this.observer?.(path, page, entry, at?.level ?? 0);
    if (!at) {
      super.accessed(path, page, isWrite, entry);
      return;
    }
    this.counts.accesses++;
    this.counts.nestedLeafAccesses++;
  }

  override entryWritten(table: Table, index: number, entry: Entry | null): void {
    const at = this.switchAbove(table);
    if (at) {
      this.nested.set(at, this.counts.accesses);
      this.counts.entryWrites++;
      return;
    }
    const before = this.counts.emulatedWrites + this.counts.unsyncFaults;
    super.entryWritten(table, index, entry);
    if (this.counts.emulatedWrites + this.counts.unsyncFaults === before) return;
    const writes = (this.writes.get(table.gfn) ?? 0) + 1;
    this.writes.set(table.gfn, writes);
    if (writes < this.agile.switchAfter) return;
    this.nested.set(table, this.counts.accesses);
    this.forget(table);
  }

  /** As after a long time without changes: everything shadowed again. */
  settle(): void {
    this.nested.clear();
    this.writes.clear();
  }

  /** Nothing is shadowed below a switch. */
  private forget(table: Table): void {
    this.dropShadow(table);
    for (const below of table.below.values()) this.forget(below);
  }

  override flushedPage(leaf: Table, page: number): void {
    if (!this.switchAbove(leaf)) super.flushedPage(leaf, page);
  }

  /** The processor switches roots itself from a small cache of (guest root, shadow root) pairs. */
  override rootLoaded(space: Space): void {
    const before = this.counts.cr3Exits;
    super.rootLoaded(space);
    this.counts.cr3Exits = before;
  }

  override tableFreed(table: Table): void {
    if (this.nested.delete(table)) return;
    super.tableFreed(table);
  }
}
