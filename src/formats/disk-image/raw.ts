import { badInput } from '../../errors.ts';
import type { ByteSource } from '../byte-source.ts';
import { fileMap } from '../file-map.ts';
import type { DiskLayer, DiskRun } from './layer.ts';
import { hasFixedFooter } from './vpc.ts';

/** A raw disk: the file, or a window of it. */
export class RawFile implements DiskLayer {
  readonly format = 'raw';
  readonly file: ByteSource;
  readonly size: number;
  readonly backing = null;
  private readonly offset: number;

  constructor(file: ByteSource, window: { offset?: number; size?: number } = {}) {
    const { offset = 0, size } = window;
    const whole = Math.ceil(file.size / 512) * 512;
    if (offset > whole || (size ?? 0) > whole - offset) {
      throw badInput({
        file: file.path,
        expected: `a window inside the file of ${file.size} bytes`,
        found: `offset ${offset}, size ${size ?? 'the rest'}`,
      });
    }
    this.file = file;
    this.offset = offset;
    this.size = size ?? whole - offset;
  }

  facts() {
    return {
      holes: fileMap(this.file).basis,
      ...(this.offset > 0 ? { offset: this.offset } : {}),
      // As QEMU does, the footer is taken for the last sector of the disk.
      ...(hasFixedFooter(this.file) ? { fixedVpcFooter: true } : {}),
    };
  }

  status(offset: number, bytes: number): DiskRun {
    const host = offset + this.offset;
    const { data, end } = fileMap(this.file).at(host);
    return { bytes: Math.min(bytes, end - host), present: true, data, zero: !data, host };
  }

  close(): void {
    this.file.close();
  }
}
