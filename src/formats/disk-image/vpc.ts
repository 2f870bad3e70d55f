import { badInput } from '../../errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { ascii } from './bytes.ts';
import { FileWindow } from './file-window.ts';
import type { DiskLayer, DiskRun } from './layer.ts';

export const VPC_MAGIC = 'conectix';
const DYNAMIC_MAGIC = 'cxsparse';
const FOOTER_BYTES = 512;
const DYNAMIC = 3;
const DIFFERENCING = 4;
const UNALLOCATED = 0xffff_ffff;
/** Makers whose images have the size in bytes, not the one of the cylinders, heads and sectors. */
const SIZE_IN_BYTES = ['win ', 'qem2', 'd2v ', 'tap\0', 'CTXS', 'xo  '];
const LARGEST_GEOMETRY = 65535 * 16 * 255;

/** A dynamic Virtual PC (VHD) image: one table, an entry of 4 bytes for each block. */
export class VpcImage implements DiskLayer {
  readonly format = 'vpc';
  readonly file: ByteSource;
  readonly size: number;
  readonly backing = null;
  private readonly blockSize: number;
  private readonly bitmapBytes: number;
  private readonly entries: number;
  private readonly tableAt: number;
  private readonly window: FileWindow;
  private readonly creator: string;

  constructor(file: ByteSource) {
    this.file = file;
    const fail = (offset: number, expected: string, found: unknown): never => {
      throw badInput({ file: file.path, offset, expected, found: String(found) });
    };
    const footer = new DataView(file.read(0, FOOTER_BYTES).buffer);
    const type = footer.getUint32(60);
    if (type === DIFFERENCING) fail(60, 'a dynamic VPC image', 'a differencing one');
    if (type !== DYNAMIC) fail(60, 'a dynamic VPC image (type 3)', `type ${type}`);
    const headerAt = Number(footer.getBigUint64(16));
    if (headerAt + 1024 > file.size) fail(16, 'a dynamic header inside the file', headerAt);
    const header = new DataView(file.read(headerAt, 1024).buffer);
    if (ascii(header, 0, 8) !== DYNAMIC_MAGIC) fail(headerAt, 'a dynamic header', 'other bytes');
    this.tableAt = Number(header.getBigUint64(16));
    this.entries = header.getUint32(28);
    this.blockSize = header.getUint32(32);
    const power = Math.log2(this.blockSize);
    if (!Number.isInteger(power) || power < 9) {
      fail(headerAt + 32, 'blocks of a power of two, 512 bytes or more', this.blockSize);
    }
    this.bitmapBytes = Math.ceil(this.blockSize / 512 / 8 / 512) * 512;
    this.creator = ascii(footer, 28, 4);
    const geometry = footer.getUint16(56) * footer.getUint8(58) * footer.getUint8(59);
    const room = this.entries * this.blockSize;
    // Makers that round the geometry up have made the table for the bytes: findings/vhd-lib-qemu-geometry.sh.
    const inBytes =
      SIZE_IN_BYTES.includes(this.creator) ||
      geometry === LARGEST_GEOMETRY ||
      geometry * 512 > room;
    this.size = inBytes ? Math.floor(Number(footer.getBigUint64(48)) / 512) * 512 : geometry * 512;
    if (this.size > room) {
      fail(headerAt + 28, `entries for a disk of ${this.size} bytes`, this.entries);
    }
    if (this.tableAt + this.entries * 4 > file.size) {
      fail(headerAt + 16, `a block table inside the file of ${file.size} bytes`, this.tableAt);
    }
    this.window = new FileWindow(file);
  }

  facts() {
    return { type: 'dynamic', blockBytes: this.blockSize, creator: this.creator };
  }

  status(offset: number, bytes: number): DiskRun {
    const first = Math.floor(offset / this.blockSize);
    const into = offset % this.blockSize;
    const count = Math.min(Math.ceil((into + bytes) / this.blockSize), 4096);
    const table = this.window.view(this.tableAt + first * 4, count * 4);
    const entry = table.getUint32(0);
    if (entry !== UNALLOCATED) {
      const host = entry * 512 + this.bitmapBytes + into;
      const length = Math.min(this.blockSize - into, bytes);
      return { bytes: length, present: true, data: true, zero: false, host };
    }
    let run = 1;
    while (run < count && table.getUint32(run * 4) === UNALLOCATED) run++;
    const length = Math.min(run * this.blockSize - into, bytes);
    return { bytes: length, present: true, data: false, zero: true, host: -1 };
  }

  close(): void {
    this.file.close();
  }
}

/** A fixed image is raw but for a footer in its last sector; only a file named as one is read there. */
export function hasFixedFooter(file: ByteSource): boolean {
  if (!/\.(vhd|vpc)$/i.test(file.path)) return false;
  if (file.size < FOOTER_BYTES || file.size % 512 !== 0) return false;
  const footer = new DataView(file.read(file.size - FOOTER_BYTES, FOOTER_BYTES).buffer);
  return ascii(footer, 0, 8) === VPC_MAGIC && footer.getUint32(60) === 2;
}
