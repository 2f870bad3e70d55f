import { badInput } from '../../../errors.ts';
import type { ByteSource } from '../../byte-source.ts';
import { FileWindow } from '../file-window.ts';
import type { DiskRun } from '../layer.ts';
import type { VmdkExtent } from './extent.ts';
import type { SparseHeader } from './sparse-header.ts';

/** Entry of a grain table for a grain that reads as zero, where the header allows it. */
const ZERO_GRAIN = 1;

/** Grain directory -> grain tables -> grains: sectors of the file, 4 bytes each; 0: none. */
export class SparseExtent implements VmdkExtent {
  readonly file: ByteSource;
  readonly bytes: number;
  private readonly header: SparseHeader;
  private readonly directory: Uint32Array;
  private readonly window: FileWindow;

  constructor(file: ByteSource, header: SparseHeader) {
    this.file = file;
    this.header = header;
    this.bytes = header.sectors * 512;
    this.window = new FileWindow(file);
    this.directory = this.readDirectory();
  }

  facts() {
    const { grainSectors, compressed, zeroGrains } = this.header;
    return { grainBytes: grainSectors * 512, compressed, zeroGrains };
  }

  private readDirectory(): Uint32Array {
    const { directoryAt, tables, tableEntries } = this.header;
    const { file } = this;
    const fail = (offset: number, expected: string, found: string): never => {
      throw badInput({ file: file.path, offset, expected, found });
    };
    if (directoryAt + tables * 4 > Math.ceil(file.size / 512) * 512) {
      const inside = `a grain directory inside the file of ${file.size} bytes`;
      fail(0, inside, `${tables} entries from ${directoryAt}`);
    }
    const view = new DataView(file.read(directoryAt, tables * 4).buffer);
    const directory = new Uint32Array(tables);
    const seen = new Set<number>();
    for (let i = 0; i < tables; i++) {
      const sector = view.getUint32(i * 4, true);
      if (sector === 0) continue;
      const at = directoryAt + i * 4;
      if (sector * 512 + tableEntries * 4 > Math.ceil(file.size / 512) * 512) {
        fail(at, `a grain table inside the file of ${file.size} bytes`, `sector ${sector}`);
      }
      // Each table is its own, or walking a small file could take for ever.
      if (seen.has(sector)) fail(at, 'a grain table of its own', `sector ${sector} again`);
      seen.add(sector);
      directory[i] = sector;
    }
    return directory;
  }

  status(offset: number, bytes: number): DiskRun {
    const { tableEntries, grainSectors, zeroGrains } = this.header;
    const grainBytes = grainSectors * 512;
    const tableSpan = tableEntries * grainBytes;
    const table = Math.floor(offset / tableSpan);
    const intoTable = offset % tableSpan;
    const limit = Math.min(bytes, tableSpan - intoTable);
    const sector = this.directory[table]!;
    if (sector === 0) return absent(limit);
    const first = Math.floor(intoTable / grainBytes);
    const into = intoTable % grainBytes;
    const count = Math.ceil((into + limit) / grainBytes);
    const view = this.window.view(sector * 512 + first * 4, count * 4);
    const grain = view.getUint32(0, true);
    const zero = zeroGrains && grain === ZERO_GRAIN;
    const step = this.stepOf(grain);
    let run = 1;
    if (grain === 0 || zero || step > 0) {
      while (run < count && view.getUint32(run * 4, true) === grain + run * step) run++;
    }
    const length = Math.min(run * grainBytes - into, limit);
    if (grain === 0) return absent(length);
    if (zero) return { bytes: length, present: true, data: false, zero: true, host: -1 };
    // A compressed grain lies somewhere, but no byte of the disk has an offset.
    const host = this.header.compressed ? -1 : grain * 512 + into;
    return { bytes: length, present: true, data: true, zero: false, host };
  }

  /** What the entry of the next grain has more, if the two lie one after the other. */
  private stepOf(grain: number): number {
    const { compressed, grainSectors, zeroGrains } = this.header;
    if (grain === 0 || (zeroGrains && grain === ZERO_GRAIN) || compressed) return 0;
    return grainSectors;
  }
}

function absent(bytes: number): DiskRun {
  return { bytes, present: false, data: false, zero: false, host: -1 };
}
