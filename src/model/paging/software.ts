import { Mmu } from './mmu.ts';
import type { Entry, Space, Table } from './page-tables.ts';

/** An emulator's software TLB: direct-mapped, emptied at each CR3 load (QEMU's default has 256 entries or more). */
export class SoftwareMmu extends Mmu {
  private readonly tags: Float64Array;

  constructor(entries = 256) {
    super();
    this.tags = new Float64Array(entries).fill(-1);
  }

  override accessed(path: readonly Table[], page: number, isWrite: boolean, entry: Entry): void {
    super.accessed(path, page, isWrite, entry);
    // A read-only entry does not serve a write, as in a shadow table.
    const tag = page * 2 + (isWrite ? 1 : 0);
    const slot = page % this.tags.length;
    if (this.tags[slot] === tag) return;
    this.tags[slot] = tag;
    this.counts.softwareMisses++;
  }

  override flushedPage(_leaf: Table, page: number): void {
    this.tags[page % this.tags.length] = -1;
  }

  override rootLoaded(_space: Space): void {
    this.tags.fill(-1);
    this.counts.softwareFlushes++;
  }
}
