import { readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, root, virtcost } from '../support.ts';
import { complaintsAbout, looks, openBrowser } from './checks.ts';

const FULL = process.env.VIRTCOST_FULL !== undefined;

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
    'so have the pages of compare and validate, $width px $colorScheme',
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
