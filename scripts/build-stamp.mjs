// Tells whether dist/ is what the sources would be built into, by path, size and time of each of them.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Where the last build left its stamp. */
export const stampPath = join(root, 'build/stamp');
const folders = ['src', 'assembly', 'scripts'];
const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
files.push('asconfig.json');
/** Tests, and the layouts of the kernels, which a build writes. */
const left = /\.test\.ts$|^src\/kernels\/[^/]+\/layout\.ts$/;

/** Digest of every file a build reads; what a build writes, tests and data are left out. */
export function stampOf() {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (entry.name !== 'generated' && entry.name !== 'data') walk(path);
      } else if (/\.(ts|mjs|json)$/.test(entry.name) && !left.test(path)) add(path);
    }
  };
  for (const path of files) add(path);
  for (const folder of folders) walk(folder);
  return hash.digest('hex');
}

/** True when nothing changed since the last build. */
export function isBuilt() {
  return (
    existsSync(join(root, 'dist/cli.js')) &&
    existsSync(stampPath) &&
    readFileSync(stampPath, 'utf8') === stampOf()
  );
}
