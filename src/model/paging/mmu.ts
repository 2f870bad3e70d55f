import type { Entry, Space, Table } from './page-tables.ts';

/** Counted events, all of them; a mode leaves at zero what it does not know. */
export interface PagingCounts {
  /** Exits the guest never asked for: a shadow entry to build, or an EPT violation. */
  hiddenFaults: number;
  /** Of these: the first write to a page, which the shadow pager must see to set the dirty bit. */
  dirtyFaults: number;
  /** Faults of the guest's own that reached the monitor first and were passed on. */
  reflectedFaults: number;
  /** Guest faults in all. */
  guestFaults: number;
  /** Page-table writes trapped and emulated. */
  emulatedWrites: number;
  /** First writes to a synchronised leaf table: it goes out of sync. */
  unsyncFaults: number;
  cr3Exits: number;
  invlpgExits: number;
  /** Out-of-sync tables compared again, entry by entry. */
  resyncedTables: number;
  prefetchedEntries: number;
  /** Shadow tables thrown away: by write flooding and by reuse of their page. */
  unshadowed: number;
  /** Page-table writes in all, and those a hypercall carried. */
  entryWrites: number;
  hypercalls: number;
  validatedEntries: number;
  pins: number;
  unpins: number;
  /** EPT (NPT) violations and misconfigurations. */
  violations: number;
  misconfigurations: number;
  /** Large host mappings split. */
  splits: number;
  /** Accesses translated by tables whose leaf is nested (agile paging). */
  nestedLeafAccesses: number;
  /** Software TLB: flushes, misses. */
  softwareFlushes: number;
  softwareMisses: number;
  accesses: number;
}

export function noCounts(): PagingCounts {
  return {
    hiddenFaults: 0,
    dirtyFaults: 0,
    reflectedFaults: 0,
    guestFaults: 0,
    emulatedWrites: 0,
    unsyncFaults: 0,
    cr3Exits: 0,
    invlpgExits: 0,
    resyncedTables: 0,
    prefetchedEntries: 0,
    unshadowed: 0,
    entryWrites: 0,
    hypercalls: 0,
    validatedEntries: 0,
    pins: 0,
    unpins: 0,
    violations: 0,
    misconfigurations: 0,
    splits: 0,
    nestedLeafAccesses: 0,
    softwareFlushes: 0,
    softwareMisses: 0,
    accesses: 0,
  };
}

/** Exits (or hypercalls) to the monitor in all. */
export function monitorEntries(counts: PagingCounts): number {
  return (
    counts.hiddenFaults +
    counts.reflectedFaults +
    counts.emulatedWrites +
    counts.unsyncFaults +
    counts.cr3Exits +
    counts.invlpgExits +
    counts.hypercalls +
    counts.pins +
    counts.unpins +
    counts.violations +
    counts.misconfigurations
  );
}

/** A memory-management mode, told what the guest does. The base class counts and costs nothing: native. */
export class Mmu {
  readonly counts = noCounts();

  /** The guest's own fault; `present` when only a permission was missing; `leaf` where the table exists. */
  guestFault(_present: boolean, _leaf: Table | undefined): void {
    this.counts.guestFaults++;
  }

  /** A user access whose guest mapping is valid; `path` from the root to the leaf table. */
  accessed(_path: readonly Table[], _page: number, _isWrite: boolean, _entry: Entry): void {
    this.counts.accesses++;
  }

  entryWritten(_table: Table, _index: number, _entry: Entry | null): void {
    this.counts.entryWrites++;
  }

  flushedPage(_leaf: Table, _page: number): void {}
  rootLoaded(_space: Space): void {}
  /** With KPTI, one way between user and kernel code: the other root of the same space is loaded. */
  kernelCrossed(space: Space): void {
    this.rootLoaded(space);
  }
  tableFreed(_table: Table): void {}
  /** A guest frame is used for the first time or again. */
  frameTouched(_gfn: number): void {}
  /** The kernel finished one operation: batches are flushed. */
  operationEnded(): void {}
}
