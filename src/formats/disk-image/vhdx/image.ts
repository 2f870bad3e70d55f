import { badInput, printable, UserError } from '../../../errors.ts';
import type { ByteSource } from '../../byte-source.ts';
import { FileWindow } from '../file-window.ts';
import type { DiskLayer, DiskRun } from '../layer.ts';
import { readHeader, readMetadata, readRegions, type VhdxMetadata } from './header.ts';
import { refuseDirtyLog } from './log.ts';

const ENTRY_BYTES = 8;
const ENTRIES_AT_ONCE = 16384;
/** What a block is, from the low bits of its entry. */
const STATES: Readonly<Record<number, string>> = {
  0: 'notPresent',
  1: 'undefined',
  2: 'zero',
  3: 'unmapped',
  6: 'present',
  7: 'partlyPresent',
};

/**
 * A Hyper-V virtual disk. Its block table says which blocks are there, but the driver of QEMU does not
 * pass that on: its map calls the whole disk data without an offset, and so does `status`. What the
 * table says is in `facts`.
 */
export class VhdxImage implements DiskLayer {
  readonly format = 'vhdx';
  readonly file: ByteSource;
  readonly size: number;
  readonly backing = null;
  private readonly metadata: VhdxMetadata;
  private readonly tableAt: number;

  constructor(file: ByteSource) {
    this.file = file;
    const header = readHeader(file);
    const regions = readRegions(file);
    this.metadata = readMetadata(file, regions.metadata);
    if (this.metadata.hasParent) {
      throw new UserError(
        printable(`${file.path}: a differencing VHDX (with a parent) is not supported.`),
      );
    }
    refuseDirtyLog(file, header);
    this.size = this.metadata.size;
    this.tableAt = regions.table.at;
    const needed = this.tableEntries() * ENTRY_BYTES;
    if (needed > regions.table.bytes) {
      throw badInput({
        file: file.path,
        offset: this.tableAt,
        expected: `a block table of ${needed} bytes`,
        found: `${regions.table.bytes} bytes`,
      });
    }
  }

  /** Blocks a chunk has; an entry for its sector bitmap follows them. */
  private get chunkBlocks(): number {
    return (2 ** 23 * this.metadata.sectorSize) / this.metadata.blockSize;
  }

  private get blocks(): number {
    return Math.ceil(this.size / this.metadata.blockSize);
  }

  private tableEntries(): number {
    return this.blocks === 0 ? 0 : this.blocks + Math.floor((this.blocks - 1) / this.chunkBlocks);
  }

  facts() {
    const { blockSize, sectorSize } = this.metadata;
    const facts: Record<string, string | number | boolean> = { blockBytes: blockSize, sectorSize };
    const counts = this.countStates();
    facts.blocks = this.blocks;
    for (const [state, count] of counts) facts[state] = count;
    return facts;
  }

  /** Blocks by state; the entries of sector bitmaps are left out. */
  private countStates(): Map<string, number> {
    const byBits = new Array<number>(8).fill(0);
    const window = new FileWindow(this.file);
    const entries = this.tableEntries();
    const period = this.chunkBlocks + 1;
    for (let start = 0; start < entries; start += ENTRIES_AT_ONCE) {
      const count = Math.min(ENTRIES_AT_ONCE, entries - start);
      const view = window.view(this.tableAt + start * ENTRY_BYTES, count * ENTRY_BYTES);
      for (let i = 0; i < count; i++) {
        const state = view.getUint32(i * ENTRY_BYTES, true) & 7;
        byBits[state] = byBits[state]! + 1;
      }
      for (let i = period - 1 - (start % period); i < count; i += period) {
        const state = view.getUint32(i * ENTRY_BYTES, true) & 7;
        byBits[state] = byBits[state]! - 1;
      }
    }
    const counts = new Map<string, number>();
    for (const [bits, count] of byBits.entries()) {
      if (count > 0) counts.set(STATES[bits] ?? `state${bits}`, count);
    }
    return counts;
  }

  status(_offset: number, bytes: number): DiskRun {
    return { bytes, present: true, data: true, zero: false, host: -1 };
  }

  close(): void {
    this.file.close();
  }
}
