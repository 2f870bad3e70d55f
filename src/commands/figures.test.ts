import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { complaintsAbout, openBrowser } from '../../test/browser/checks.ts';
import { misplacedTexts } from '../../test/browser/text-places.ts';
import { leftInEnglish } from '../../test/latin-words.ts';
import { pageCalls } from '../../test/page-calls.ts';
import { figureDifferences, figuresOfPage, leadOfPage } from '../../test/page-figures.ts';
import { unspoken } from '../../test/page-language.ts';
import {
  openingOf,
  openingOfPage,
  type SpokenSummary,
  weaknessesOf,
} from '../../test/page-opening.ts';
import { chromiumPath } from '../../test/support.ts';
import type { Figure } from '../figure.ts';
import { headings } from '../messages/headings.ts';
import { commands, registerCommands } from './index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'virtcost-figures-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** The JSON document of one call. */
async function documentOf(...words: string[]): Promise<unknown> {
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const program = new Command().enablePositionalOptions().exitOverride();
  await registerCommands(program, words[0]);
  await program.parseAsync([...words, '--json'], { from: 'user' });
  vi.restoreAllMocks();
  process.exitCode = 0;
  return JSON.parse(out);
}

/** A bar that begins at a logarithm's zero has no length: such a chart shows nothing. */
function barsOnLogAxis(spec: unknown): boolean {
  if (spec === null || typeof spec !== 'object') return false;
  const { mark, encoding } = spec as { mark?: { type?: string } | string; encoding?: object };
  const type = typeof mark === 'string' ? mark : mark?.type;
  // An area's length is its height; with both ends given nothing begins at zero, which no log axis has.
  const lengths = type === 'bar' ? ['x', 'y'] : type === 'area' ? ['y'] : [];
  const channels = (encoding ?? {}) as Record<string, unknown>;
  const isLog = (channel: string) =>
    channels[`${channel}2`] === undefined &&
    JSON.stringify(channels[channel] ?? null).includes('"type":"log"');
  if (lengths.some(isLog)) return true;
  return Object.values(spec).some(barsOnLogAxis);
}

interface Document {
  /** The answer; `dedup` calls it that. */
  sentence?: string;
  answer?: string;
  summary: SpokenSummary;
  figures: Figure[];
}

/** Sentence and figures of the JSON document, and the page of one call. */
async function answer(...words: string[]) {
  const file = join(folder, 'page.html');
  const document = (await documentOf(...words, '--html', file)) as Document;
  const { sentence = document.answer ?? '', summary, figures } = document;
  return { sentence, summary, figures, page: readFileSync(file, 'utf8') };
}

const calls = pageCalls(folder);

/** Headings made of names: VMs on hosts, hours, images by number, values of a rule by their id, a language. */
const ofNames = /^.+ on \S+$|^in \d+$|^[\d.]+ h$|^[a-z]+(_[a-z0-9]+)+$|^v\d+$|^中文$/;

/** Headings that have no words in other languages. */
const unknownHeadings = (figures: readonly Figure[]): string[] =>
  figures.flatMap(({ rows }) =>
    Object.keys(rows[0] ?? {}).filter(
      (name) => typeof headings(name) === 'string' && !ofNames.test(name),
    ),
  );

/** One page of each command is looked at by a browser, all of them in a full run. */
const looked = new Set<string>();
const isLooked = (command: string) =>
  process.env.VIRTCOST_FULL !== undefined || !looked.has(command);

/** Commands that write a page, by their options; tests of their own look at the others in a browser. */
async function commandsWithPages(): Promise<string[]> {
  const found: string[] = [];
  for (const name of Object.keys(commands)) {
    const program = new Command();
    await registerCommands(program, name);
    const [command] = program.commands;
    const all = [command!, ...command!.commands];
    if (all.some(({ options }) => options.some(({ long }) => long === '--html'))) found.push(name);
  }
  return found;
}

