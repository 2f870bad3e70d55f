import { randomBytes } from 'node:crypto';
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { writeFailure } from '../files/write-whole.ts';

/** Bytes of one page; records do not cross pages. */
const PAGE_BYTES = 2 ** 16;
/** Pages of all records of one store that stay in memory. */
const KEPT_PAGES = 768;

/** One page of records, seen as numbers and as pairs of words. */
export interface Page {
  doubles: Float64Array;
  words: Uint32Array;
  changed: boolean;
}

const pageOver = (buffer: ArrayBuffer): Page => ({
  doubles: new Float64Array(buffer),
  words: new Uint32Array(buffer),
  changed: false,
});

/**
 * Records of equal size by number, zeros at first. The pages used last stay in memory; others go to a file in `folder`
 * that has no name any more once it is open, so that nothing is left of it however the process ends.
 */
export class PagedRecords {
  readonly recordsPerPage: number;
  private readonly folder: string;
  private readonly kept: number;
  /** Pages in memory; the one used longest ago is first. */
  private readonly pages = new Map<number, Page>();
  private readonly inFile = new Set<number>();
  private file: number | undefined;
  private last: { number: number; page: Page } | undefined;

  /** Records of `words` doubles (8 bytes each). */
  constructor(words: number, folder: string, { pageBytes = PAGE_BYTES, kept = KEPT_PAGES } = {}) {
    this.folder = folder;
    this.kept = kept;
    this.recordsPerPage = Math.max(1, Math.floor(pageBytes / (8 * words)));
    this.bytes = 8 * words * this.recordsPerPage;
  }
  private readonly bytes: number;

  /** The page of a record; whoever writes to it says so. */
  page(record: number): Page {
    const number = Math.floor(record / this.recordsPerPage);
    if (this.last?.number === number) return this.last.page;
    const kept = this.pages.get(number);
    if (kept) this.pages.delete(number);
    const page = kept ?? this.bring(number);
    this.pages.set(number, page);
    this.last = { number, page };
    return page;
  }

  /** Gives the file back. */
  close(): void {
    if (this.file !== undefined) closeSync(this.file);
    this.file = undefined;
  }

  private bring(number: number): Page {
    const buffer = this.pages.size < this.kept ? new ArrayBuffer(this.bytes) : this.evict();
    const page = pageOver(buffer);
    if (!this.inFile.has(number)) page.doubles.fill(0);
    else {
      const bytes = new Uint8Array(buffer);
      for (let done = 0; done < this.bytes; ) {
        const at = number * this.bytes + done;
        const read = readSync(this.opened(), bytes, done, this.bytes - done, at);
        if (read === 0) throw new RangeError('a page of rows is missing');
        done += read;
      }
    }
    return page;
  }

  /** Memory of the page used longest ago, which goes to the file if it is not there as it is. */
  private evict(): ArrayBuffer {
    const [[number, page]] = this.pages as unknown as [[number, Page]];
    this.pages.delete(number);
    const buffer = page.doubles.buffer as ArrayBuffer;
    if (page.changed) {
      const bytes = new Uint8Array(buffer);
      try {
        for (let done = 0; done < this.bytes; )
          done += writeSync(
            this.opened(),
            bytes,
            done,
            this.bytes - done,
            number * this.bytes + done,
          );
      } catch (error) {
        throw writeFailure(this.folder, error);
      }
      this.inFile.add(number);
    }
    return buffer;
  }

  private opened(): number {
    if (this.file === undefined) {
      const path = join(this.folder, `rows.${randomBytes(6).toString('hex')}.tmp`);
      this.file = openSync(path, 'wx+');
      rmSync(path);
    }
    return this.file;
  }
}
