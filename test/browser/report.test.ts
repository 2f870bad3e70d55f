import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { benchPage } from '../../bench/page.ts';
import { renderPage } from '../../src/report/page.ts';
import { origin } from '../pages.ts';
import { chromiumPath, root, virtcost } from '../support.ts';
import { complaintsAbout, looks, openBrowser } from './checks.ts';
import { keyboardFaults } from './keyboard.ts';

const FULL = process.env.VIRTCOST_FULL !== undefined;

const suite = (speed: number) => ({
  load: { loadAverage: 0.1, cpu: 'a processor', node: 'v20' },
  comparisons: ['WebAssembly', 'C (A/A)'].map((variant, i) => ({
    ...{ job: 'count bits', variant, baseline: 'C', nsPerOperation: 2, p99NsPerOperation: 3 },
    ...{ speedByMinima: i === 0 ? speed : 1.01, speedByMedians: 1, claimStands: true },
    range: [speed * 0.99, speed * 1.01] as [number, number],
  })),
});
const kept = ['first', 'second'].map((name, i) => ({
  ...{ name, date: '2026-11-01T00:00:00Z', suites: { migration: suite(2 + i) } },
}));
/** Benchmarks compared with a baseline, with a history. */
const measured: Parameters<typeof benchPage> = [
  { migration: suite(3) },
  kept,
  { chosen: kept[0], processors: 2 },
];

describe.runIf(chromiumPath)('the quickstart report in Chromium, opened from a file', () => {
  let browser: Browser;
  let folder: string;
  let page: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtcost-page-'));
    const outcome = await virtcost(['run', `${root}examples/quickstart.yaml`, '--out', folder]);
    expect(outcome.code, outcome.stderr).toBe(0);
    page = `file://${folder}/index.html`;
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(looks)(
    'has no error, no sideways scroll and no accessibility violation, $width px $colorScheme',
    async (look) => {
      expect(await complaintsAbout(browser, page, look)).toEqual([]);
    },
  );

  it.each(FULL ? looks : looks.filter(({ width }) => width === 390).slice(0, 1))(
    'so have the pages of compare, validate and the benchmarks, $width px $colorScheme',
    async (look) => {
      const pages = [
        ['compare', folder, folder],
        ['validate', 'io'],
      ];
      for (const words of pages) {
        const file = `${folder}/${words[0]}.html`;
        const { code, stderr } = await virtcost([...words, '--html', file]);
        expect(code, stderr).toBe(0);
        expect(await complaintsAbout(browser, `file://${file}`, look), words[0]!).toEqual([]);
      }
      const bench = `${folder}/bench.html`;
      await writeFile(bench, await renderPage(benchPage(...measured), origin));
      expect(await complaintsAbout(browser, `file://${bench}`, look), 'bench').toEqual([]);
    },
    120_000,
  );

  it.each(['index', 'compare', 'validate', 'bench'])(
    'everything on the page %s is reached and moved by the keyboard',
    async (name) => {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await tab.goto(`file://${folder}/${name}.html`);
      expect(await keyboardFaults(tab)).toEqual([]);
      await tab.close();
    },
    120_000,
  );

  it('is at most 1.5 MB, kernels and data included', () => {
    expect(statSync(`${folder}/index.html`).size).toBeLessThan(1_500_000);
  });

  it('is complete with scripts off: charts drawn, tables readable', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const tab = await context.newPage();
    await tab.goto(page);
    expect(await tab.locator('figure .wide svg').count()).toBeGreaterThan(2);
    expect(await tab.locator('#overhead table tbody tr').count()).toBeGreaterThan(5);
    await context.close();
  });

  it('downloads the table behind a chart as CSV', async () => {
    const tab = await browser.newPage();
    await tab.goto(page);
    const [file] = await Promise.all([
      tab.waitForEvent('download'),
      tab.locator('#overhead [data-csv]').first().click(),
    ]);
    const text = readFileSync((await file.path())!, 'utf8');
    expect(text.split('\r\n')[0]).toMatch(/^VM,host,technique,overhead %/);
    await tab.close();
  });
});
