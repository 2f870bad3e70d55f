// Builds kernels, page script and dist/ where a source changed since the last build; one build at a time.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isBuilt, stampOf, stampPath } from './build-stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const lock = join(root, 'build/lock');
/** A build that was killed leaves its lock; none takes that long. */
const STALE_MS = 180_000;

async function takeLock(): Promise<void> {
  mkdirSync(dirname(lock), { recursive: true });
  for (;;) {
    try {
      return mkdirSync(lock);
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > STALE_MS) rmSync(lock, { recursive: true, force: true });
      else await setTimeout(100);
    }
  }
}

function compile(): boolean {
  const args = ['-p', join(root, 'tsconfig.build.json')];
  return spawnSync(join(root, 'node_modules/.bin/tsc'), args, { stdio: 'inherit' }).status === 0;
}

await takeLock();
try {
  if (!isBuilt()) {
    const stamp = stampOf();
    await import('./build-kernels.ts');
    await import('./build-client.ts');
    if (compile()) {
      await import('./build-bundle.ts');
      writeFileSync(stampPath, stamp);
    } else process.exitCode = 1;
  }
} finally {
  rmSync(lock, { recursive: true, force: true });
}
