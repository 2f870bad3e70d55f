import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { badInput } from '../errors.ts';
import { boundedStream } from '../files/check-input.ts';
import { readFailure } from '../files/read-input.ts';

/** Path of a file named by a scenario: inside the scenario's folder, whatever the name says. */
export function resolveInside(folder: string, name: string): string {
  const path = resolve(folder, name);
  const inside = relative(folder, path);
  if (isAbsolute(inside) || inside === '..' || inside.startsWith(`..${sep}`)) {
    throw badInput({
      expected: `a file inside the scenario's folder ${folder}`,
      found: `"${name}"`,
      hint: 'Put it (or a link to it) beside the scenario.',
    });
  }
  return path;
}

/** Content hash of a whole file, which is read as a stream. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(path, boundedStream(path))) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (error) {
    throw readFailure(path, error);
  }
  if (bytes === 0) throw badInput({ file: path, expected: 'data', found: 'an empty file' });
  return hash.digest('hex').slice(0, 16);
}

/** Refuses a file that is not what the run began with any more: results would stand on another than their record says. */
export function checkUnchanged(path: string, expected: string, found: string): void {
  if (found === expected) return;
  throw badInput({
    file: path,
    expected: `the file this run began with (content hash ${expected})`,
    found: `one that changed since (${found})`,
    hint: 'Run the scenario again: what stood on the old file is computed anew.',
  });
}
