import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, root, virtcost } from '../support.ts';
import { complaintsAbout, looks, openBrowser, printedPages } from './checks.ts';

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

  it('shows the answer, risk, time, room and gauges on the first screens, opens what is printed, and fits on five pages of A4', async () => {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await tab.goto(page);
    const top = (selector: string) =>
      tab.locator(selector).evaluate((node) => node.getBoundingClientRect().top);
    expect(await tab.locator('.lead').textContent()).toMatch(/^Fits: all 763 running machines/);
    expect(await tab.locator('.keys li').count()).toBe(4);
    expect(await top('.brief ol')).toBeLessThan(900);
    expect(await top('#headroom')).toBeLessThan(1200);
    const second = tab.locator('#outlook figure').first();
    expect(await second.isVisible()).toBe(false);
    await tab.setViewportSize({ width: 700, height: 900 });
    await tab.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect((await second.boundingBox())?.height).toBeGreaterThan(100);
    const background = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe('rgb(255, 255, 255)');
    const heading = tab.locator('#plan-0 thead th').first();
    expect((await heading.innerText()).trim()).toBe('cluster');
    const wider = await tab.evaluate(() =>
      [...document.querySelectorAll<SVGElement>('.first .wide svg, .second .wide svg')]
        .filter(
          (svg) =>
            svg.getBoundingClientRect().right >
            svg.closest('figure')!.getBoundingClientRect().right + 1,
        )
        .map((svg) => svg.closest('figure')!.id),
    );
    expect(wider).toEqual([]);
    await tab.close();
    expect(await printedPages(browser, page)).toBeLessThanOrEqual(5);
  });

  it('lists every host once', async () => {
    const tab = await browser.newPage();
    await tab.goto(page);
    const listed = await tab.evaluate(
      () =>
        [...document.querySelectorAll('td:first-child')].filter(
          (cell) => cell.textContent === 'vmprod3-06',
        ).length,
    );
    expect(listed).toBe(1);
    await tab.close();
  });

  const asked = (name: string) => `${root}examples/inventory/${name}`;
  it.each([
    ['costs', ['--what-if', asked('new-hosts.yaml'), '--costs', asked('costs.yaml')]],
    ['targets', ['--to', asked('to-openshift.yaml')]],
    ['history', ['--date', '2026-07-01', '--history', asked('history.csv')]],
    ['optimize', ['--optimize']],
    ['interference', ['--interference']],
  ])(
    'begins its evidence with %s where that is asked, within the length of a page',
    async (id, more) => {
      const outcome = await virtcost([
        ...['plan', asked('rvtools-workshop.xlsx'), '--cpu-ratio', '8', ...more],
        ...['--html', `${folder}/${id}.html`],
      ]);
      expect(outcome.code, outcome.stderr).toBe(0);
      const own = `file://${folder}/${id}.html`;
      const complaints = await complaintsAbout(browser, own, { width: 1280, colorScheme: 'light' });
      expect(complaints).toEqual([]);
      const tab = await browser.newPage();
      await tab.goto(own);
      const open = await tab
        .locator('section.part:has(> details[open])')
        .evaluateAll((parts) => parts.map((part) => part.id));
      await tab.close();
      expect(open.length).toBeGreaterThan(0);
      expect(open).not.toContain('answer');
    },
  );
});
