import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, root, virtcost } from '../support.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe.runIf(chromiumPath)('the quickstart report in Chromium, opened from a file', () => {
  let browser: Browser;
  let folder: string;
  let page: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtcost-page-'));
    const outcome = await virtcost(['run', `${root}examples/quickstart.yaml`, '--out', folder]);
    expect(outcome.code, outcome.stderr).toBe(0);
    page = `file://${folder}/index.html`;
    browser = await chromium.launch({
      executablePath: chromiumPath!,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const widths = [1280, 390] as const;
  const schemes = ['light', 'dark'] as const;
  for (const width of widths) {
    for (const colorScheme of schemes) {
      it(`has no error, no sideways scroll and no accessibility violation, ${width} px ${colorScheme}`, async () => {
        const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
        const complaints: string[] = [];
        tab.on('console', (message) => complaints.push(message.text()));
        tab.on('pageerror', (error) => complaints.push(error.message));
        tab.on('request', (request) => {
          if (!request.url().startsWith('file:')) complaints.push(`request ${request.url()}`);
        });
        await tab.goto(page);
        expect(complaints).toEqual([]);
        const overflow = await tab.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow).toBeLessThanOrEqual(0);
        const found = (await tab.evaluate(
          `${axe};axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 150)).join(' | ')))`,
        )) as string[];
        expect(found).toEqual([]);
        await tab.close();
      });
    }
  }

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
      tab.locator('[data-csv]').first().click(),
    ]);
    const text = readFileSync((await file.path())!, 'utf8');
    expect(text.split('\r\n')[0]).toMatch(/^technique,overhead %/);
    await tab.close();
  });
});
