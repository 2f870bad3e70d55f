import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { price, translate } from '../../src/library/index.ts';
import { chromiumPath, root } from '../support.ts';

/** What a page that bundles the library computes. */
const script = `
import { price, translate } from 'virtcost';
const accesses = { pattern: { pattern: 'gups', bytes: 2 ** 26 }, count: 20000 };
globalThis.answer = JSON.stringify({
  translated: translate({ accesses, host: 'clx' }),
  priced: price({ events: 'server', techniques: ['full', 'hardware'] }),
});`;

it.skipIf(!chromiumPath)('the library gives the same numbers in a browser', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-library-'));
  const browser = await chromium.launch({
    executablePath: chromiumPath ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    // Bundled for a browser: an import of a node: module would fail here.
    const { outputFiles } = await build({
      stdin: { contents: script, resolveDir: root, loader: 'js' },
      ...{ bundle: true, write: false, format: 'esm', platform: 'browser', logLevel: 'silent' },
    });
    const page = join(folder, 'page.html');
    writeFileSync(
      page,
      `<script type="module">${outputFiles[0]?.text.replaceAll('</script', '<\\/script')}</script>`,
    );
    const tab = await browser.newPage();
    const errors: string[] = [];
    tab.on('pageerror', ({ message }) => errors.push(message));
    await tab.goto(pathToFileURL(page).href);
    const done = 'globalThis.answer !== undefined';
    await tab.waitForFunction(done, undefined, { timeout: 20_000 }).catch(() => {});
    expect(errors).toEqual([]);
    const { translated, priced } = JSON.parse(await tab.evaluate('globalThis.answer'));
    const accesses = { pattern: { pattern: 'gups', bytes: 2 ** 26 }, count: 20_000 };
    expect(translated).toEqual(JSON.parse(JSON.stringify(translate({ accesses, host: 'clx' }))));
    const same = price({ events: 'server', techniques: ['full', 'hardware'] });
    expect(priced).toEqual(JSON.parse(JSON.stringify(same)));
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
});
