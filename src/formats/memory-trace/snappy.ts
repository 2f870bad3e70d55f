import { compressors } from 'hyparquet-compressors';
import { badInput } from '../../errors.ts';
import type { ByteChunks } from './memory-trace.ts';

/** Chunk types of the framing format: https://github.com/google/snappy/blob/main/framing_format.txt */
const Chunk = { compressed: 0, plain: 1, identifier: 0xff } as const;
const IDENTIFIER = 'sNaPpY';
const MAX_PLAIN_BYTES = 65_536;
/** A block can grow by a sixth and a little, plus its checksum. */
const MAX_CHUNK_BYTES = 32 + MAX_PLAIN_BYTES + Math.ceil(MAX_PLAIN_BYTES / 6) + 4;

/** The chunk that every framed stream begins with. */
export const isFramedSnappy = (head: Uint8Array): boolean =>
  head[0] === Chunk.identifier &&
  head[1] === IDENTIFIER.length &&
  String.fromCharCode(...head.subarray(4, 10)) === IDENTIFIER;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f6_3b78 : value >>> 1;
  return value;
});

/** CRC-32C of the plain bytes, masked as the framing format asks. */
export function maskedCrc32c(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282_ead8) >>> 0;
}

/** The length a snappy block says it has when unpacked; -1 when that is no number up to 64 KiB. */
function statedLength(block: Uint8Array): number {
  let length = 0;
  for (let i = 0; i < 3; i++) {
    const byte = block[i];
    if (byte === undefined) return -1;
    length |= (byte & 0x7f) << (7 * i);
    if (byte < 0x80) return length <= MAX_PLAIN_BYTES ? length : -1;
  }
  return -1;
}

/** Plain bytes of a framed snappy stream, chunk by chunk, each checked against its checksum. */
export async function* unsnapped(chunks: ByteChunks, file: string): ByteChunks {
  const uncompress = compressors.SNAPPY!;
  let held = new Uint8Array(0);
  let offset = 0;
  const fail = (expected: string, found: string) =>
    badInput({ file, offset, expected, found, hint: 'The file is truncated or damaged.' });
  for await (const chunk of chunks) {
    const bytes = new Uint8Array(held.length + chunk.length);
    bytes.set(held);
    bytes.set(chunk, held.length);
    let at = 0;
    while (bytes.length - at >= 4) {
      const type = bytes[at]!;
      const length = bytes[at + 1]! | (bytes[at + 2]! << 8) | (bytes[at + 3]! << 16);
      const isData = type === Chunk.compressed || type === Chunk.plain;
      if (!isData && type < 0x80) throw fail('a known snappy chunk', `type ${type}`);
      if (isData && (length < 4 || length > MAX_CHUNK_BYTES)) {
        throw fail('a snappy chunk of at most 64 KiB', `${length} bytes`);
      }
      if (bytes.length - at < 4 + length) break;
      if (isData) {
        const body = bytes.subarray(at + 8, at + 4 + length);
        const plain = type === Chunk.plain ? body : unpacked(body, uncompress, fail);
        const sum = new DataView(bytes.buffer, at + 4).getUint32(0, true);
        if (maskedCrc32c(plain) !== sum) throw fail('a chunk that fits its checksum', 'another');
        yield plain;
      }
      at += 4 + length;
      offset += 4 + length;
    }
    held = bytes.slice(at);
  }
  if (held.length > 0) throw fail('a whole snappy chunk', `the end after ${held.length} bytes`);
}

function unpacked(
  block: Uint8Array,
  uncompress: (input: Uint8Array, length: number) => Uint8Array,
  fail: (expected: string, found: string) => Error,
): Uint8Array {
  const length = statedLength(block);
  if (length < 0) throw fail('a block of at most 64 KiB', 'a longer one');
  try {
    return length === 0 ? new Uint8Array(0) : uncompress(block, length);
  } catch (error) {
    throw fail('a snappy block', (error as Error).message);
  }
}
