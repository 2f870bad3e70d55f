import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../support.ts';
import { textFaults } from './text-places.ts';

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

/** A page as it opens is at most this long, and says at most so many words outside of charts. */
const MOST_PIXELS = 5000;
const MOST_WORDS = 900;

async function tooMuchOf(tab: Page): Promise<string[]> {
  const { height, words } = await tab.evaluate(() => {
    const height = document.documentElement.scrollHeight;
    const charts = [...document.querySelectorAll<SVGElement>('svg')];
    for (const chart of charts) chart.style.display = 'none';
    const words = document.body.innerText.split(/\s+/).filter((word) => word !== '').length;
    for (const chart of charts) chart.style.display = '';
    return { height, words };
  });
  return [
    ...(height > MOST_PIXELS ? [`${height} px long`] : []),
    ...(words > MOST_WORDS ? [`${words} words`] : []),
  ];
}

/** Pages of A4 a page prints on. */
export async function printedPages(browser: Browser, page: string): Promise<number> {
  const tab = await browser.newPage();
  await tab.goto(page);
  const pdf = await tab.pdf({ preferCSSPageSize: true });
  await tab.close();
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

/** What a browser and axe say against a page: errors, requests, sideways scroll, misplaced texts, inaccessible parts. */
export async function complaintsAbout(
  browser: Browser,
  page: string,
  { width, colorScheme, ready }: (typeof looks)[number] & { ready?: string },
): Promise<string[]> {
  const tab = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  tab.on('request', (request) => {
    // A page's own worker is started from its text.
    if (!/^(file|blob):/.test(request.url())) complaints.push(`request ${request.url()}`);
  });
  await tab.goto(page);
  if (ready !== undefined) await tab.locator(ready).waitFor();
  complaints.push(...(width === 1280 ? await tooMuchOf(tab) : []));
  const overflow = await tab.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  );
  if (overflow > 0) complaints.push(`${overflow} px scroll sideways`);
  complaints.push(...(await textFaults(tab)));
  const found = (await tab.evaluate(
    `${axe};axe.run().then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 150)).join(' | ')))`,
  )) as string[];
  await tab.close();
  return [...complaints, ...found];
}
