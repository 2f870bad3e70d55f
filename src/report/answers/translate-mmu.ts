import { UserError } from '../../errors.ts';
import type { Figure } from '../../figure.ts';
import type { Host } from '../../hosts/host.ts';
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
import { type PageVisits, patternVisits, VisitRecorder } from '../../model/paging/visits.ts';
import {
  simulate,
  simulateTogether,
  type TranslationCase,
  type TranslationResult,
} from '../../model/translation/simulate.ts';
import { tagTurns } from '../../model/translation/tag-turns.ts';
import { unknownName } from '../../names.ts';
import type { Section } from '../section.ts';
import { mmuInteractionSection } from '../sections/mmu-interactions.ts';
import { tagsSection } from '../sections/spaces.ts';
import { mmuFigure, mmuLead, translationSections } from '../sections/translation.ts';
import { mmuSummary } from '../summaries/translate.ts';
import type { PageAnswer } from './page-answer.ts';
import { accessesOf, patternOf, type TableOptions, tableCase } from './translate-options.ts';

/** The options of a comparison of MMU modes. */
export interface MmuOptions extends TableOptions {
  /** Id of a mode, or `all`. */
  mmu: string;
  activity: string;
  churn?: number;
}

/** A comparison of modes over accesses that were simulated. */
export interface MmuCompared {
  input: MmuComparison;
  results: MmuResult[];
  /** Where all modes are compared. */
  interactions?: InteractionRow[];
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

/** What modes are compared on: the host, its tables and their activity; guest pages of 4K where nothing is stated. */
export function comparisonOf(options: MmuOptions, host: Host): MmuComparison {
  const { guestPage = '4K', hostPage, guestLevels, hostLevels } = options;
  return { host, guestPage, hostPage, guestLevels, hostLevels, activity: activityOf(options) };
}

/** The walks all modes are made of: native ones in the smaller page, and nested ones. */
export function walkCases(
  options: MmuOptions,
  input: MmuComparison,
): [native: TranslationCase, nested: TranslationCase] {
  const { guestPage } = walkCase('native', input);
  const { memory } = input.host;
  return [
    tableCase({ ...options, guestPage }, memory, 'native'),
    tableCase({ ...options, guestPage: input.guestPage }, memory, 'nested'),
  ];
}

/** Modes compared, given their walks. */
export function comparedModes(mmu: string, input: MmuComparison, walks: Walks): MmuCompared {
  const cycles = { native: cyclesOf(walks.native), nested: cyclesOf(walks.nested) };
  if (mmu !== 'all') return { input, results: mmuResults(input, cycles, [pagingMode(mmu)]) };
  return {
    input,
    results: mmuResults(input, cycles, pagingModes),
    interactions: mmuInteractions(input, walks),
  };
}

const cyclesOf = ({ cyclesPerAccess }: Walks['native']) => cyclesPerAccess?.total ?? 0;

/** The first of some visits. */
function firstOf({ pages, writes, accesses, ...visits }: PageVisits, share: number): PageVisits {
  const kept = Math.max(1, Math.ceil(pages.length / share));
  return {
    ...{ ...visits, pages: pages.subarray(0, kept), writes: writes.subarray(0, kept) },
    accesses: Math.max(1, (accesses * kept) / Math.max(1, pages.length)),
  };
}

const modesOf = ({ mmu }: MmuOptions) => (mmu === 'all' ? pagingModes : [pagingMode(mmu)]);

/** Modes over a share of a pattern's accesses and visits: a first look, without what one change at a time brings. */
export function lookOnPattern(options: MmuOptions, host: Host, share: number): MmuCompared {
  const pattern = patternOf(options);
  const visits = firstOf(patternVisits(pattern, options.seed), share);
  const input = { ...comparisonOf(options, host), visits };
  const source = { pattern, accesses: Math.max(1, Math.floor(options.accesses / share)) };
  const [native, nested] = walkCases(options, input).map((one) =>
    cyclesOf(simulate(one, source)),
  ) as [number, number];
  return { input, results: mmuResults(input, { native, nested }, modesOf(options)) };
}

/** Modes compared over a synthetic pattern, as `virtcost translate --pattern` does. */
export function comparedOnPattern(options: MmuOptions, host: Host): MmuCompared {
  const pattern = patternOf(options);
  const input = { ...comparisonOf(options, host), visits: patternVisits(pattern, options.seed) };
  const [native, nested] = walkCases(options, input);
  const source = { pattern, accesses: options.accesses };
  return comparedModes(options.mmu, input, {
    native: simulate(native, source),
    nested: simulate(nested, source),
  });
}

/** Modes compared over a trace that is read once, as `virtcost translate --trace` does. */
export async function comparedOnWords(
  options: MmuOptions,
  host: Host,
  chunks: AsyncIterable<BigUint64Array>,
): Promise<MmuCompared> {
  const input = comparisonOf(options, host);
  const recorder = new VisitRecorder();
  const [native, nested] = (await simulateTogether(walkCases(options, input), chunks, (words) =>
    recorder.feed(words),
  )) as [TranslationResult, TranslationResult];
  return comparedModes(options.mmu, { ...input, visits: recorder.finish() }, { native, nested });
}

/** Visits of a trace's beginning that a first look follows. */
const LOOK_VISITS = 2048;

/** Modes over the beginning of a trace: a first look, without what one change at a time brings. */
export function lookOnWords(options: MmuOptions, host: Host, words: BigUint64Array): MmuCompared {
  const recorder = new VisitRecorder(LOOK_VISITS);
  recorder.feed(words);
  const input = { ...comparisonOf(options, host), visits: recorder.finish() };
  const [native, nested] = walkCases(options, input).map((one) =>
    cyclesOf(simulate(one, { words: [words] })),
  ) as [number, number];
  return { input, results: mmuResults(input, { native, nested }, modesOf(options)) };
}

/** What a comparison says. */
export function mmuSummaryOf(
  options: MmuOptions,
  { input, results, interactions }: MmuCompared,
): PageAnswer['summary'] {
  const inputs = { accesses: accessesOf(options), mmu: options.mmu, host: input.host.id };
  return mmuSummary(results, interactions, inputs, mmuLead(results));
}

/** What a comparison shows without simulations beside it. */
export const mmuOwnFigures = ({ input, results, interactions }: MmuCompared): Figure[] => [
  mmuFigure(results),
  ...(interactions ? mmuInteractionSection(interactions, input.host.title).figures : []),
];

/** All it shows; the charts around it take simulations of their own. */
export const mmuSections = ({ input, results, interactions }: MmuCompared): Section[] => [
  ...translationSections(input, results, mmuCurves(input)),
  ...(interactions ? [mmuInteractionSection(interactions, input.host.title)] : []),
  tagsSection(tagTurns(input.host)),
];
