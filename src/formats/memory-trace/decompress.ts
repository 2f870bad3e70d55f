import { createGunzip } from 'node:zlib';
import { badInput, UserError } from '../../errors.ts';
import type { ByteChunks } from './memory-trace.ts';
import { isFramedSnappy, unsnapped } from './snappy.ts';
import { unxz } from './xz/unxz.ts';
import { unzipped } from './zip.ts';

const CHUNK_BYTES = 256 * 1024;

/** A compression, recognised by the bytes a file starts with. */
interface Compression {
  fits(head: Uint8Array): boolean;
  /** Plain bytes in constant memory; `path` is the file itself for what cannot be read front to back. */
  plain(chunks: ByteChunks, path: string): ByteChunks;
}

const startsWith =
  (...magic: number[]) =>
  (head: Uint8Array): boolean =>
    magic.every((byte, at) => head[at] === byte);

const UNSUPPORTED = /^an unsupported option/;

/** Turns a decoder's own error into one that names the file. */
async function* orDamaged(plain: ByteChunks, file: string, what: string): ByteChunks {
  try {
    yield* plain;
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw badInput({
      file,
      expected: `a whole ${what}`,
      found: (error as Error).message,
      hint: UNSUPPORTED.test((error as Error).message)
        ? 'Pack it again with gzip, or with xz and no options.'
        : 'The file is truncated or damaged.',
    });
  }
}

async function* gunzipped(chunks: ByteChunks): ByteChunks {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  const feed = (async () => {
    for await (const chunk of chunks) {
      if (gunzip.destroyed) return;
      if (!gunzip.write(chunk)) {
        await new Promise((resolve) => {
          gunzip.once('drain', resolve);
          gunzip.once('close', resolve);
        });
      }
    }
    gunzip.end();
  })();
  feed.catch((error: Error) => gunzip.destroy(error));
  try {
    yield* gunzip;
  } finally {
    gunzip.destroy();
  }
}

/** An archive is read from its directory at the end: through the path, with the stream closed. */
async function* reopened(chunks: ByteChunks, file: string): ByteChunks {
  for await (const _ of chunks) break;
  yield* unzipped(file);
}

const compressions: readonly Compression[] = [
  {
    fits: startsWith(0x1f, 0x8b),
    plain: (chunks, file) => orDamaged(gunzipped(chunks), file, 'gzip stream'),
  },
  {
    fits: startsWith(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00),
    plain: (chunks, file) => orDamaged(unxz(chunks), file, 'xz stream'),
  },
  { fits: startsWith(0x50, 0x4b, 0x03, 0x04), plain: reopened },
  { fits: isFramedSnappy, plain: unsnapped },
];

/** Plain bytes of a file that starts with `head`, or undefined when it is not compressed in a known way. */
export function decompressed(
  head: Uint8Array,
  chunks: ByteChunks,
  path: string,
): ByteChunks | undefined {
  return compressions.find((compression) => compression.fits(head))?.plain(chunks, path);
}
