import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { PageSize } from '../../hosts/host.ts';
import {
  type SampleDesign,
  type SampleResult,
  samplePattern,
  sampleWords,
} from '../../model/translation/sample.ts';
import type { TranslationCase } from '../../model/translation/simulate.ts';
import { figuresOf } from '../../report/section.ts';
import {
  sampleFigure,
  sampleLead,
  sampleSection,
} from '../../report/sections/translation-sample.ts';
import { sampleSummary } from '../../report/summaries/translate.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson, say } from '../../terminal/output.ts';
import { writeAnswerPage } from '../write-page.ts';
import { accessesOf, noteHints, patternOf, type SourceOptions, statedPage } from './source.ts';

export interface SampleOptions extends SourceOptions {
  /** Share of the accesses to simulate, 0..0.5. */
  sample: number;
  sampleWindow?: number;
  host: string;
  guestPage?: PageSize;
  html?: string;
  json?: boolean;
}

/** What to do about the widest part of the interval of the cycles. */
function advice({ quantities, windows }: SampleResult): string {
  const { sampling, unseen, warmUp } = quantities.cycles;
  if (warmUp >= sampling + unseen) {
    return 'Most of the interval is state the warm-up does not reach: a larger --sample-window narrows it.';
  }
  return `Most of the interval is what ${windows} windows cannot show: a larger share, or a smaller --sample-window, narrows it.`;
}

/** `virtcost translate --sample SHARE`: estimates with intervals from windows of the run. */
export async function translateSample(
  options: SampleOptions,
  caseOf: (guestPage: PageSize) => Promise<TranslationCase>,
): Promise<void> {
  const design: SampleDesign = {
    share: options.sample,
    clock: () => performance.now(),
    ...(options.sampleWindow !== undefined && { windowAccesses: options.sampleWindow }),
    ...(options.seed !== undefined && { seed: options.seed }),
  };
  let result: SampleResult;
  if (options.trace === undefined) {
    const input = await caseOf(options.guestPage ?? '4K');
    result = samplePattern(input, patternOf(options), options.accesses, design);
  } else {
    const { words, hints } = await openMemoryTrace(options.trace, {
      ...options,
      format: options.inputFormat,
    });
    const input = await caseOf(options.guestPage ?? statedPage(hints) ?? '4K');
    result = await sampleWords(input, words, design);
    noteHints(hints, options);
  }
  const sentence = sampleLead(result);
  const sections = [sampleSection(result)];
  const inputs = { accesses: accessesOf(options), host: options.host };
  const summary = sampleSummary(result, inputs, sentence, advice(result));
  if (options.html !== undefined) {
    await writeAnswerPage(options.html, {
      title: 'Address translation, sampled',
      summary,
      sections,
    });
    note(`wrote ${options.html}`);
  }
  if (options.json) {
    printJson({ input: options, sentence, summary, result, figures: figuresOf(sections) });
    return;
  }
  printAnswer(sentence, [sampleFigure(result)]);
  const { share, windows, windowAccesses, speedUp } = result;
  say(
    `\n${(100 * share).toFixed(1)} % of ${result.accesses} accesses simulated in ${windows} windows of ${windowAccesses}` +
      `${speedUp === null ? '' : `, ${speedUp.toFixed(1)} times as fast as the whole at the pace of the windows`}`,
  );
  note(advice(result));
}
