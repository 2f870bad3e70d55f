import type { Readable } from 'node:stream';
import { type Entry, open, type ZipFile } from 'yauzl';
import { badInput, UserError } from '../../errors.ts';
import type { ByteChunks } from './memory-trace.ts';

const MAX_MEMBERS = 1_000_000;

const opened = (path: string) =>
  new Promise<ZipFile>((resolve, reject) => {
    open(path, { lazyEntries: true, autoClose: false }, (error, zip) =>
      error ? reject(error) : resolve(zip),
    );
  });

/** The next member, or undefined behind the last. */
const nextEntry = (zip: ZipFile) =>
  new Promise<Entry | undefined>((resolve, reject) => {
    zip.removeAllListeners();
    zip.once('entry', resolve);
    zip.once('end', () => resolve(undefined));
    zip.once('error', reject);
    zip.readEntry();
  });

const memberStream = (zip: ZipFile, entry: Entry) =>
  new Promise<Readable>((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });

/** The members of a zip archive one after the other, in the order of its directory: drmemtrace cuts a trace into such chunks. */
export async function* unzipped(path: string): ByteChunks {
  let zip: ZipFile | undefined;
  try {
    zip = await opened(path);
    if (zip.entryCount > MAX_MEMBERS) throw new Error(`${zip.entryCount} members`);
    for (;;) {
      const entry = await nextEntry(zip);
      if (entry === undefined) break;
      if (!entry.fileName.endsWith('/')) yield* await memberStream(zip, entry);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw badInput({
      file: path,
      expected: 'a whole zip archive',
      found: (error as Error).message,
      hint: 'The file is truncated or damaged.',
    });
  } finally {
    zip?.close();
  }
}
