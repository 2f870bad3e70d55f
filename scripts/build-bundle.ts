// Joins what starts a process or a thread into few files under dist/bin: the command line alone loads some 900 modules,
// and finding, reading and linking them took longer than what many commands compute. The entries of dist become stubs
// that lead there; the library and its types stay as the compiler wrote them.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin } from 'esbuild';
import { plainTables } from './plain-tables.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/bin');
/** What is started: modules of src, by their path without ending. */
const shared = ['cli', 'formats/parquet-worker'];
/** What is started several times over beside the command line: one file each, with nothing in it that answers are made with. */
const threads = ['engines/worker'];
const entries = [...shared, ...threads];
/** Packages that stay outside: they start files of their own, or need not be there. */
const external = ['piscina', 'bullmq', 'ioredis', 'canvas'];

const flat = (entry: string) => entry.replaceAll('/', '-');

/** `import.meta.url` of a module as it was before: `dist/…`, beside which its neighbours still stand. */
const placeOf = (path: string) =>
  `new URL(${JSON.stringify(`../${relative(join(root, 'src'), path).replace(/\.ts$/, '.js')}`)}, import.meta.url).href`;

/**
 * Sources as they are bundled. The schema library is taken by name: its one object holds all of it, messages in sixty
 * languages among them, and nothing of an object can be left out.
 */
const sources: Plugin = {
  name: 'sources',
  setup({ onLoad }) {
    onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, 'utf8')
        .replace("import { z } from 'zod';", "import * as z from 'zod';")
        .replaceAll('import.meta.url', placeOf(path));
      return { contents, loader: 'ts' };
    });
  },
};

/** The licences of the packages within the bundles, as they ask to be passed on. */
function licencesOf(inputs: readonly string[]): string {
  const folders = new Set(
    inputs.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
  );
  const names = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license', 'license.md'];
  const texts = [...folders].sort().map((folder) => {
    const { name, version, license } = JSON.parse(
      readFileSync(join(root, folder, 'package.json'), 'utf8'),
    ) as { name: string; version: string; license: string };
    const file = names.map((one) => join(root, folder, one)).find((path) => existsSync(path));
    const text = file ? readFileSync(file, 'utf8').trim() : `No licence text is shipped with it.`;
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

async function bundle(names: readonly string[], more: BuildOptions): Promise<Metafile> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map((entry) => [flat(entry), `src/${entry}.ts`])),
    outdir: `${target}.tmp`,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    external,
    minifyWhitespace: true,
    logLevel: 'warning',
    plugins: [sources],
    // What packages of the older kind ask for.
    banner: {
      js: "import{createRequire as packageRequire}from'node:module';const require=packageRequire(import.meta.url);",
    },
    ...more,
    metafile: true,
  });
  return metafile as Metafile;
}

const bundles = [await bundle(shared, { splitting: true })];
for (const thread of threads) {
  bundles.push(await bundle([thread], { plugins: [plainTables, sources] }));
}
const inputs = bundles.flatMap((metafile) => Object.keys(metafile.inputs));
const outputs = bundles.flatMap((metafile) => Object.values(metafile.outputs));
writeFileSync(join(`${target}.tmp`, 'LICENCES.txt'), licencesOf(inputs));
rmSync(target, { recursive: true, force: true });
renameSync(`${target}.tmp`, target);
for (const entry of entries) {
  const stub = join(root, `dist/${entry}.js`);
  mkdirSync(dirname(stub), { recursive: true });
  const file = `${relative(dirname(stub), target) || '.'}/${flat(entry)}.js`;
  const path = JSON.stringify(file.startsWith('.') ? file : `./${file}`);
  const exported = outputs.find(({ entryPoint }) => entryPoint === `src/${entry}.ts`);
  const shebang = entry === 'cli' ? '#!/usr/bin/env node\n' : '';
  const whole = exported?.exports.includes('default') ? `export { default } from ${path};\n` : '';
  writeFileSync(stub, `${shebang}export * from ${path};\n${whole}`);
}
