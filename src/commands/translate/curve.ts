import type { PageSize } from '../../hosts/host.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import { SampledCurve } from '../../model/translation/sampled-curve.ts';
import { accessesOf, type SourceOptions } from '../../report/answers/translate-options.ts';
import { figuresOf } from '../../report/section.ts';
import { curveSection, curveTable } from '../../report/sections/miss-curve.ts';
import { curveSummary } from '../../report/summaries/translate.ts';
import { note, printJson, say } from '../../terminal/output.ts';
import { printOnlyTable } from '../../terminal/table.ts';
import { writeAnswerPage } from '../write-page.ts';
import { accessWords, noteHints } from './source.ts';

export const DEFAULT_SHARE = 0.01;
const SIZES = Array.from({ length: 8 }, (_, i) => 2 ** (13 + i));

export interface CurveOptions extends SourceOptions {
  /** Share of the pages; true: the default. */
  curve: number | true;
  host: string;
  guestPage?: PageSize;
  html?: string;
  json?: boolean;
}

/** `virtcost translate --curve`: misses of large fully associative structures from a share of the pages. */
export async function translateCurve(options: CurveOptions): Promise<void> {
  const share = options.curve === true ? DEFAULT_SHARE : options.curve;
  const page = options.guestPage ?? '4K';
  const curve = new SampledCurve(SIZES, share, page);
  const { words, hints } = await accessWords(options);
  for await (const chunk of words) curve.feed(chunk);
  if (hints) noteHints(hints, options);
  const points = curve.points();
  const sections = [curveSection(points, share, page)];
  const summary = curveSummary(points, share, { accesses: accessesOf(options), 'page size': page });
  const { sentence } = summary;
  if (options.html !== undefined) {
    await writeAnswerPage(options.html, { title: translateWords.curvePage(), summary, sections });
    note(terms.wrote({ html: options.html }));
  }
  if (options.json) {
    const figures = figuresOf(sections);
    printJson({ input: options, sentence, summary, points, ...(hints && { hints }), figures });
    return;
  }
  say(sentence);
  printOnlyTable(curveTable(points), translateWords.curvePage());
}
