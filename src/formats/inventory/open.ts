import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { badInput } from '../../errors.ts';
import { boundedStream, checkInput } from '../../files/check-input.ts';
import { readBytes, readFailure } from '../../files/read-input.ts';

/** Enough for the first object of lists whose objects have hundreds of fields. */
const HEAD_BYTES = 65_536;
const MAX_TEXT_BYTES = 256 * 2 ** 20;

/** Files out of an archive, by the path messages name them with. */
const unpacked = new Map<string, Uint8Array>();

/** Lets readers open the files of an archive while `run` runs. */
export async function withFiles<T>(
  files: ReadonlyMap<string, Uint8Array>,
  run: () => Promise<T>,
): Promise<T> {
  for (const [path, bytes] of files) unpacked.set(path, bytes);
  try {
    return await run();
  } finally {
    for (const path of files.keys()) unpacked.delete(path);
  }
}

/** A file as a stream of bytes, unpacked when its name ends in .gz. */
function openStream(path: string): Readable {
  const known = unpacked.get(path);
  const raw = known ? Readable.from([known]) : createReadStream(path, boundedStream(path));
  if (!path.endsWith('.gz')) return raw;
  const inflated = createGunzip();
  raw.on('error', (error: Error) => inflated.destroy(error));
  return raw.pipe(inflated);
}

/** A whole file of at most `maxBytes`, as it is stored. */
export async function readStored(path: string, maxBytes: number): Promise<Uint8Array> {
  return unpacked.get(path) ?? readBytes(path, maxBytes);
}

/** The first bytes of a file as it is stored. */
async function storedHead(path: string): Promise<Uint8Array> {
  const known = unpacked.get(path);
  if (known) return known.subarray(0, HEAD_BYTES);
  checkInput(path);
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Spreadsheets save "Unicode text" as UTF-16; its mark in the first two bytes says so. Everything else is UTF-8. */
function encodingOf(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** A file as pieces of text without its byte order mark, whatever encoding the mark names. */
export async function* decoded(path: string): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of openStream(path)) {
    decoder ??= new TextDecoder(encodingOf(chunk as Buffer));
    const text = decoder.decode(chunk as Buffer, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** What a file is told by: its first bytes as they are stored, and as text, unpacked. */
export interface FileHead {
  stored: Uint8Array;
  text: string;
}

export async function readFileHead(path: string): Promise<FileHead> {
  const textOf = (bytes: Uint8Array) => new TextDecoder(encodingOf(bytes)).decode(bytes);
  try {
    const stored = await storedHead(path);
    if (!path.endsWith('.gz')) return { stored, text: textOf(stored) };
    const stream = openStream(path);
    for await (const chunk of stream) {
      stream.destroy();
      return { stored, text: textOf((chunk as Buffer).subarray(0, HEAD_BYTES)) };
    }
    return { stored, text: '' };
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** The first bytes of a file as text. */
export const readHead = async (path: string): Promise<string> => (await readFileHead(path)).text;

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
