// Bundles the script that wakes a report page up and the workers that compute in it, as texts for the page writer.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { plainTables } from './plain-tables.ts';

const root = new URL('..', import.meta.url).pathname;
const client = join(root, 'src/report/client');
const generated = join(client, 'generated');

/** Schemas carry their messages in fifty languages; a page shows none of them. */
const oneLocale: Plugin = {
  name: 'one-locale',
  setup({ onLoad }) {
    onLoad({ filter: /zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

async function bundled(entry: string, more: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    ...{ entryPoints: [entry], bundle: true, minify: true, write: false },
    ...{ format: 'iife', target: 'es2022', platform: 'browser', logLevel: 'warning' },
    plugins: [oneLocale, plainTables],
    ...more,
  });
  return outputFiles?.[0]?.text ?? '';
}

function write(name: string, exported: string, text: string): void {
  const target = join(generated, `${name}.ts`);
  writeFileSync(`${target}.tmp`, `export const ${exported} = ${JSON.stringify(text)};\n`);
  renameSync(`${target}.tmp`, target);
}

if (existsSync(join(client, 'main.ts'))) {
  mkdirSync(generated, { recursive: true });
  const digests: Record<string, string> = {};
  const live = join(client, 'live');
  for (const name of existsSync(live) ? readdirSync(live) : []) {
    const entry = join(live, name, 'worker.ts');
    if (!existsSync(entry)) continue;
    const script = await bundled(entry);
    digests[name] = createHash('sha256').update(script).digest('hex');
    write(`live-${name}`, 'code', deflateRawSync(script, { level: 9 }).toString('base64'));
  }
  // The page's script knows what the workers are: its own hash is in the content policy, theirs follow from it.
  const define = { LIVE_DIGESTS: JSON.stringify(digests) };
  write('client', 'clientScript', await bundled(join(client, 'main.ts'), { define }));
}
