/** Distinct pages written in windows of data references: what pre-copy has to send again. */
export class DirtyWindows {
  private readonly windowRefs: number;
  private readonly pageShift: bigint;
  private readonly ever = new Set<bigint>();
  private current = new Set<bigint>();
  private seen = 0;
  private windows = 0;
  private maxUnique = 0;
  private sumUnique = 0;

  /** `pageBits` = 12 counts 4K pages. */
  constructor(windowRefs: number, pageBits = 12) {
    this.windowRefs = windowRefs;
    this.pageShift = BigInt(pageBits + 2);
  }

  /** Words `address << 2 | kind`; kinds 1 (store) and 2 (modify) write. */
  feed(words: BigUint64Array): void {
    for (const word of words) {
      if ((word & 3n) !== 0n) {
        const page = word >> this.pageShift;
        this.current.add(page);
        this.ever.add(page);
      }
      if (++this.seen % this.windowRefs === 0) this.close();
    }
  }

  private close(): void {
    this.windows++;
    this.maxUnique = Math.max(this.maxUnique, this.current.size);
    this.sumUnique += this.current.size;
    this.current = new Set();
  }

  /** Closes the last, shorter window. */
  finish(): { everWritten: number; windows: number; maxUnique: number; sumUnique: number } {
    if (this.seen % this.windowRefs !== 0) this.close();
    const { windows, maxUnique, sumUnique } = this;
    return { everWritten: this.ever.size, windows, maxUnique, sumUnique };
  }
}
