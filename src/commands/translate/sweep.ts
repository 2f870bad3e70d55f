import { present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { hostFrom } from '../../formats/host-profile.ts';
import type { PageSize } from '../../hosts/host.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import { defaultGrid, type SweepGrid, TlbSweep } from '../../model/translation/sweep.ts';
import { accessesOf, type SourceOptions } from '../../report/answers/translate-options.ts';
import { figuresOf } from '../../report/section.ts';
import { sweepFigure, sweepLead, sweepSection } from '../../report/sections/tlb-sweep.ts';
import { sweepSummary } from '../../report/summaries/translate.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { writeAnswerPage } from '../write-page.ts';
import { accessWords, noteHints } from './source.ts';

const MAX_NUMBER = 65_536;
const MAX_GEOMETRIES = 20_000;

const bad = (found: string) =>
  new UserError(
    `expected --sweep of SETSxWAYS such as 16,32,64x1-20, numbers from 1 to ${MAX_NUMBER}, found "${found}".`,
  );

/** Numbers such as `16,32` or `1-20`, in any mixture. */
function numbers(text: string, whole: string): number[] {
  return text.split(',').flatMap((part) => {
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part);
    const from = Number(match?.[1]);
    const to = Number(match?.[2] ?? match?.[1]);
    if (!(from >= 1 && to >= from && to <= MAX_NUMBER)) throw bad(whole);
    return Array.from({ length: to - from + 1 }, (_, i) => from + i);
  });
}

/** The grid of `--sweep [grid]`: numbers of sets, an x, numbers of ways. */
export function sweepGrid(text: string): SweepGrid {
  const [sets, ways, ...more] = text.split('x');
  if (ways === undefined || more.length > 0) throw bad(text);
  const grid = { sets: numbers(present(sets), text), ways: numbers(ways, text) };
  const geometries = grid.sets.length * grid.ways.length;
  if (geometries > MAX_GEOMETRIES) {
    throw new UserError(`expected at most ${MAX_GEOMETRIES} geometries, found ${geometries}.`);
  }
  return grid;
}

export interface SweepOptions extends SourceOptions {
  /** True: the built-in grid. */
  sweep: SweepGrid | true;
  host: string;
  guestPage?: PageSize;
  html?: string;
  json?: boolean;
}

/** `virtcost translate --sweep`: the misses of a whole grid of TLBs from one pass over the accesses. */
export async function translateSweep(options: SweepOptions): Promise<void> {
  const grid = options.sweep === true ? defaultGrid : options.sweep;
  const host = await hostFrom(options.host);
  const pages: PageSize[] = options.guestPage ? [options.guestPage] : ['4K', '2M'];
  const sweeps = pages.map((page) => new TlbSweep(grid, page));
  const { words, hints } = await accessWords(options);
  for await (const chunk of words) for (const sweep of sweeps) sweep.feed(chunk);
  if (hints) noteHints(hints, options);
  const rows = sweeps.flatMap((sweep) => sweep.rows());
  const sentence = sweepLead(rows);
  const sections = [sweepSection(rows, host)];
  const summary = sweepSummary(rows, { accesses: accessesOf(options), host: host.id }, sentence);
  if (options.html !== undefined) {
    await writeAnswerPage(options.html, {
      title: translateWords.sweepPage(),
      summary,
      sections,
    });
    note(terms.wrote({ html: options.html }));
  }
  if (!options.json) return printAnswer(sentence, [sweepFigure(rows)]);
  const figures = figuresOf(sections);
  printJson({ input: options, sentence, summary, rows, ...(hints && { hints }), figures });
}
