import type { ByteSource } from '../byte-source.ts';

const WINDOW_BYTES = 256 * 1024;

/** Tables of a file read through one window: what lies side by side is read at once. */
export class FileWindow {
  private readonly file: ByteSource;
  private readonly bytes = new Uint8Array(WINDOW_BYTES);
  private start = -1;

  constructor(file: ByteSource) {
    this.file = file;
  }

  /** `length` bytes from `offset`, at most 128 KiB; valid until the next call. */
  view(offset: number, length: number): DataView {
    if (this.start < 0 || offset < this.start || offset + length > this.start + WINDOW_BYTES) {
      this.start = offset - (offset % (WINDOW_BYTES / 2));
      this.file.readInto(this.bytes, this.start);
    }
    return new DataView(this.bytes.buffer, offset - this.start, length);
  }
}
