import { num, present } from '../../elements.ts';
import * as at from './layout.ts';

/** Entries of a batch at most, and entries kept: half a megabyte. */
const BATCH_ENTRIES = at.GUEST_LINES_BYTES / 8;
const ENTRIES = 65_536;

/** References of the guest's side, batch by batch, until every kernel has seen them. */
export class SharedBatches {
  private entries: BigUint64Array | undefined;
  private readonly ends: number[] = [];

  /** Entries kept. */
  get used(): number {
    return this.ends.at(-1) ?? 0;
  }

  /** Whether one more batch may not fit. */
  get isFull(): boolean {
    return this.used + BATCH_ENTRIES > ENTRIES;
  }

  add(batch: BigUint64Array): void {
    this.entries ??= new BigUint64Array(ENTRIES);
    this.entries.set(batch, this.used);
    this.ends.push(this.used + batch.length);
  }

  *batches(): Generator<BigUint64Array> {
    for (const [i, end] of this.ends.entries()) {
      yield present(this.entries).subarray(i === 0 ? 0 : num(this.ends, i - 1), end);
    }
  }

  clear(): void {
    this.ends.length = 0;
  }
}
