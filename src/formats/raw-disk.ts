import { Kind } from '../qcow2/l2-table.ts';
import type { Run } from '../qcow2/status.ts';
import type { ByteSource } from './byte-source.ts';

const UNIT = 4096;
const CHUNK_BYTES = 1024 * 1024;

/**
 * A raw disk. Node cannot ask a file system for holes, so blocks of 4 KiB that read as zero count as
 * such; a large file that takes no space is one hole without reading it.
 */
export class RawFile {
  readonly file: ByteSource;
  readonly size: number;
  private chunkStart = -1;
  private chunk = new Uint8Array(0);

  constructor(file: ByteSource) {
    this.file = file;
    this.size = Math.ceil(file.size / 512) * 512;
  }

  run(offset: number, bytes: number): Run {
    if (this.isOneHole()) return { kind: Kind.zeroAllocated, bytes, host: offset };
    const zero = this.isZero(offset);
    let end = Math.min(offset - (offset % UNIT) + UNIT, offset + bytes);
    while (end < offset + bytes && this.isZero(end) === zero) {
      end = Math.min(end + UNIT, offset + bytes);
    }
    return { kind: zero ? Kind.zeroAllocated : Kind.data, bytes: end - offset, host: offset };
  }

  private isOneHole(): boolean {
    return this.file.allocatedBytes === 0 && this.file.size > CHUNK_BYTES;
  }

  private isZero(offset: number): boolean {
    const start = offset - (offset % CHUNK_BYTES);
    if (start !== this.chunkStart) {
      this.chunk = this.file.read(start, CHUNK_BYTES);
      this.chunkStart = start;
    }
    const from = offset - start - ((offset - start) % UNIT);
    const words = new Uint32Array(this.chunk.buffer, from, UNIT / 4);
    for (let i = 0; i < words.length; i++) if (words[i] !== 0) return false;
    return true;
  }
}
