import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'esbuild';

const tables = (name: string) => fileURLToPath(new URL(`../src/tables/${name}`, import.meta.url));

/** Groups rows without the library that compiles expressions: the content policy of a page forbids that, a thread that computes rows never groups any. */
export const plainTables: Plugin = {
  name: 'plain-tables',
  setup({ onResolve }) {
    const index = tables('index.ts');
    // Whoever imports it, from another room or from beside it.
    onResolve({ filter: /\/index\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === index ? { path: tables('plain.ts') } : undefined,
    );
  },
};
