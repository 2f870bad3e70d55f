import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { version } from '../version.ts';

/**
 * Version and a hash of all code that could change a row, kernels included: two hosts that agree in it compute the same
 * bytes. Sources run as they are (tests) are hashed as such.
 */
export function codeId(): string {
  const root = new URL('..', import.meta.url);
  const ending = import.meta.url.endsWith('.ts') ? '.ts' : '.js';
  const hash = createHash('sha256');
  const files = readdirSync(fileURLToPath(root), { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith(ending) && !name.endsWith('.test.ts'));
  for (const name of files.sort()) {
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(new URL(name, root)));
  }
  return `${version}-${hash.digest('hex').slice(0, 12)}`;
}