/** Commands whose pages test/browser/report.test.ts looks at. */
const lookedAtElsewhere = ['validate', 'compare'];

/** Titles of axes and legends without words in other languages: a unit or a name of hardware may stand as it is. */
function unknownTitles(spec: unknown): string[] {
  if (spec === null || typeof spec !== 'object') return [];
  const own = (spec as { title?: unknown }).title;
  const isProse = typeof own === 'string' && /[a-z]{3,} [a-z]{3,}/.test(own);
  const unknown = isProse && typeof headings(own) === 'string' ? [own] : [];
  return [...unknown, ...Object.values(spec).flatMap(unknownTitles)];
}

describe('a page and --json of the same call', () => {
  let browser: Browser | undefined;
  afterAll(() => browser?.close());

  it('the calls below are of every command that writes a page', async () => {
    const called = new Set(calls.map(([command]) => command!));
    const missing = (await commandsWithPages()).filter((name) => !called.has(name));
    expect(missing).toEqual(lookedAtElsewhere);
  });

  it.each(
    calls.map(
      (words) =>
        [words.join(' ').replaceAll(root, '').replaceAll(`${folder}/`, ''), words] as const,
    ),
  )('say the same and show the same figures with the same numbers: %s', async (_, words) => {
    const { sentence, summary, figures, page } = await answer(...words);
    expect(leadOfPage(page)).toBe(sentence);
    expect(summary.sentence).toBe(sentence);
    expect(openingOfPage(page)).toEqual(openingOf(summary));
    expect(weaknessesOf(summary)).toEqual([]);
    expect(page).toContain(`<code>virtcost ${words[0]}`);
    expect(figures.length).toBeGreaterThan(0);
    expect(figures.filter(({ spec }) => barsOnLogAxis(spec)).map(({ id }) => id)).toEqual([]);
    expect(figureDifferences(page, figures)).toEqual([]);
    expect(unknownHeadings(figures)).toEqual([]);
    expect(figures.flatMap(({ spec }) => unknownTitles(spec))).toEqual([]);
    expect(unspoken(page)).toEqual([]);
    expect(leftInEnglish(page)).toEqual([]);
    if (!chromiumPath) return;
    browser ??= await openBrowser();
    const address = `file://${join(folder, 'page.html')}`;
    expect(await misplacedTexts(browser, address)).toEqual([]);
    if (!isLooked(words[0]!)) return;
    looked.add(words[0]!);
    expect(await complaintsAbout(browser, address, { width: 390, colorScheme: 'light' })).toEqual(
      [],
    );
  });

  it('show the same figures for a run and for its report', async () => {
    const out = join(folder, 'run');
    const scenario = join(root, 'examples/sample.yaml');
    type Run = { figures: Figure[] };
    const { figures } = (await documentOf('run', scenario, '-e', 'inline', '-o', out)) as Run;
    const page = readFileSync(join(out, 'index.html'), 'utf8');
    expect(page.slice(0, page.indexOf('</header>'))).not.toContain('NaN');
    expect(figureDifferences(page, figures)).toEqual([]);
    const { reports } = (await documentOf('report', out)) as { reports: Run[] };
    expect(reports[0]!.figures).toEqual(figures);
    expect(figures.map(({ id }) => id)).toContain('steady-overview');
  });

  it('a number changed on the page, a figure left out and a table of its own are found', async () => {
    const { figures, page } = await answer(...calls[3]!);
    const [first] = figuresOfPage(page);
    const { text, csv } = first!.table.cells[0]!.at(-1)!;
    expect(figureDifferences(page.replace(`>${text}<`, '>0.1<'), figures)).toHaveLength(1);
    expect(figureDifferences(page.replace(`"${csv}"`, '"0.1"'), figures)).toHaveLength(1);
    expect(figureDifferences(page, figures.slice(1))[0]).toMatch(/^page: tlb-sweep-table/);
    expect(() => figuresOfPage(page.replace('<main>', '<main><table></table>'))).toThrow(/outside/);
  });
});
