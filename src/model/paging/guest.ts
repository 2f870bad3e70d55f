import { nth, present } from '../../elements.ts';
import type { Mmu } from './mmu.ts';
import type { Entry, Space, Table } from './page-tables.ts';

/** Entries of one page-table page. */
export const TABLE_ENTRIES = 512;

/** Index of page `page` (4K page number) in a table of `level`. */
export const indexAt = (page: number, level: number) =>
  Math.floor(page / TABLE_ENTRIES ** (level - 1)) % TABLE_ENTRIES;

/**
 * The memory management of a guest kernel: address spaces with radix tables, faults at first touch, copy on
 * write. Every step a monitor could notice is told to the MMU mode under test, in the order in which it happens.
 */
export class GuestKernel {
  /** Pages of an aligned group a fault on a page not mapped yet maps: 1 for anonymous memory, 16 for a cached file. */
  faultAround = 1;
  private readonly mmu: Mmu;
  private readonly levels: number;
  private readonly kpti: boolean;
  private readonly spaces = new Map<number, Space>();
  private readonly free: number[] = [];
  private nextGfn = 0;
  private running = -1;
  /** References of each frame: shared frames are copied at a write. */
  private readonly shared = new Map<number, number>();

  /** With `kpti` every way into the kernel and out of it, by system call or by fault, loads CR3. */
  constructor(mmu: Mmu, levels: 4 | 5 = 4, kpti = false) {
    this.mmu = mmu;
    this.levels = levels;
    this.kpti = kpti;
  }

  private allocate(): number {
    const gfn = this.free.pop() ?? this.nextGfn++;
    this.mmu.frameTouched(gfn);
    return gfn;
  }

  private release(gfn: number): void {
    const references = this.shared.get(gfn) ?? 1;
    if (references > 1) this.shared.set(gfn, references - 1);
    else {
      this.shared.delete(gfn);
      this.free.push(gfn);
    }
  }

  private newTable(level: number, space: number, parent: Table | null = null): Table {
    return { gfn: this.allocate(), level, space, entries: new Map(), parent, below: new Map() };
  }

  private space(id: number): Space {
    let space = this.spaces.get(id);
    if (!space) {
      space = { id, root: this.newTable(this.levels, id) };
      this.spaces.set(id, space);
    }
    return space;
  }

  /** Tables from the root to the leaf table of a page; missing ones are made when `create`. */
  private path(space: Space, page: number, create: boolean): Table[] | null {
    const path = [space.root];
    for (let table = space.root; table.level > 1; table = nth(path, path.length - 1)) {
      const index = indexAt(page, table.level);
      let below = table.below.get(index);
      if (!below) {
        if (!create) return null;
        below = this.newTable(table.level - 1, space.id, table);
        table.below.set(index, below);
        this.write(table, index, { gfn: below.gfn, writable: true, dirty: true });
      }
      path.push(below);
    }
    return path;
  }

  private write(table: Table, index: number, entry: Entry | null): void {
    if (entry) table.entries.set(index, entry);
    else table.entries.delete(index);
    this.mmu.entryWritten(table, index, entry);
  }

  /** Loads CR3. */
  switchTo(id: number): void {
    const space = this.space(id);
    this.running = id;
    this.mmu.rootLoaded(space);
  }

  /** Between user and kernel code, one way. */
  private cross(space: Space): void {
    if (this.kpti) this.mmu.kernelCrossed(space);
  }

  systemCall(): void {
    const space = this.space(this.running);
    this.cross(space);
    this.cross(space);
  }

  /** A user access; faults are handled as a kernel does: first touch maps, a write to a shared page copies. */
  access(id: number, page: number, isWrite: boolean): void {
    const space = this.space(id);
    let path = this.path(space, page, false);
    let entry = path?.at(-1)?.entries.get(indexAt(page, 1));
    if (!entry || (isWrite && !entry.writable)) {
      this.mmu.guestFault(entry !== undefined, path?.at(-1));
      this.cross(space);
      if (entry) this.copyOnWrite(present(path), page, entry);
      else this.mapAround(id, page);
      this.cross(space);
      path = present(this.path(space, page, false));
      entry = present(nth(path, path.length - 1).entries.get(indexAt(page, 1)));
    }
    this.mmu.accessed(present(path), page, isWrite, entry);
    if (isWrite) entry.dirty = true;
  }

