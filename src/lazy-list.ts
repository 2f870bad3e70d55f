/** A list that is looked through from its begin: an array, or one that makes its entries each time. */
export interface Listed<Entry> extends Iterable<Entry> {
  readonly length: number;
}

/** A list whose entries are made each time they are looked at: those of a million cells never stand in memory. */
export class LazyList<Entry> implements Listed<Entry> {
  readonly length: number;
  private readonly entries: () => Iterator<Entry>;

  constructor(length: number, entries: () => Iterator<Entry>) {
    this.length = length;
    this.entries = entries;
  }

  [Symbol.iterator](): Iterator<Entry> {
    return this.entries();
  }
}
