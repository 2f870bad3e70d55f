import { Mmu } from './mmu.ts';
import type { Entry, Table } from './page-tables.ts';

export interface NestedOptions {
  /** 4K frames one host mapping covers: 1, 512 or 262144. */
  framesPerHostPage: number;
  /** Dirty logging: large host mappings are split and first writes fault. */
  dirtyLogging: boolean;
}

/** EPT or NPT: exits only for guest frames the host has not mapped, or has write-protected. */
export class NestedMmu extends Mmu {
  private readonly options: NestedOptions;
  private readonly backed = new Set<number>();
  private readonly written = new Set<number>();
  private readonly split = new Set<number>();

  constructor(options: NestedOptions = { framesPerHostPage: 1, dirtyLogging: false }) {
    super();
    this.options = options;
  }

  override frameTouched(gfn: number): void {
    const hostPage = Math.floor(gfn / this.options.framesPerHostPage);
    if (this.backed.has(hostPage)) return;
    this.backed.add(hostPage);
    this.counts.violations++;
  }

  override accessed(path: readonly Table[], page: number, isWrite: boolean, entry: Entry): void {
    super.accessed(path, page, isWrite, entry);
    if (isWrite) this.logWrite(entry.gfn);
  }

  override entryWritten(table: Table, index: number, entry: Entry | null): void {
    super.entryWritten(table, index, entry);
    this.logWrite(table.gfn);
  }

  private logWrite(gfn: number): void {
    if (!this.options.dirtyLogging || this.written.has(gfn)) return;
    this.written.add(gfn);
    const hostPage = Math.floor(gfn / this.options.framesPerHostPage);
    if (this.options.framesPerHostPage > 1 && !this.split.has(hostPage)) {
      this.split.add(hostPage);
      this.counts.splits++;
    }
    this.counts.violations++;
  }

  /** A new round of dirty logging: every page is write-protected again. */
  startDirtyRound(): void {
    this.written.clear();
  }
}
