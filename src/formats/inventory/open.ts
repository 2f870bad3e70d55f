import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { readFailure } from '../../cli/read-input.ts';
import { badInput } from '../../errors.ts';

const HEAD_BYTES = 4096;
const MAX_TEXT_BYTES = 256 * 2 ** 20;

/** A file as a stream of bytes, unpacked when its name ends in .gz. */
export function openStream(path: string): Readable {
  const raw = createReadStream(path);
  if (!path.endsWith('.gz')) return raw;
  const unpacked = createGunzip();
  raw.on('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
}

/** The first bytes of a file as text. */
export async function readHead(path: string): Promise<string> {
  try {
    if (!path.endsWith('.gz')) {
      const handle = await open(path);
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
        return buffer.toString('utf8', 0, bytesRead);
      } finally {
        await handle.close();
      }
    }
    const stream = openStream(path);
    for await (const chunk of stream) {
      stream.destroy();
      return (chunk as Buffer).toString('utf8', 0, HEAD_BYTES);
    }
    return '';
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** A whole text, unpacked, of at most 256 MiB however small the file is. */
export async function readUnpacked(path: string): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of openStream(path)) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_TEXT_BYTES) {
        throw badInput({ file: path, expected: `at most ${MAX_TEXT_BYTES} bytes`, found: 'more' });
      }
      parts.push(chunk as Buffer);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  return Buffer.concat(parts).toString('utf8');
}
