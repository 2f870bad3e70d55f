// Bundles the script that wakes the report page up, as a string for the page writer to inline.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const entry = join(root, 'src/report/client/main.ts');
if (existsSync(entry)) {
  const folder = join(root, 'src/report/client/generated');
  mkdirSync(folder, { recursive: true });
  const bundle = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
  });
  const target = join(folder, 'client.ts');
  writeFileSync(
    `${target}.tmp`,
    `export const clientScript = ${JSON.stringify(bundle.outputFiles[0]!.text)};\n`,
  );
  renameSync(`${target}.tmp`, target);
}
