import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatOverhead } from '../../src/format.ts';
import { runScenario } from '../../src/library/index.ts';
import { answerOf } from '../../src/studies/answer.ts';
import { runSummary } from '../../src/studies/run-summary.ts';
import { chromiumPath, virtcost } from '../support.ts';
import { complaintsAbout, openBrowser } from './checks.ts';
import { finalAnswer, moveControl, openPanel, shownPanel } from './panel-tab.ts';

const scenario = `name: small
hosts: [cascade-lake-sp-2019, epyc-zen3-2021]
techniques: [bare-metal, para, hardware]
pages: [4K/4K]
studies: [steady, migration]
vms:
  - name: web
    memory: 64MiB
    workload: {pattern: {kind: zipf, footprint: 16MiB, accesses: 16000}, events: server}
    writes: {pattern: uniform, workingSet: 8MiB, rate: 200}
  - name: other
    memory: 64MiB
    workload: {pattern: {kind: gups, footprint: 1MiB, accesses: 4000}, events: compute}
migration: {link: 1Gb/s}
`;

/** Every control, and how it is moved. */
const moves: readonly (readonly [id: string, how: string])[] = [
  ['vm', 'other'],
  ['vm', 'web'],
  ['host', 'epyc-zen3-2021'],
  ['technique', 'nested'],
  ['technique', ''],
  ['pages', '2M/4K'],
  ['footprint', 'ArrowRight'],
  ['events', 'ArrowLeft'],
  ['tlb', 'ArrowRight'],
  ['memory', 'ArrowRight'],
  ['writes', 'ArrowRight'],
  ['link', 'ArrowLeft'],
  ['downtime', 'ArrowRight'],
];

/** All of them in a full run, else some of each kind. */
const FULL = process.env.VIRTCOST_FULL !== undefined;
const asked = FULL ? moves : moves.filter((_, i) => i % 3 === 2);

/** The same question put to the library, which gives what the command gives. */
async function answered(file: string) {
  const { scenario: read, rows } = await runScenario(JSON.parse(file));
  const answer = answerOf(read, rows);
  return { rows, answer, summary: runSummary(read, rows, answer) };
}

