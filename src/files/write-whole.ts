import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { EnvironmentError, printable, UserError } from '../errors.ts';

/** Whether this process has made a folder or a whole file. */
let changed = false;

/** Why a file could not be written, in words; a name that cannot be a file's is the user's to change. */
export function writeFailure(
  path: string,
  error: unknown,
  hasWritten = changed,
): UserError | EnvironmentError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EISDIR' || code === 'ENOTDIR' || code === 'EEXIST') {
    const found = code === 'EISDIR' ? 'a directory' : 'a path through a file';
    return new UserError(printable(`${path}: expected a file to write, found ${found}.`));
  }
  const reason =
    code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
      ? 'no permission to write there'
      : code === 'ENOSPC'
        ? 'the disk is full'
        : (error as Error).message;
  const left = hasWritten ? 'What was written before stays as it is' : 'Nothing was changed';
  return new EnvironmentError(printable(`${path}: ${reason}. ${left}.`));
}

/**
 * Makes a folder and its parents. Not mkdir's recursive mode: under /proc, where a parent exists and
 * refuses children with ENOENT, that never returns.
 */
export async function ensureFolder(path: string): Promise<void> {
  try {
    if ((await stat(path)).isDirectory()) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    if (dirname(path) !== path) await ensureFolder(dirname(path));
  }
  try {
    await mkdir(path);
    changed = true;
  } catch (error) {
    // Another worker may have made it since; a file in its place is an error.
    const made = await stat(path).catch(() => undefined);
    if (!made?.isDirectory()) throw error;
  }
}

const temporaryName = (path: string) => `${path}.${randomBytes(6).toString('hex')}.tmp`;

/** Takes the bytes of a file, in order. */
export type WriteBytes = (bytes: string | Uint8Array) => Promise<void>;

/**
 * Writes under a temporary name in the same folder what `produce` gives piece by piece, then renames: readers never see
 * half a file.
 */
export async function writePieces(
  path: string,
  produce: (write: WriteBytes) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await ensureFolder(dirname(path));
    const file = await open(temporary, 'w');
    try {
      await produce(async (bytes) => file.writeFile(bytes));
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    changed = true;
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error instanceof Error && 'code' in error ? writeFailure(path, error) : error;
  }
}

/** Writes a whole file: under a temporary name, then renamed. */
export const writeWhole = (path: string, content: string | Uint8Array): Promise<void> =>
  writePieces(path, (write) => write(content));

/**
 * A whole file into a folder that is there, as `writeWhole` does it, but at once: of many small ones the waits between
 * opening, writing and renaming cost more than the writing.
 */
export function writeAtOnce(path: string, content: Uint8Array): void {
  const temporary = temporaryName(path);
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
    changed = true;
  } catch (error) {
    try {
      rmSync(temporary, { force: true });
    } catch {
      // What kept it from being written is told, not what keeps it there.
    }
    throw writeFailure(path, error);
  }
}
