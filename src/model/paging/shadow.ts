import { nth } from '../../elements.ts';
import { indexAt } from './guest.ts';
import { Mmu } from './mmu.ts';
import type { Entry, Space, Table } from './page-tables.ts';

export interface ShadowOptions {
  /** Leaf tables may go out of sync (KVM; Xen for HVM, at most `unsyncLimit` per virtual CPU). */
  unsync: boolean;
  unsyncLimit: number;
  /** An emulated entry write also fills the shadow entry (kernel commit 0028425f). */
  prefill: boolean;
  /** Shadow entries built around a hidden fault (PTE_PREFETCH_NUM; 1 = none). */
  prefetch: number;
  /** Emulated writes without a use in between after which a table is no longer shadowed. */
  floodLimit: number;
  /** INVLPG rebuilds the one entry (kernel commit ad218f85). */
  invlpgPrefill: boolean;
  /** Not-present faults go straight to the guest (Intel, reserved-bit marking, commit c7addb90). */
  bypassNotPresent: boolean;
}

/** KVM as in its mmu.rst. */
export const kvmShadow: ShadowOptions = {
  unsync: true,
  unsyncLimit: Number.POSITIVE_INFINITY,
  prefill: true,
  prefetch: 8,
  floodLimit: 3,
  invlpgPrefill: true,
  bypassNotPresent: false,
};

/** Xen with out-of-sync pages: SHADOW_OOS_PAGES = 3. */
export const xenShadow: ShadowOptions = { ...kvmShadow, unsyncLimit: 3 };

/** Reverse mappings Xen remembers per out-of-sync page (SHADOW_OOS_FIXUPS). */
export const XEN_FIXUPS = 2;

/** Every table write-protected, nothing anticipated. */
export const naiveShadow: ShadowOptions = {
  unsync: false,
  unsyncLimit: 0,
  prefill: false,
  prefetch: 1,
  floodLimit: Number.POSITIVE_INFINITY,
  invlpgPrefill: false,
  bypassNotPresent: false,
};

interface ShadowTable {
  table: Table;
  unsync: boolean;
  /** Emulated writes since the last use. */
  flood: number;
  /** Shadow entries: index -> writable. */
  entries: Map<number, boolean>;
}

/** Shadow paging after KVM's mmu.rst: what is trapped, what is anticipated, what is thrown away. */
export class ShadowMmu extends Mmu {
  private readonly options: ShadowOptions;
  private readonly shadows = new Map<number, ShadowTable>();
  private readonly unsynced = new Set<ShadowTable>();

  constructor(options: ShadowOptions = kvmShadow) {
    super();
    this.options = options;
  }

  override guestFault(present: boolean, leaf: Table | undefined): void {
    super.guestFault(present, leaf);
    if (present || !this.options.bypassNotPresent) this.counts.reflectedFaults++;
  }

  private shadowOf(table: Table): ShadowTable {
    let shadow = this.shadows.get(table.gfn);
    if (!shadow) {
      shadow = { table, unsync: false, flood: 0, entries: new Map() };
      this.shadows.set(table.gfn, shadow);
    }
    return shadow;
  }

  override accessed(path: readonly Table[], page: number, isWrite: boolean, entry: Entry): void {
    super.accessed(path, page, isWrite, entry);
    const leaf = nth(path, path.length - 1);
    const index = indexAt(page, 1);
    const known = this.shadows.get(leaf.gfn)?.entries.get(index);
    if (known === true || (known === false && !isWrite)) return;
    this.counts.hiddenFaults++;
    if (known === false) this.counts.dirtyFaults++;
    for (const table of path) this.shadowOf(table).flood = 0;
    const shadow = this.shadowOf(leaf);
    // Writable only once the guest entry is dirty, so that the first write is seen.
    shadow.entries.set(index, entry.writable && (isWrite || entry.dirty));
    const { prefetch } = this.options;
    const first = index - (index % prefetch);
    for (let near = first; near < first + prefetch; near++) {
      const neighbour = leaf.entries.get(near);
      if (near === index || !neighbour || shadow.entries.has(near)) continue;
      shadow.entries.set(near, neighbour.writable && neighbour.dirty);
      this.counts.prefetchedEntries++;
    }
  }

  override entryWritten(table: Table, index: number, entry: Entry | null): void {
    super.entryWritten(table, index, entry);
    const shadow = this.shadows.get(table.gfn);
    if (!shadow || shadow.unsync) return;
    const { unsync, unsyncLimit, prefill, floodLimit } = this.options;
    if (table.level === 1 && unsync && this.unsynced.size < unsyncLimit) {
      this.counts.unsyncFaults++;
      shadow.unsync = true;
      this.unsynced.add(shadow);
      return;
    }
    this.counts.emulatedWrites++;
    if (prefill && entry && table.level === 1) shadow.entries.set(index, entry.writable);
    else shadow.entries.delete(index);
    shadow.flood++;
    if (shadow.flood >= floodLimit) this.unshadow(shadow);
  }

  /** Stops shadowing a table, if it is shadowed. */
  protected dropShadow(table: Table): void {
    const shadow = this.shadows.get(table.gfn);
    if (shadow) this.unshadow(shadow);
  }

  private unshadow(shadow: ShadowTable): void {
    this.shadows.delete(shadow.table.gfn);
    this.unsynced.delete(shadow);
    this.counts.unshadowed++;
  }

  /** Drops shadow entries that no longer say what the guest entry says. */
  private resync(shadow: ShadowTable): void {
    for (const [index, writable] of shadow.entries) {
      const entry = shadow.table.entries.get(index);
      if (!entry) shadow.entries.delete(index);
      else if (writable && !entry.writable) shadow.entries.set(index, false);
    }
  }

  override flushedPage(leaf: Table, page: number): void {
    this.counts.invlpgExits++;
    const shadow = this.shadows.get(leaf.gfn);
    if (!shadow) return;
    const index = indexAt(page, 1);
    const entry = leaf.entries.get(index);
    if (entry && this.options.invlpgPrefill) {
      shadow.entries.set(index, entry.writable && entry.dirty);
    } else shadow.entries.delete(index);
  }

  override rootLoaded(space: Space): void {
    this.counts.cr3Exits++;
    for (const shadow of this.unsynced) {
      if (shadow.table.space !== space.id) continue;
      this.resync(shadow);
      shadow.unsync = false;
      this.unsynced.delete(shadow);
      this.counts.resyncedTables++;
    }
  }

  override tableFreed(table: Table): void {
    // The monitor learns of it when the page is written as data: one more trapped write, then it lets go.
    const shadow = this.shadows.get(table.gfn);
    if (!shadow) return;
    if (!shadow.unsync) this.counts.emulatedWrites++;
    this.unshadow(shadow);
  }
}
