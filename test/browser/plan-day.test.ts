import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, virtcost } from '../support.ts';
import { complaintsAbout, looks, openBrowser } from './checks.ts';

describe.runIf(chromiumPath)(
  'the pages of a simulated day, of new machines and of TLB sizes in Chromium',
  () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'virtcost-day-page-'));
      const day = join(folder, 'day');
      await mkdir(day);
      for (let i = 0; i < 12; i++) {
        const samples = Array.from({ length: 288 }, (_, k) => (i * 7 + k) % 50);
        await writeFile(join(day, `site_${i}`), samples.join('\n'));
      }
      const brief = ['--pattern', 'zipf', '--size', '4M', '--accesses', '20000'];
      const pages = [
        ['plan', 'simulate', day, '--compare', '--html', `${folder}/day.html`],
        ['plan', 'create', '--count', '50', '--html', `${folder}/create.html`],
        ['translate', ...brief, '--sweep', '16x1-4', '--html', `${folder}/sweep.html`],
      ];
      for (const args of pages) expect((await virtcost(args)).code).toBe(0);
      browser = await openBrowser();
    }, 120_000);
    afterAll(async () => {
      await browser?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it.each(looks)('have nothing wrong with them at $width px, $colorScheme', async (look) => {
      for (const page of ['day', 'create', 'sweep'])
        expect(await complaintsAbout(browser, `file://${folder}/${page}.html`, look), page).toEqual(
          [],
        );
    });
  },
);
