import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, root, virtcost } from '../support.ts';
import { complaintsAbout, looks, openBrowser } from './checks.ts';

const examples = `${root}examples/inventory`;

describe.runIf(chromiumPath)(
  'the planning page with rules, techniques, new hosts and zones',
  () => {
    let browser: Browser;
    let folder: string;
    let page: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'virtcost-what-if-page-'));
      page = `file://${folder}/index.html`;
      await virtcost([
        ...['plan', `${examples}/rvtools-workshop.xlsx`, '--techniques'],
        ...['--constraints', `${examples}/constraints.yaml`],
        ...['two-zones', 'new-hosts', 'without-ept'].flatMap((name) => [
          '--what-if',
          `${examples}/${name}.yaml`,
        ]),
        ...['--html', `${folder}/index.html`],
      ]);
      browser = await openBrowser();
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it.each(looks)('has nothing wrong with it at $width px, $colorScheme', async (look) => {
      expect(await complaintsAbout(browser, page, look)).toEqual([]);
    });

    it('shows the proof, the binding resource of hosts, each technique and each zone', async () => {
      const tab = await browser.newPage();
      await tab.goto(page);
      expect(await tab.locator('#packing table').first().textContent()).toContain('nothing better');
      expect(await tab.locator('#host-use table').first().textContent()).toContain('memory');
      expect(await tab.locator('#techniques table tbody tr').count()).toBeGreaterThanOrEqual(10);
      expect(await tab.locator('#zones table').first().textContent()).toContain('zone B');
      await tab.close();
    });
  },
);
