import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Live } from '../../src/report/live-html.ts';
import { runInProcess } from '../in-process.ts';
import { pageOf } from '../pages.ts';
import { chromiumPath, virtcost } from '../support.ts';
import { complaintsAbout, openBrowser } from './checks.ts';
import { keyboardFaults } from './keyboard.ts';
import { type PanelCase, panelCases, writeShortTrace } from './panel-moves.ts';
import { finalAnswer, giveFile, moveControl, openPanel, shownPanel } from './panel-tab.ts';

const FULL = process.env.VIRTCOST_FULL !== undefined;

const MOST_BYTES = 1_500_000;

interface JsonAnswer {
  summary: { sentence: string; keyFigures?: { value: string }[] };
  figures: { id: string; rows: Record<string, unknown>[] }[];
}

/** Numbers of two engines of JavaScript, whose powers and logarithms differ in the last bit. */
const toTwelveDigits = (rows: readonly (readonly string[])[] | undefined) =>
  rows?.map((row) =>
    row.map((cell) => (/^-?\d/.test(cell) && Number(cell) ? Number(cell).toPrecision(12) : cell)),
  );

const cellText = (cell: unknown) =>
  String(cell === true ? 'yes' : cell === false ? 'no' : (cell ?? '—'));

describe.runIf(chromiumPath)('panels of pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-panels-'));
  const fileOf = ({ name }: PanelCase) => join(folder, `${name}.html`);
  let browser: Browser;
  let removeTrace: () => void;

  beforeAll(async () => {
    removeTrace = writeShortTrace();
    browser = await openBrowser();
    for (const one of panelCases)
      if (!one.data || FULL) await runInProcess(...one.words, '--html', fileOf(one));
      else
        writeFileSync(
          fileOf(one),
          await pageOf([], { live: { model: one.name as Live['model'], data: one.data() } }),
        );
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
    removeTrace();
  });

  /** What the command that the panel names answers; what takes long is taken from its tables alone. */
  async function answered(
    { command, file, fileName }: Awaited<ReturnType<typeof shownPanel>>,
    { table }: PanelCase,
  ): Promise<JsonAnswer> {
    let words = command.split(' ').slice(1);
    if (file !== '') {
      const path = join(folder, fileName!);
      writeFileSync(path, file);
      words = words.map((word) => (word === fileName || word === `./${fileName}` ? path : word));
    }
    words = words.map((word) => (word === 'what-if.html' ? join(folder, word) : word));
    if (!table || FULL) return (await runInProcess(...words)).document as JsonAnswer;
    const { stdout, stderr } = await virtcost([...words, '--format', 'csv']);
    const rows = parse(stdout, { columns: true, comment: '#' }) as Record<string, unknown>[];
    return { summary: { sentence: stderr.split('\n', 1)[0]! }, figures: [{ id: table, rows }] };
  }

  it.each(panelCases)(
    '$name: every answer is that of the command',
    async (one) => {
      const moves = FULL ? one.moves : one.moves.slice(0, 2);
      const { tab, complaints } = await openPanel(browser, `file://${fileOf(one)}`, one.drop);
      const seen = new Set<string>();
      const check = async (what: string) => {
        const panel = await shownPanel(tab);
        seen.add(panel.command + panel.file);
        const { summary, figures } = await answered(panel, one);
        expect(panel.sentence, what).toBe(summary.sentence);
        if (summary.keyFigures)
          expect(panel.keys, what).toEqual(summary.keyFigures.map(({ value }) => value));
        expect(panel.tables.length, what).toBeGreaterThan(0);
        for (const { id, cells } of panel.tables) {
          if (one.table && !FULL && id !== one.table) continue;
          const rows = figures.find((figure) => figure.id === id)?.rows;
          expect(toTwelveDigits(cells as string[][]), `${what}: ${id}`).toEqual(
            toTwelveDigits(rows?.map((row) => Object.values(row).map(cellText))),
          );
        }
      };
      // As asked, the page itself is verified below.
      if (FULL) await check('as asked');
      for (const [id, how] of moves) {
        await moveControl(tab, id, how);
        await check(`${id} ${how}`);
      }
      // A move that goes back asks nothing new.
      expect(seen.size).toBeGreaterThanOrEqual(moves.length - (FULL ? 1 : 0));
      expect(await keyboardFaults(tab)).toEqual([]);
      expect(complaints).toEqual([]);
      await tab.close();
    },
    600_000,
  );

  it.each(panelCases.filter(({ table }) => FULL || !table))(
    '$name: verifies itself, is small, and accessible when open',
    async (one) => {
      expect(statSync(fileOf(one)).size).toBeLessThan(MOST_BYTES);
      const tab = await browser.newPage();
      await tab.goto(`file://${fileOf(one)}`);
      await tab.locator('#what-if > details > summary').press('Enter');
      if (one.drop) await giveFile(tab, one.drop);
      await tab.locator('.verifier summary').press('Enter');
      await tab.locator('.verifier .tools button').press('Enter');
      const verdicts = tab.locator('.verdicts');
      await verdicts.waitFor();
      const { equal, different } = await verdicts.evaluate((e) => ({
        ...(e as HTMLElement).dataset,
      }));
      expect(Number(different), await verdicts.innerText()).toBe(0);
      expect(Number(equal)).toBeGreaterThan(20);
      await tab.close();
      if (!FULL && one !== panelCases[0]) return;
      const found = await complaintsAbout(browser, `file://${fileOf(one)}#w.x=1`, {
        ...{ width: 390, colorScheme: 'dark', ready: one.drop ? '#needed-file' : finalAnswer },
      });
      expect(found.filter((line) => !/px long|words$/.test(line))).toEqual([]);
    },
    600_000,
  );
});
