import { isWrite, pageOf } from '../../trace-word.ts';

/** Distinct pages written in windows of data references: what pre-copy has to send again. */
export class DirtyWindows {
  private readonly windowRefs: number;
  private readonly pageBits: number;
  private readonly ever = new Set<bigint>();
  private current = new Set<bigint>();
  private seen = 0;
  private windows = 0;
  private maxUnique = 0;
  private sumUnique = 0;

  /** `pageBits` = 12 counts 4K pages. */
  constructor(windowRefs: number, pageBits = 12) {
    this.windowRefs = windowRefs;
    this.pageBits = pageBits;
  }

  /** The next words of a trace. */
  feed(words: BigUint64Array): void {
    for (const word of words) {
      if (isWrite(word)) {
        const page = pageOf(word, this.pageBits);
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
