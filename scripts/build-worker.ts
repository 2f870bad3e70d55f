// Bundles the code of a pool worker into dist/engines/worker-bundle.js: a thread then opens one file instead of 600, which
// took longer than many a job.
import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

const root = new URL('..', import.meta.url).pathname;
const folder = join(root, 'dist/engines');

/** What stands beside a file is found from where the file was, not from the bundle. */
const ownPlaces: Plugin = {
  name: 'own-places',
  setup({ onLoad }) {
    onLoad({ filter: /\/dist\/.*\.js$/ }, ({ path }) => {
      const place = `new URL(${JSON.stringify(relative(folder, path))}, import.meta.url).href`;
      const text = readFileSync(path, 'utf8').replaceAll('import.meta.url', place);
      return { contents: text, resolveDir: dirname(path) };
    });
  },
};

await build({
  entryPoints: [join(folder, 'worker.js')],
  outfile: join(folder, 'worker-bundle.js'),
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  legalComments: 'inline',
  plugins: [ownPlaces],
  // Packages that are no modules ask for those of Node by `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
});
