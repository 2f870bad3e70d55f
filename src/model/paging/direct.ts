import { Mmu } from './mmu.ts';
import type { Entry, Space, Table } from './page-tables.ts';

export interface DirectOptions {
  /** Entry updates one mmu_update hypercall carries (multicall batching of lazy MMU mode). */
  batch: number;
  /** Stores to pinned tables trap and are emulated one by one instead (writable page tables). */
  writableTables: boolean;
}

/** Xen's guest: registered tables hold machine frames and are read-only to the guest. */
export class DirectMmu extends Mmu {
  private readonly options: DirectOptions;
  private readonly pinned = new Set<Table>();
  private pending = 0;

  constructor(options: DirectOptions = { batch: 8, writableTables: false }) {
    super();
    this.options = options;
  }

  override guestFault(present: boolean, leaf: Table | undefined): void {
    super.guestFault(present, leaf);
    // The processor delivers to the monitor, which bounces the exception to the guest kernel.
    this.counts.reflectedFaults++;
  }

  override entryWritten(table: Table, index: number, entry: Entry | null): void {
    super.entryWritten(table, index, entry);
    if (!this.pinned.has(table)) return;
    if (this.options.writableTables) this.counts.emulatedWrites++;
    else this.pending++;
    this.counts.validatedEntries++;
    // A new table joins the pinned tree and is validated with its entry.
    const below = entry ? table.below.get(index) : undefined;
    if (below) this.pin(below);
  }

  private pin(table: Table): void {
    if (this.pinned.has(table)) return;
    this.pinned.add(table);
    this.counts.validatedEntries += table.entries.size;
    for (const below of table.below.values()) this.pin(below);
  }

  private flush(): void {
    this.counts.hypercalls += Math.ceil(this.pending / this.options.batch);
    this.pending = 0;
  }

  override operationEnded(): void {
    this.flush();
  }

  override flushedPage(_leaf: Table, _page: number): void {
    // update_va_mapping carries the flush with the update: it rides in the batch.
    this.pending++;
  }

  override rootLoaded(space: Space): void {
    this.flush();
    if (!this.pinned.has(space.root)) {
      this.counts.pins++;
      this.pin(space.root);
    }
    this.counts.hypercalls++;
  }

  /** The monitor takes system calls and faults itself and switches tables on the way: no hypercall. */
  override kernelCrossed(_space: Space): void {}

  override tableFreed(table: Table): void {
    // The root is unpinned as a whole; the tables below fall with it.
    if (this.pinned.delete(table) && table.level >= 4) this.counts.unpins++;
  }
}
