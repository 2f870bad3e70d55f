import { unzipSync } from 'fflate';
import { badInput, printable } from '../../errors.ts';

/** Most bytes all parts together may unpack to: a zip bomb ends here. */
const MAX_TOTAL_BYTES = 1024 * 2 ** 20;
/** Exports pack ten to one, at most thirty; a small file may do better. */
const MAX_RATIO = 50;
const LEAST_BYTES = 32 * 2 ** 20;
/** A part is unpacked for its header and again for its rows. */
const TIMES_UNPACKED = 2;

/** Parts whose sizes count before any is unpacked: what readers of archives may ask for. */
const READABLE = /\.(xml|rels|csv|txt|tsv|json)$/i;

/** A zip file: its names, and parts unpacked one by one when asked for. */
export class Archive {
  readonly file: string;
  readonly what: string;
  readonly names: readonly string[];
  private readonly bytes: Uint8Array;
  private readonly mostBytes: number;
  private unpacked = 0;

  /** `what`: the kind of file that messages say was expected. */
  constructor(bytes: Uint8Array, file: string, what: string) {
    this.bytes = bytes;
    this.file = file;
    this.what = what;
    this.mostBytes = Math.min(MAX_TOTAL_BYTES, Math.max(LEAST_BYTES, MAX_RATIO * bytes.length));
    const names: string[] = [];
    let total = 0;
    this.unzip(({ name, originalSize }) => {
      names.push(name);
      if (READABLE.test(name)) {
        total += originalSize;
        this.checkSize(name, total, 1);
      }
      return false;
    });
    this.names = names;
  }

  /** Bytes as it is stored. */
  get size(): number {
    return this.bytes.length;
  }

  has(name: string): boolean {
    return this.nameOf(name) !== undefined;
  }

  /** A part by its name, in any case: names of parts differ in more than their case. */
  part(name: string): Uint8Array | undefined {
    const known = this.nameOf(name);
    if (known === undefined) return undefined;
    return this.unzip((entry) => {
      if (entry.name !== known) return false;
      this.unpacked += entry.originalSize;
      this.checkSize(known, this.unpacked, TIMES_UNPACKED);
      return true;
    })[known];
  }

  private nameOf(name: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.names.find((entry) => entry.toLowerCase() === wanted);
  }

  private checkSize(name: string, total: number, times: number): void {
    if (total <= this.mostBytes * times) return;
    throw badInput({
      file: this.file,
      expected: `parts that unpack to at most ${this.mostBytes} bytes together`,
      found: `${total} up to ${printable(name, 60)}`,
      hint: 'This may be a zip bomb; export fewer tabs if it is not.',
    });
  }

  private unzip(
    filter: (entry: { name: string; originalSize: number }) => boolean,
  ): Record<string, Uint8Array> {
    try {
      return unzipSync(this.bytes, { filter });
    } catch (error) {
      if ((error as { exitCode?: number }).exitCode !== undefined) throw error;
      throw badInput({
        file: this.file,
        expected: this.what,
        found: `no whole zip file (${printable((error as Error).message, 120)})`,
      });
    }
  }
}

/** Does a file begin as zip files do? */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5);
