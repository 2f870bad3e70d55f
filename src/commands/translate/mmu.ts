import { UserError } from '../../errors.ts';
import { hostFrom } from '../../formats/host-profile.ts';
import type { TraceHints } from '../../formats/memory-trace/hints.ts';
import type { PageSize } from '../../hosts/host.ts';
import { activityPresets, churning } from '../../model/paging/activity.ts';
import {
  type MmuComparison,
  type MmuResult,
  mmuResults,
  walkCase,
} from '../../model/paging/compare.ts';
import {
  type InteractionRow,
  mmuInteractions,
  type Walks,
} from '../../model/paging/interactions.ts';
import { mmuCurves } from '../../model/paging/mmu-curves.ts';
import { pagingMode, pagingModes } from '../../model/paging/modes.ts';
import type { TranslationResult } from '../../model/translation/simulate.ts';
import { tagTurns } from '../../model/translation/tag-turns.ts';
import { unknownName } from '../../names.ts';
import { figuresOf, type Section } from '../../report/section.ts';
import { mmuInteractionSection } from '../../report/sections/mmu-interactions.ts';
import { tagsSection } from '../../report/sections/spaces.ts';
import { mmuFigure, mmuLead, translationSections } from '../../report/sections/translation.ts';
import { mmuSummary } from '../../report/summaries/translate.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { note, printJson } from '../../terminal/output.ts';
import { writeAnswerPage } from '../write-page.ts';
import { caseOf, readAccesses, type TableOptions } from './run-modes.ts';
import { accessesOf } from './source.ts';

export interface MmuOptions extends TableOptions {
  mmu: string;
  activity: string;
  churn?: number;
  html?: string;
  json?: boolean;
}

interface Compared {
  input: MmuComparison;
  results: MmuResult[];
  /** Where all modes are compared. */
  interactions?: InteractionRow[];
  hints?: TraceHints;
}

function activityOf({ activity, churn }: MmuOptions) {
  if (churn !== undefined) return churning(churn);
  if (Object.hasOwn(activityPresets, activity)) {
    return activityPresets[activity as keyof typeof activityPresets];
  }
  throw new UserError(
    `--activity: ${unknownName('a preset', activity, Object.keys(activityPresets))}`,
  );
}

/** Every asked MMU mode over the same accesses and page-table activity, from one reading of them. */
async function compare(options: MmuOptions): Promise<Compared> {
  const activity = activityOf(options);
  const host = await hostFrom(options.host);
  const { hostPage, guestLevels, hostLevels } = options;
  const tables = { host, hostPage, guestLevels, hostLevels, activity };
  let guestPage: PageSize = '4K';
  const { results, visits, hints } = await readAccesses(options, async (page) => {
    guestPage = page;
    const shadow = walkCase('native', { ...tables, guestPage });
    return [
      await caseOf({ ...options, guestPage: shadow.guestPage }, 'native'),
      await caseOf({ ...options, guestPage }, 'nested'),
    ];
  });
  const [native, nested] = results as [TranslationResult, TranslationResult];
  const input: MmuComparison = { ...tables, guestPage, visits: visits() };
  if (input.visits?.truncated && options.trace !== undefined) {
    note(
      `page-table activity runs beside the first ${input.visits.accesses} accesses of the trace.`,
    );
  }
  return { input, ...resultsOf(options, input, { native, nested }), ...(hints && { hints }) };
}

function resultsOf(options: MmuOptions, input: MmuComparison, walks: Walks) {
  const cycles = (result: TranslationResult) => result.cyclesPerAccess?.total ?? 0;
  const walkCycles = { native: cycles(walks.native), nested: cycles(walks.nested) };
  if (options.mmu !== 'all')
    return { results: mmuResults(input, walkCycles, [pagingMode(options.mmu)]) };
  return {
    results: mmuResults(input, walkCycles, pagingModes),
    interactions: mmuInteractions(input, walks),
  };
}

function sectionsOf({ input, results, interactions }: Compared): Section[] {
  return [
    ...translationSections(input, results, mmuCurves(input)),
    ...(interactions ? [mmuInteractionSection(interactions, input.host.title)] : []),
    tagsSection(tagTurns(input.host)),
  ];
}

/** `virtcost translate --mmu MODE`: modes that have monitor work beside their walks, and the page of any mode. */
export async function translateMmu(options: MmuOptions): Promise<void> {
  const compared = await compare(options);
  const { results, interactions, hints } = compared;
  const inputs = { accesses: accessesOf(options), mmu: options.mmu, host: compared.input.host.id };
  const summary = mmuSummary(results, interactions, inputs, mmuLead(results));
  const { sentence } = summary;
  const drawn = options.json || options.html !== undefined;
  const sections = drawn ? sectionsOf(compared) : [];
  if (options.html !== undefined) {
    await writeAnswerPage(options.html, {
      title: 'Address translation by technique',
      summary,
      sections,
    });
    note(`wrote ${options.html}`);
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
