import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { chromiumPath } from '../support.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });

/** Every page is looked at in these. */
export const looks = [1280, 390].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme) => ({ width, colorScheme })),
);

/** What a browser and axe say against a page: errors, requests, sideways scroll, inaccessible parts. */
export async function complaintsAbout(
  browser: Browser,
  page: string,
  { width, colorScheme }: (typeof looks)[number],
): Promise<string[]> {
  const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`request ${request.url()}`);
  });
  await tab.goto(page);
  const overflow = await tab.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  if (overflow > 0) complaints.push(`${overflow} px scroll sideways`);
  const found = (await tab.evaluate(
    `${axe};axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 150)).join(' | ')))`,
  )) as string[];
  await tab.close();
  return [...complaints, ...found];
}
