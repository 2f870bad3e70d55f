import { hostFrom } from '../../formats/host-profile.ts';
import type { TraceHints } from '../../formats/memory-trace/hints.ts';
import type { Host, PageSize } from '../../hosts/host.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import type { TranslationResult } from '../../model/translation/simulate.ts';
import {
  comparedModes,
  comparisonOf,
  type MmuCompared,
  mmuSections,
  mmuSummaryOf,
  type MmuOptions as WithoutHost,
  walkCases,
} from '../../report/answers/translate-mmu.ts';
import type { Live } from '../../report/live-html.ts';
import { figuresOf } from '../../report/section.ts';
import { mmuFigure } from '../../report/sections/translation.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { askedWords } from '../asked-command.ts';
import { writeAnswerPage } from '../write-page.ts';
import { readAccesses } from './run-modes.ts';

export interface MmuOptions extends WithoutHost {
  host: string;
  html?: string;
  json?: boolean;
}

/** Every asked MMU mode over the same accesses and page-table activity, from one reading of them. */
async function compare(
  options: MmuOptions,
  host: Host,
): Promise<MmuCompared & { hints?: TraceHints }> {
  let guestPage: PageSize = '4K';
  const input = () => comparisonOf({ ...options, guestPage }, host);
  const { results, visits, hints } = await readAccesses(options, async (page) => {
    guestPage = page;
    return walkCases(options, input());
  });
  const [native, nested] = results as [TranslationResult, TranslationResult];
  const seen = visits();
  if (seen.truncated && options.trace !== undefined) {
    note(translateWords.activityBeside({ accesses: seen.accesses }));
  }
  const compared = comparedModes(options.mmu, { ...input(), visits: seen }, { native, nested });
  return { ...compared, ...(hints && { hints }) };
}

/** What the page can be asked anew: patterns, a trace stays with its owner. */
function liveOf({ html, json, ...options }: MmuOptions, host: Host): Live | undefined {
  if (options.trace !== undefined) return undefined;
  return { model: 'translate', data: { words: askedWords(), options, host } };
}

/** `virtcost translate --mmu MODE`: modes that have monitor work beside their walks, and the page of any mode. */
export async function translateMmu(options: MmuOptions): Promise<void> {
  const host = await hostFrom(options.host);
  const compared = await compare(options, host);
  const { results, interactions, hints } = compared;
  const summary = mmuSummaryOf(options, compared);
  const { sentence } = summary;
  const drawn = options.json || options.html !== undefined;
  const sections = drawn ? mmuSections(compared) : [];
  if (options.html !== undefined) {
    const live = liveOf(options, host);
    await writeAnswerPage(options.html, {
      ...{ title: translateWords.mmuPage(), summary, sections },
      ...(live ? { live } : {}),
    });
    note(terms.wrote({ html: options.html }));
  }
  if (!options.json) return printAnswer(sentence, [mmuFigure(results)]);
  printJson({
    input: { ...options, guestPage: compared.input.guestPage },
    sentence,
    summary,
    results,
    ...(interactions && { interactions }),
    ...(hints && { hints }),
    figures: figuresOf(sections),
  });
}
