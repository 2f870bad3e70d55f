import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { badInput } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';

const HEAD_BYTES = 4096;
const MAX_TEXT_BYTES = 256 * 2 ** 20;

/** A file as a stream of bytes, unpacked when its name ends in .gz. */
function openStream(path: string): Readable {
  const raw = createReadStream(path);
  if (!path.endsWith('.gz')) return raw;
  const unpacked = createGunzip();
  raw.on('error', (error) => unpacked.destroy(error));
  return raw.pipe(unpacked);
}

/** Spreadsheets save "Unicode text" as UTF-16; its mark in the first two bytes says so. Everything else is UTF-8. */
function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

async function* decoded(path: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of openStream(path)) {
    decoder ??= new TextDecoder(encodingOf(chunk as Buffer));
    const text = decoder.decode(chunk as Buffer, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** A file as a stream of text without its byte order mark, whatever encoding the mark names. */
export const openText = (path: string): Readable =>
  Readable.from(decoded(path), { objectMode: false, encoding: 'utf8' });

/** The first bytes of a file as text. */
export async function readHead(path: string): Promise<string> {
  const textOf = (bytes: Uint8Array) => new TextDecoder(encodingOf(bytes)).decode(bytes);
  try {
    if (!path.endsWith('.gz')) {
      const handle = await open(path);
      try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
        return textOf(buffer.subarray(0, bytesRead));
      } finally {
        await handle.close();
      }
    }
    const stream = openStream(path);
    for await (const chunk of stream) {
      stream.destroy();
      return textOf((chunk as Buffer).subarray(0, HEAD_BYTES));
    }
    return '';
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** A whole text, unpacked, of at most 256 MiB however small the file is. */
export async function readUnpacked(path: string): Promise<string> {
  const parts: string[] = [];
  let length = 0;
  try {
    for await (const text of decoded(path)) {
      length += text.length;
      if (length > MAX_TEXT_BYTES) {
        throw badInput({ file: path, expected: `at most ${MAX_TEXT_BYTES} bytes`, found: 'more' });
      }
      parts.push(text);
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  return parts.join('');
}
