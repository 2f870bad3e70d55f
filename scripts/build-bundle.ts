// Joins what starts a process or a thread into few files under dist/bin: the command line alone loads some 900 modules,
// and finding, reading and linking them took longer than what many commands compute. The entries of dist become stubs
// that lead there; the library and its types stay as the compiler wrote them. Chunks of the command line are scripts, not
// modules: for a script V8 takes code that was compiled before (scripts/compile-ahead.mjs).
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type Plugin, transform } from 'esbuild';
import { plainTables } from './plain-tables.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/bin');
/** What is started: modules of src, by their path without ending. */
const shared = ['cli', 'formats/parquet-worker'];
/** What is started several times over beside the command line: one file each, with nothing in it that answers are made with. */
const threads = ['engines/worker'];
const entries = [...shared, ...threads];
/** Packages that stay outside: they start files of their own, or need not be there. */
const external = ['piscina', 'bullmq', 'ioredis'];

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

/** The chart library reads its expressions by a parser that remembers them. */
const knownExpressions: Plugin = {
  name: 'known-expressions',
  setup({ onResolve, onLoad }) {
    const namespace = 'known-expressions';
    const real = join(root, 'node_modules/vega-expression/build/vega-expression.js');
    onResolve({ filter: /^vega-expression$/ }, ({ importer }) =>
      importer.includes('/vega-functions/') ? { path: real, namespace } : undefined,
    );
    onLoad({ filter: /./, namespace }, () => ({
      contents: `export * from '${real}';
import { codegenExpression as writer, parseExpression as parser } from '${real}';
import { readOnce, writeOnce } from '${join(root, 'src/report/charts/known-expressions.ts')}';
export const parseExpression = readOnce(parser), codegenExpression = writeOnce(writer);`,
      resolveDir: root,
    }));
  },
};

/** Flags of the process are known to the loader, which every chunk shares. */
const sharedFlags: Plugin = {
  name: 'shared-flags',
  setup({ onResolve }) {
    onResolve({ filter: /\/v8-flags\.ts$/ }, () => ({ path: './load.cjs', external: true }));
  },
};

/** The licences of the packages within the bundles, as they ask to be passed on. */
function licencesOf(inputs: readonly string[]): string {
  const folders = new Set(
    inputs.flatMap((path) => /^(?:[^:]*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []),
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
    // The one for Node looks for a canvas to measure texts, which charts here do themselves, and no script can wait for it.
    alias: { 'vega-canvas': join(root, 'node_modules/vega-canvas/build/vega-canvas.browser.js') },
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

/** A chunk as a script: a function of what `src/load-chunk.ts` hands to it. */
async function asScript(path: string): Promise<void> {
  const { code } = await transform(readFileSync(path, 'utf8'), {
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minifyWhitespace: true,
    define: { 'import.meta.url': 'importMetaUrl' },
  });
  const body = code
    .replace(/^#!.*/, '')
    // Chunks take names from each other alone: what is exported needs no second object of getters before it.
    .replace('module.exports=__toCommonJS(stdin_exports);', 'module.exports=stdin_exports;')
    .replace(/\bimport\((?="\.\/[\w.-]+\.js"\)|\w+\))/g, 'importChunk(')
    // Regular expressions and comments are left as they are written; V8 takes a text of ASCII at once.
    .replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const parameters = 'exports,module,require,importChunk,importMetaUrl';
  writeFileSync(path, `(function(${parameters}){"use strict";${body}\n})`);
}

/** Leaves compiled code beside the chunks, by running commands that people wait for; without it they are only slower. */
function compileAhead(folder: string): void {
  const inventory = join(root, 'examples/inventory');
  const scratch = mkdtempSync(join(tmpdir(), 'virtcost-build-'));
  cpSync(join(root, 'reports/sample'), join(scratch, 'run'), { recursive: true });
  const plan = [join(inventory, 'rvtools-workshop.xlsx'), '--cpu-ratio', '8'];
  const whatIf = ['--what-if', join(inventory, 'fewer-hosts.yaml')];
  const commands = [
    ['report', join(scratch, 'run')],
    ['plan', ...plan, ...whatIf, '--html', join(scratch, 'plan.html')],
  ];
  const script = join(root, 'scripts/compile-ahead.mjs');
  for (const command of commands) {
    const { status, stderr } = spawnSync(process.execPath, [script, folder, ...command], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    // A plan that does not fit ends with 3.
    if (status !== 0 && status !== 3) throw new Error(`${command.join(' ')}: ${stderr}`);
  }
  rmSync(scratch, { recursive: true });
}

const chunks = await bundle(shared, {
  splitting: true,
  plugins: [sharedFlags, knownExpressions, sources],
  banner: {},
});
for (const path of Object.keys(chunks.outputs)) await asScript(join(root, path));
await bundle(['load-chunk'], {
  format: 'cjs',
  entryNames: 'load',
  outExtension: { '.js': '.cjs' },
  plugins: [],
  banner: {},
});
const bundles = [chunks];
for (const thread of threads) {
  bundles.push(await bundle([thread], { plugins: [plainTables, sources] }));
}
const inputs = bundles.flatMap((metafile) => Object.keys(metafile.inputs));
writeFileSync(join(`${target}.tmp`, 'LICENCES.txt'), licencesOf(inputs));
compileAhead(`${target}.tmp`);
rmSync(target, { recursive: true, force: true });
renameSync(`${target}.tmp`, target);
for (const entry of entries) {
  const stub = join(root, `dist/${entry}.js`);
  mkdirSync(dirname(stub), { recursive: true });
  const folder = relative(dirname(stub), target);
  const place = folder.startsWith('.') ? folder : `./${folder}`;
  const name = `${flat(entry)}.js`;
  const lines = threads.includes(entry)
    ? [`export * from '${place}/${name}';`, `export { default } from '${place}/${name}';`]
    : [`import { load } from '${place}/load.cjs';`, `load('${name}');`];
  if (entry === 'cli') lines.unshift('#!/usr/bin/env node');
  writeFileSync(stub, `${lines.join('\n')}\n`);
}
