#!/usr/bin/env node
// Starts the command line. In a checkout it builds first where a source changed since the last build;
// in an installed package there is nothing to build. Plain JavaScript: it has to start at once.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isBuilt } from './build-stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
if (existsSync(`${root}src/cli.ts`) && !isBuilt()) {
  process.stderr.write('virtcost: building (the sources changed)\n');
  const { status } = spawnSync(`${root}node_modules/.bin/tsx`, [`${root}scripts/build.ts`], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) process.exit(status ?? 1);
}
await import('../dist/cli.js');
