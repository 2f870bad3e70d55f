import { unzipSync } from 'fflate';
import { badInput, printable } from '../../errors.ts';

/** Most bytes a part may unpack to, and all of them together: a zip bomb ends here. */
const MAX_PART_BYTES = 512 * 2 ** 20;
const MAX_TOTAL_BYTES = 1024 * 2 ** 20;

/** Parts whose sizes count before any is unpacked: what readers of archives may ask for. */
const READABLE = /\.(xml|rels|csv|txt|tsv|json)$/i;

/** A zip file: its names, and parts unpacked one by one when asked for. */
export class Archive {
  readonly file: string;
  readonly what: string;
  readonly names: readonly string[];
  private readonly bytes: Uint8Array;
  private unpacked = 0;

  /** `what`: the kind of file that messages say was expected. */
  constructor(bytes: Uint8Array, file: string, what: string) {
    this.bytes = bytes;
    this.file = file;
    this.what = what;
    const names: string[] = [];
    let total = 0;
    this.unzip(({ name, originalSize }) => {
      names.push(name);
      if (READABLE.test(name)) {
        total += originalSize;
        this.checkSize(name, originalSize, total);
      }
      return false;
    });
    this.names = names;
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
      this.checkSize(known, entry.originalSize, this.unpacked);
      return true;
    })[known];
  }

  private nameOf(name: string): string | undefined {
    const wanted = name.toLowerCase();
    return this.names.find((entry) => entry.toLowerCase() === wanted);
  }

  private checkSize(name: string, bytes: number, total: number): void {
    if (bytes <= MAX_PART_BYTES && total <= MAX_TOTAL_BYTES) return;
    throw badInput({
      file: this.file,
      expected: `parts that unpack to at most ${MAX_PART_BYTES} bytes each and ${MAX_TOTAL_BYTES} in all`,
      found: `${printable(name, 60)} of ${bytes}`,
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
