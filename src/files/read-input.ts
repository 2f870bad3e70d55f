import { open } from 'node:fs/promises';
import { badInput, EnvironmentError, printable, UserError } from '../errors.ts';
import { checkInput } from './check-input.ts';
import { parseJson } from './parse-json.ts';

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  ENOTDIR: 'a part of the path is not a directory',
  ESPIPE: 'it is read from several places, which a pipe does not allow: write it to a file first',
};

/** Why a file could not be read, as the user should see it. */
export function readFailure(path: string, error: unknown): Error {
  if (error instanceof UserError || error instanceof EnvironmentError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EACCES' || code === 'EPERM') {
    return new UserError(printable(`${path}: no permission to read it.`));
  }
  const hint = path === '-' && code === 'ENOENT' ? ' Standard input is /dev/stdin.' : '';
  return new UserError(printable(`${path}: ${reasons[code] ?? (error as Error).message}.${hint}`));
}

const CHUNK_BYTES = 2 ** 20;

/**
 * A whole file of at most `maxBytes`. The size a file states is a first check only: a pipe states 0 and a file may
 * grow, so what is read is counted too.
 */
export async function readBytes(path: string, maxBytes: number): Promise<Buffer> {
  const tooLarge = (found: string) =>
    badInput({ file: path, expected: `at most ${maxBytes} bytes`, found });
  try {
    const info = checkInput(path);
    if (info.size > maxBytes) throw tooLarge(`${info.size}`);
    const file = await open(path);
    try {
      const chunks: Buffer[] = [];
      for (let total = 0; ; ) {
        const chunk = Buffer.allocUnsafe(
          Math.max(65_536, Math.min(CHUNK_BYTES, info.size - total + 1)),
        );
        const { bytesRead } = await file.read(chunk, 0, chunk.length, null);
        if (bytesRead === 0) return Buffer.concat(chunks);
        total += bytesRead;
        if (total > maxBytes) throw tooLarge('more');
        chunks.push(bytesRead < chunk.length ? Buffer.from(chunk.subarray(0, bytesRead)) : chunk);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw readFailure(path, error);
  }
}

/** A whole text file of at most `maxBytes`, checked before and while it is read. */
export async function readText(path: string, maxBytes = 64 * 1024 * 1024): Promise<string> {
  return (await readBytes(path, maxBytes)).toString('utf8');
}

/** A JSON file; a syntax error names the file. */
export async function readJson(path: string, maxBytes?: number): Promise<unknown> {
  const text = await readText(path, maxBytes);
  try {
    return parseJson(text);
  } catch (error) {
    throw badInput({ file: path, expected: 'a JSON document', found: (error as Error).message });
  }
}
