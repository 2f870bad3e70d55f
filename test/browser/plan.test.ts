import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, root, virtcost } from '../support.ts';
import { complaintsAbout, looks, openBrowser } from './checks.ts';

describe.runIf(chromiumPath)('the planning page of the RVTools sample in Chromium', () => {
  let browser: Browser;
  let folder: string;
  let page: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtcost-plan-page-'));
    const outcome = await virtcost([
      ...['plan', `${root}examples/inventory/rvtools-workshop.xlsx`, '--cpu-ratio', '8'],
      ...['--what-if', `${root}examples/inventory/fewer-hosts.yaml`],
      ...['--html', `${folder}/index.html`],
    ]);
    expect(outcome.code, outcome.stderr).toBe(0);
    page = `file://${folder}/index.html`;
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(looks)('has nothing wrong with it at $width px, $colorScheme', async (look) => {
    expect(await complaintsAbout(browser, page, look)).toEqual([]);
  });

  it('shows the answer, risk, time, room and gauges on the first screens, and opens its tables in print', async () => {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await tab.goto(page);
    const top = (selector: string) =>
      tab.locator(selector).evaluate((node) => node.getBoundingClientRect().top);
    expect(await tab.locator('.lead').textContent()).toMatch(/^Fits: all 763 running machines/);
    expect(await tab.locator('#answer .answers li').count()).toBe(3);
    expect(await top('#answer ol')).toBeLessThan(900);
    expect(await top('#headroom')).toBeLessThan(1200);
    const table = tab.locator('#headroom details table');
    expect(await table.isVisible()).toBe(false);
    await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect((await table.boundingBox())?.height).toBeGreaterThan(100);
    const background = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe('rgb(255, 255, 255)');
    await tab.close();
  });
});
