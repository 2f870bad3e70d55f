import type { ByteSource } from '../src/formats/byte-source.ts';

/** Bytes in memory in place of a file: nothing of it can be asked of a file system. */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    path: 'image',
    size: bytes.length,
    allocatedBytes: bytes.length,
    identity: 'image',
    read(offset, length) {
      const out = new Uint8Array(length);
      if (offset < bytes.length) out.set(bytes.subarray(offset, offset + length));
      return out;
    },
    readInto(out, offset) {
      out.fill(0);
      if (offset < bytes.length) out.set(bytes.subarray(offset, offset + out.length));
    },
    close() {},
  };
}
