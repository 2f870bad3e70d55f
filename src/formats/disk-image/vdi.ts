import { badInput } from '../../errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { hex } from './bytes.ts';
import { FileWindow } from './file-window.ts';
import { type BackingReference, type DiskLayer, type DiskRun, throughHoles } from './layer.ts';

export const VDI_SIGNATURE = 0xbeda107f;
export const VDI_SIGNATURE_AT = 0x40;
const HEADER_BYTES = 512;
const VERSION = 0x0001_0001;
const STATIC = 2;
/** Entries from here on have no block: never written, or written with zeroes. */
const DISCARDED = 0xffff_fffe;
const MAX_BLOCKS = 0x3fff_ffff;
const TYPES: Readonly<Record<number, string>> = { 1: 'dynamic', 2: 'static', 3: 'undo', 4: 'diff' };

/** A VirtualBox disk image, version 1.1: one table, an entry of 4 bytes for each block. */
export class VdiImage implements DiskLayer {
  readonly format = 'vdi';
  readonly file: ByteSource;
  readonly size: number;
  readonly backing: BackingReference | null;
  private readonly blockSize: number;
  private readonly blocks: number;
  private readonly tableAt: number;
  private readonly dataAt: number;
  private readonly type: number;
  private readonly window: FileWindow;

  constructor(file: ByteSource) {
    this.file = file;
    const header = new DataView(file.read(0, HEADER_BYTES).buffer);
    const u32 = (at: number) => header.getUint32(at, true);
    const fail = (offset: number, expected: string, found: unknown): never => {
      throw badInput({ file: file.path, offset, expected, found: String(found) });
    };
    if (u32(68) !== VERSION) fail(68, 'a VDI of version 1.1', `0x${u32(68).toString(16)}`);
    this.type = u32(76);
    this.tableAt = u32(340);
    this.dataAt = u32(344);
    this.blockSize = u32(376);
    this.blocks = u32(384);
    const size = Number(header.getBigUint64(368, true));
    this.size = Math.ceil(size / 512) * 512;
    if (this.tableAt % 512 !== 0) fail(340, 'a block map at a sector border', this.tableAt);
    if (this.dataAt % 512 !== 0) fail(344, 'data at a sector border', this.dataAt);
    if (u32(360) !== 512) fail(360, 'sectors of 512 bytes', u32(360));
    if (this.blockSize === 0 || this.blockSize % 512 !== 0) {
      fail(376, 'blocks of whole sectors', this.blockSize);
    }
    if (this.blocks > MAX_BLOCKS) fail(384, `at most ${MAX_BLOCKS} blocks`, this.blocks);
    if (this.size > this.blocks * this.blockSize) {
      fail(368, `a disk of at most ${this.blocks} blocks of ${this.blockSize} bytes`, this.size);
    }
    const tableEnd = this.tableAt + this.blocks * 4;
    if (tableEnd > file.size) {
      fail(384, `a block map inside the file of ${file.size} bytes`, `its end at ${tableEnd}`);
    }
    this.backing = parentOf(header);
    this.window = new FileWindow(file);
  }

  facts() {
    return { type: TYPES[this.type] ?? `${this.type}`, blockBytes: this.blockSize };
  }

  status(offset: number, bytes: number): DiskRun {
    const first = Math.floor(offset / this.blockSize);
    const into = offset % this.blockSize;
    const count = Math.min(Math.ceil((into + bytes) / this.blockSize), 4096, this.blocks - first);
    const table = this.window.view(this.tableAt + first * 4, count * 4);
    const entry = table.getUint32(0, true);
    const allocated = entry < DISCARDED;
    let run = 1;
    while (run < count && table.getUint32(run * 4, true) === (allocated ? entry + run : entry))
      run++;
    if (allocated && entry + run > DISCARDED) run = DISCARDED - entry;
    const length = Math.min(run * this.blockSize - into, bytes);
    if (!allocated) {
      const present = entry === DISCARDED || this.backing === null;
      return { bytes: length, present, data: false, zero: present, host: -1 };
    }
    const host = this.dataAt + entry * this.blockSize + into;
    const found = { bytes: length, present: true, data: true, zero: false, host };
    return this.type === STATIC ? throughHoles(found, this.file) : found;
  }

  close(): void {
    this.file.close();
  }
}

/** A differencing image names its parent by UUID alone: no file can be found by it. */
function parentOf(header: DataView): BackingReference | null {
  const parent = hex(new Uint8Array(header.buffer, 424, 16));
  if (/^0+$/.test(parent)) return null;
  const refusal = 'a VDI names its parent by UUID, not by file';
  return { name: `UUID ${parent}`, path: null, format: 'vdi', refusal };
}
