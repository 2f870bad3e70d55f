import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import type { PageSize } from '../../hosts/host.ts';
import type { Text } from '../../message.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import {
  type SampleDesign,
  type SampleResult,
  samplePattern,
  sampleWords,
} from '../../model/translation/sample.ts';
import type { TranslationCase } from '../../model/translation/simulate.ts';
import {
  accessesOf,
  patternOf,
  type SourceOptions,
} from '../../report/answers/translate-options.ts';
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
import { noteHints, statedPage } from './source.ts';

export interface SampleOptions extends SourceOptions {
  /** Share of the accesses to simulate, 0..0.5. */
  sample: number;
  sampleWindow?: number;
  host: string;
  guestPage?: PageSize;
  html?: string;
  json?: boolean;
}

/** What the widest part of the interval of the cycles is, and what to do about it. */
function advice({ quantities, windows }: SampleResult): { why: Text; action: Text } {
  const { sampling, unseen, warmUp } = quantities.cycles;
  if (warmUp >= sampling + unseen) {
    const action = translateWords.largerWindow();
    return { action, why: translateWords.warmUpWide({ action }) };
  }
  const action = translateWords.largerShare();
  return { action, why: translateWords.windowsWide({ windows, action }) };
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
  const summary = sampleSummary(result, inputs, sentence, advice(result).action);
  if (options.html !== undefined) {
    await writeAnswerPage(options.html, {
      title: translateWords.samplePage(),
      summary,
      sections,
    });
    note(terms.wrote({ html: options.html }));
  }
  if (options.json) {
    printJson({ input: options, sentence, summary, result, figures: figuresOf(sections) });
    return;
  }
  printAnswer(sentence, [sampleFigure(result)]);
  const { share, windows, windowAccesses, speedUp } = result;
  say(
    translateWords.simulated({
      percent: (100 * share).toFixed(1),
      accesses: result.accesses,
      windows,
      windowAccesses,
      faster: speedUp === null ? '' : translateWords.faster({ times: speedUp.toFixed(1) }),
    }),
  );
  note(advice(result).why);
}