  private copyOnWrite(path: readonly Table[], page: number, entry: Entry): void {
    const leaf = nth(path, path.length - 1);
    const isShared = (this.shared.get(entry.gfn) ?? 1) > 1;
    if (isShared) this.release(entry.gfn);
    const gfn = isShared ? this.allocate() : entry.gfn;
    this.write(leaf, indexAt(page, 1), { gfn, writable: true, dirty: false });
    this.mmu.flushedPage(leaf, page);
    this.mmu.operationEnded();
  }

  private mapAround(id: number, page: number): void {
    const first = page - (page % this.faultAround);
    for (let near = first; near < first + this.faultAround; near++) {
      const mapped = this.path(this.space(id), near, false)?.at(-1)?.entries.has(indexAt(near, 1));
      if (!mapped) this.mapFresh(id, near, true);
    }
    this.mmu.operationEnded();
  }

  /** Maps a fresh page. */
  map(id: number, page: number, writable: boolean): void {
    this.mapFresh(id, page, writable);
    this.mmu.operationEnded();
  }

  private mapFresh(id: number, page: number, writable: boolean): void {
    const path = present(this.path(this.space(id), page, true));
    const gfn = this.allocate();
    this.write(nth(path, path.length - 1), indexAt(page, 1), { gfn, writable, dirty: false });
  }

  /** Unmaps a page if it is mapped. */
  unmap(id: number, page: number): void {
    const path = this.path(this.space(id), page, false);
    const leaf = path?.at(-1);
    const entry = leaf?.entries.get(indexAt(page, 1));
    if (!leaf || !entry) return;
    this.write(leaf, indexAt(page, 1), null);
    this.mmu.flushedPage(leaf, page);
    this.release(entry.gfn);
    this.mmu.operationEnded();
  }

  /** Changes the write permission of a mapped page. */
  protect(id: number, page: number, writable: boolean): void {
    const path = this.path(this.space(id), page, false);
    const leaf = path?.at(-1);
    const entry = leaf?.entries.get(indexAt(page, 1));
    if (!leaf || !entry) return;
    this.write(leaf, indexAt(page, 1), { ...entry, writable });
    this.mmu.flushedPage(leaf, page);
    this.mmu.operationEnded();
  }

  /** Copies the address space of `parent`: every writable page becomes shared and read-only in both. */
  fork(parent: number, child: number): void {
    const from = this.space(parent);
    const to = this.space(child);
    const copy = (table: Table, prefix: number): void => {
      if (table.level > 1) {
        for (const [index, below] of table.below) copy(below, prefix * TABLE_ENTRIES + index);
        return;
      }
      for (const [index, entry] of table.entries) {
        const page = prefix * TABLE_ENTRIES + index;
        if (entry.writable) this.write(table, index, { ...entry, writable: false });
        const path = present(this.path(to, page, true));
        this.write(nth(path, path.length - 1), index, { ...entry, writable: false });
        this.shared.set(entry.gfn, (this.shared.get(entry.gfn) ?? 1) + 1);
      }
    };
    copy(from.root, 0);
    this.mmu.operationEnded();
    // The parent's translations lost their write permission.
    this.mmu.rootLoaded(from);
  }

  /** Ends a process: clears its entries, then frees its tables. */
  exit(id: number): void {
    const space = this.spaces.get(id);
    if (!space) return;
    const clear = (table: Table): void => {
      for (const below of table.below.values()) clear(below);
      if (table.level === 1) {
        for (const [index, entry] of [...table.entries]) {
          this.write(table, index, null);
          this.release(entry.gfn);
        }
      }
    };
    const drop = (table: Table): void => {
      for (const below of table.below.values()) drop(below);
      this.mmu.tableFreed(table);
      this.free.push(table.gfn);
    };
    clear(space.root);
    this.mmu.operationEnded();
    drop(space.root);
    this.spaces.delete(id);
  }
}
