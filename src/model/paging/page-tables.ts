/** A page-table entry of the guest. */
export interface Entry {
  /** Guest frame of the page or table it points to. */
  gfn: number;
  writable: boolean;
  /** Set by the first write; a shadow pager watches for it. */
  dirty: boolean;
}

/** One table page; `level` 1 holds leaves. */
export interface Table {
  gfn: number;
  level: number;
  space: number;
  entries: Map<number, Entry>;
  /** The table that points to it; null for a root. */
  parent: Table | null;
  /** Tables below, by index; none at level 1. */
  below: Map<number, Table>;
}

export interface Space {
  id: number;
  root: Table;
}
