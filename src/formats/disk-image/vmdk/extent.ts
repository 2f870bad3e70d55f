import type { ByteSource } from '../../byte-source.ts';
import { type DiskRun, throughHoles } from '../layer.ts';

/** A piece of a VMDK disk, as long as it says. */
export interface VmdkExtent {
  readonly bytes: number;
  readonly file: ByteSource;
  /** The run at `offset` from the start of the extent. */
  status(offset: number, bytes: number): DiskRun;
  facts(): Record<string, string | number | boolean>;
}

/** Bytes one after the other in a file. */
export class FlatExtent implements VmdkExtent {
  readonly file: ByteSource;
  readonly bytes: number;
  private readonly start: number;

  constructor(file: ByteSource, bytes: number, start: number) {
    this.file = file;
    this.bytes = bytes;
    this.start = start;
  }

  status(offset: number, bytes: number): DiskRun {
    const host = this.start + offset;
    return throughHoles({ bytes, present: true, data: true, zero: false, host }, this.file);
  }

  facts() {
    return {};
  }
}