describe.runIf(chromiumPath)('what-if of a run, in the page', () => {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-what-if-'));
  const page = `file://${folder}/out/index.html`;
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, 'small.yaml'), scenario);
    const made = await virtcost(['run', join(folder, 'small.yaml'), '-o', join(folder, 'out')]);
    expect(made.code, made.stderr).toBe(0);
    browser = await openBrowser();
  }, 600_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  it('answers each control with the numbers of the command, breaking no rule of the page', async () => {
    const { tab, complaints } = await openPanel(browser, page);
    const asAsked = await shownPanel(tab);
    await tab.locator('#what-if .controls summary').press('Enter');
    const files = new Set<string>();
    for (const [id, how] of asked) {
      await moveControl(tab, id, how);
      const panel = await shownPanel(tab);
      files.add(panel.file);
      const { rows, answer, summary } = await answered(panel.file);
      const steady = rows.steady ?? [];
      expect(panel.sentence.startsWith(String(summary.sentence)), `${id} ${how}`).toBe(true);
      expect(panel.keys).toEqual(summary.keyFigures.map(({ value }) => String(value)));
      expect(panel.bars.map((text) => text.split(' (')[0])).toEqual(
        steady.map((row) => formatOverhead(Number(row.overhead_ratio))),
      );
      for (const figure of answer.studies.find((one) => one.id === 'migration')?.figures ?? []) {
        const table = panel.tables.find((one) => one.id === figure.id);
        expect(table?.cells).toEqual(
          figure.rows.map((row) => Object.values(row).map((cell) => String(cell ?? '—'))),
        );
      }
    }
    // Each step asked something else, but for the one of a full run that goes back.
    expect(files.size).toBe(asked.length - (FULL ? 1 : 0));
    expect(complaints).toEqual([]);
    const link = tab.url();
    const last = await shownPanel(tab);
    await tab.close();
    const again = await browser.newPage();
    await again.goto(link);
    await again.locator(finalAnswer).waitFor();
    expect(await shownPanel(again)).toEqual(last);
    await again.locator('.top-line button').click();
    await again.locator(finalAnswer).waitFor();
    expect(await shownPanel(again)).toEqual(asAsked);
    await again.close();
    writeFileSync(join(folder, 'what-if.yaml'), last.file);
    const words = ['run', join(folder, 'what-if.yaml'), '--json', '--no-report'];
    const { stdout } = await virtcost([...words, '-o', join(folder, 'again')]);
    const { summary, studies } = JSON.parse(stdout);
    expect(last.sentence.startsWith(summary.sentence)).toBe(true);
    const steady = studies.steady as { overhead_ratio: number }[];
    expect(last.bars.map((text) => text.split(' (')[0])).toEqual(
      steady.map((row) => formatOverhead(row.overhead_ratio)),
    );
  }, 600_000);

  it.each(FULL ? [1280, 390] : [390])(
    'is accessible while it is open, %i px',
    async (width) => {
      const open = `${page}#w.footprint=2`;
      const ready = '#what-if .answer[data-state=final]';
      const look = { width, colorScheme: 'dark', ready } as const;
      const found = await complaintsAbout(browser, open, look);
      expect(found.filter((one) => !/px long|words$/.test(one))).toEqual([]);
    },
    600_000,
  );

  it('verifies what it stores and shows, and names what was tampered with', async () => {
    const verified = async (file: string) => {
      const tab = await browser.newPage();
      await tab.goto(`file://${file}`);
      await tab.locator('#what-if > details > summary').press('Enter');
      await tab.locator('.verifier summary').press('Enter');
      await tab.locator('.verifier .tools button').press('Enter');
      const found = tab.locator('.verdicts');
      await found.waitFor();
      const [text, counts] = [
        await found.innerText(),
        await found.evaluate((e) => ({ ...(e as HTMLElement).dataset })),
      ];
      await tab.close();
      return { text, equal: Number(counts.equal), different: Number(counts.different) };
    };
    const file = join(folder, 'out/index.html');
    const whole = await verified(file);
    // 12 rows of 2 studies: cells of steady and of migration, without their ids.
    expect(whole.equal).toBeGreaterThan(12 * 30);
    expect(whole.different, whole.text).toBe(0);
    const text = readFileSync(file, 'utf8');
    const cell = /(id="cases-table".*?<tbody><tr><td>)web</s;
    expect(text).toMatch(cell);
    writeFileSync(join(folder, 'cell.html'), text.replace(cell, '$1wob<'));
    const tampered = await verified(join(folder, 'cell.html'));
    expect(tampered.different).toBe(1);
    expect(tampered.text).toContain('cases-table, row 1: wob, web computed');
    const data = /(id="live-data"[^>]*>)([^<]*)/;
    const stored = JSON.parse(String(inflateRawSync(Buffer.from(data.exec(text)![2]!, 'base64'))));
    const ratio = stored.rowsStored.steady[1].overhead_ratio;
    stored.rowsStored.steady[1].overhead_ratio = ratio * (1 + 2 ** -52);
    const packed = deflateRawSync(JSON.stringify(stored)).toString('base64');
    writeFileSync(
      join(folder, 'row.html'),
      text.replace(data, (_, tag) => tag + packed),
    );
    const bit = await verified(join(folder, 'row.html'));
    expect(bit.different).toBe(1);
    expect(bit.text).toContain('steady, row 2, overhead_ratio');
  }, 600_000);

  it('is not shown with scripts off, does not run a script that was changed, and is small', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const still = await context.newPage();
    await still.goto(page);
    expect(await still.locator('#what-if').isVisible()).toBe(false);
    await context.close();
    const text = readFileSync(join(folder, 'out/index.html'), 'utf8');
    const changed = text.replace(
      /(id="live-code"[^>]*>)(.)/,
      (_, tag, first) => tag + (first === 'A' ? 'B' : 'A'),
    );
    expect(changed).not.toBe(text);
    writeFileSync(join(folder, 'changed.html'), changed);
    const tab = await browser.newPage();
    await tab.goto(`file://${folder}/changed.html#w.footprint=2`);
    await tab.locator('#what-if .inside p.soft').waitFor();
    expect(await tab.locator('#what-if .answer').count()).toBe(0);
    await tab.close();
    expect(statSync(join(folder, 'out/index.html')).size).toBeLessThan(1_000_000);
  }, 600_000);
});
