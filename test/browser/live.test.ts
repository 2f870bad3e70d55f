import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../src/report/html.ts';
import { pageOf } from '../pages.ts';
import { chromiumPath } from '../support.ts';
import { complaintsAbout, openBrowser } from './checks.ts';

const evil = '<img src=x onerror="document.title=1">';
const names = [
  'cherry',
  'apple',
  evil,
  '\u202ebanana',
  'date',
  'elder',
  'fig',
  'grape',
  'x'.repeat(300),
];
const rows = names.map((name, i) => ({
  name,
  'size, MiB': 1000 - 111 * i + 0.123456,
  fits: i % 2 === 0,
}));
const bars = {
  data: { values: rows.slice(0, 2).map(({ name }, i) => ({ name, size: i + 1 })) },
  mark: 'bar' as const,
  encoding: {
    x: { field: 'size', type: 'quantitative' as const },
    y: { field: 'name', type: 'nominal' as const },
  },
};
const figure = (
  id: string,
  list: readonly Record<string, string | number | boolean>[],
  chart = false,
) => ({
  ...{ id, title: `Figure ${id}`, description: '', rows: list },
  ...(chart ? { spec: bars } : {}),
});

/** Rows of the long table; the whole 100,000 under `npm run test:full`. */
const MANY = process.env.VIRTCOST_FULL ? 100_000 : 10_000;

describe.runIf(chromiumPath)('a page that is alive, from a file', () => {
  let browser: Browser;
  let folder: string;
  const address = (name: string) => `file://${folder}/${name}.html`;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'virtcost-live-'));
    const section = (id: string, figures: ReturnType<typeof figure>[]) => ({
      id,
      title: id,
      text: html``,
      figures,
    });
    const write = async (name: string, figures: ReturnType<typeof figure>[]) =>
      writeFile(
        join(folder, `${name}.html`),
        await pageOf([section('one', figures), section('two', [figure(`${name}-two`, rows)])]),
      );
    await write('small', [
      figure('fruit', rows),
      figure('chart', rows, true),
      figure('none', []),
      figure('single', rows.slice(0, 1)),
    ]);
    const many = Array.from({ length: MANY }, (_, i) => ({
      row: `r${i}`,
      value: (i * 7919) % MANY,
    }));
    await write('long', [figure('many', many)]);
    browser = await openBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const open = async (name: string, hash = ''): Promise<Page> => {
    const tab = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await tab.goto(address(name) + hash);
    return tab;
  };
  const firsts = (tab: Page, id: string) =>
    tab.locator(`#${id} tbody tr:not([aria-hidden]) td:first-child`).allTextContents();

  it.each([1280, 390])(
    'has nothing wrong with it, hostile and long names, no row and one row, %i px',
    async (width) => {
      expect(
        await complaintsAbout(browser, address('small'), { width, colorScheme: 'light' }),
      ).toEqual([]);
    },
  );

  it('sorts by number and by word, filters, and keeps both in the address', async () => {
    const tab = await open('small');
    await tab.locator('#fruit th .sort').nth(1).click();
    expect((await firsts(tab, 'fruit'))[0]).toBe('x'.repeat(300));
    expect(await tab.locator('#fruit th').nth(1).getAttribute('aria-sort')).toBe('ascending');
    await tab.locator('#fruit input[type=search]').fill('ap');
    const shown = await firsts(tab, 'fruit');
    expect(shown).toEqual(['grape', 'apple']);
    const link = tab.url();
    await tab.close();
    const again = await open('small', link.slice(link.indexOf('#')));
    expect(await firsts(again, 'fruit')).toEqual(shown);
    await again.close();
  });

  it('tells the values of a chart by arrow keys and lights the rows they stand for', async () => {
    const tab = await open('small');
    await tab.locator('#chart .wide').focus();
    await tab.keyboard.press('ArrowRight');
    expect(await tab.locator('.bubble').textContent()).toMatch(/name: (cherry|apple)/);
    expect(await tab.locator('#chart tr.lit').count()).toBe(1);
    await tab.keyboard.press('Escape');
    expect(await tab.locator('.bubble').isHidden()).toBe(true);
    await tab.close();
  });

  it('opens a folded section from the list and from a link, remembers it, and has a sheet of keys', async () => {
    const tab = await open('small', '#two');
    expect(await tab.locator('#two details').first().getAttribute('open')).toBe('');
    await tab.keyboard.press('?');
    expect(await tab.locator('dialog').isVisible()).toBe(true);
    await tab.keyboard.press('Escape');
    await tab.locator('dialog').waitFor({ state: 'hidden' });
    await tab.keyboard.press('c');
    expect(await tab.locator('.part > details[open]').count()).toBe(0);
    await tab.locator('nav.list a').nth(1).click();
    expect(await tab.locator('#two > details').getAttribute('open')).toBe('');
    await tab.close();
  });

  it('hands out JSON and Parquet with all digits whatever is filtered, and PNG', async () => {
    const tab = await open('small');
    await tab.locator('#fruit input[type=search]').fill('apple');
    const saved = async (selector: string) => {
      const [file] = await Promise.all([
        tab.waitForEvent('download'),
        tab.locator(selector).click(),
      ]);
      return readFile((await file.path())!);
    };
    const json = JSON.parse(String(await saved('#fruit .tools button:has-text("JSON")')));
    expect(json.map((row: Record<string, unknown>) => row['size, MiB'])).toEqual(
      rows.map((row) => row['size, MiB']),
    );
    expect((await saved('#chart .tools button:has-text("PNG")')).subarray(1, 4).toString()).toBe(
      'PNG',
    );
    const bytes = await saved('#fruit .tools button:has-text("Parquet")');
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
    expect(await parquetReadObjects({ file: file as ArrayBuffer })).toEqual(
      rows.map(({ name, fits, ...row }) => ({ name, ...row, fits: fits ? 'yes' : 'no' })),
    );
    await tab.close();
  });

  it('keeps the rows in sight of a long table, sorts them all, and finds the last', async () => {
    const tab = await open('long');
    await tab.locator('#many summary').first().click();
    expect(await tab.locator('#many tbody tr').count()).toBeLessThan(200);
    await tab.locator('#many th .sort').nth(1).click();
    expect((await firsts(tab, 'many'))[0]).toBe('r0');
    await tab.locator('#many input[type=search]').fill(`r${MANY - 1}`);
    expect(await firsts(tab, 'many')).toEqual([`r${MANY - 1}`]);
    await tab.close();
  });
});
