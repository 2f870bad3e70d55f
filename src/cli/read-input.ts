import { readFile, stat } from 'node:fs/promises';
import { badInput, EnvironmentError, printable, UserError } from '../errors.ts';

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
};

/** Why a file could not be read, as the user should see it. */
export function readFailure(path: string, error: unknown): Error {
  if (error instanceof UserError || error instanceof EnvironmentError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserError(printable(`${path}: no permission to read it.`));
  }
  return new UserError(printable(`${path}: ${reasons[code] ?? (error as Error).message}.`));
}

/** A whole text file of at most `maxBytes`, checked before it is read. */
export async function readText(path: string, maxBytes = 64 * 1024 * 1024): Promise<string> {
  try {
    const info = await stat(path);
    if (info.isDirectory())
      throw new UserError(printable(`${path}: expected a file, found a directory.`));
    if (info.size > maxBytes) {
      throw badInput({ file: path, expected: `at most ${maxBytes} bytes`, found: `${info.size}` });
    }
    return await readFile(path, 'utf8');
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** A JSON file; a syntax error names the file. */
export async function readJson(path: string, maxBytes?: number): Promise<unknown> {
  const text = await readText(path, maxBytes);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badInput({ file: path, expected: 'a JSON document', found: (error as Error).message });
  }
}
