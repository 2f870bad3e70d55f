import type { Figure } from '../../figure.ts';
import { significant } from '../../format.ts';
import type { Text } from '../../message.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { translateWords } from '../../messages/translate.ts';
import type { SpacesCase, SpacesResult } from '../../model/translation/spaces.ts';
import type { TagRow } from '../../model/translation/tag-policies.ts';
import type { TagTurn } from '../../model/translation/tag-turns.ts';
import { tagPolicies } from '../../model/translation/tags.ts';
import { html } from '../html.ts';
import type { FigureRow, Section } from '../section.ts';

/** What a run counted: what every run has, and of the rest what happened. */
function spacesCountsFigure(result: SpacesResult): Figure {
  const { accesses, l1Misses, walks, guestRefs, hostRefs, nestedTlbHits, firstTouches } = result;
  const { switches, vmSwitches, cr3Loads, exits, invalidations, dropped, tableWrites } = result;
  const counts = {
    accesses,
    'L1 TLB misses': l1Misses,
    walks,
    'guest references': guestRefs,
    'host references': hostRefs,
    'nested TLB hits': nestedTlbHits,
    'first touches': firstTouches,
    'address-space switches': switches,
    'of these to another VM': vmSwitches,
    'CR3 loads': cr3Loads,
    'VM exits': exits,
    invalidations,
    'translations dropped': dropped,
    'guest-table accesses as writes': tableWrites,
    'logging rounds': result.rounds,
  };
  const optional = new Set(Object.keys(counts).slice(6));
  return {
    id: 'spaces-counts',
    title: translateWords.counts(),
    description: translateWords.countsText(),
    rows: Object.entries(counts)
      .filter(([what, n]) => n > 0 || !optional.has(what))
      .map(([what, n]) => ({ what, count: n, 'per access': n / Math.max(1, accesses) })),
  };
}

/** One row per tag policy: walks, translations dropped, cycles and what they save. */
const tagRowsShown = (rows: readonly TagRow[]): FigureRow[] =>
  rows.map(({ title, walks, dropped, translation, saved }) => ({
    tags: title,
    walks,
    'translations dropped': dropped,
    'translation cycles/access': translation,
    'saved, %': saved === null ? null : 100 * saved,
  }));

/** One row per kind of event: how many, what one costs, what it adds to an access. */
function eventsFigure(result: SpacesResult, host: string): Figure {
  return {
    id: 'spaces-events',
    title: translateWords.eventsTable(),
    description: translateWords.eventsText({ host: hostTitles(host) }),
    rows: result.bill.map(({ label, events, cyclesEach: { value, low, high, unverified } }) => ({
      event: label,
      count: events,
      'cycles each': value,
      interval: `${significant(low)} to ${significant(high)}${unverified ? ' (unverified)' : ''}`,
      'cycles/access': (events * value) / Math.max(1, result.accesses),
    })),
  };
}

/** Cycles per access of a run and, where events were counted, of the same run without them. */
function cyclesFigure(result: SpacesResult, withoutEvents?: SpacesResult): Figure {
  const runs: [string, SpacesResult][] = [['as asked', result]];
  if (withoutEvents) runs.push(['without events', withoutEvents]);
  return {
    id: 'spaces-cycles',
    title: translateWords.cyclesPerAccess(),
    description: '',
    rows: runs.flatMap(([run, { cyclesPerAccess, walks, guestRefs, hostRefs }]) => {
      if (!cyclesPerAccess) return [];
      const { l2TlbHits, walk, events, total } = cyclesPerAccess;
      return [
        {
          run,
          'cycles/access': total,
          'second-level TLB hits': l2TlbHits,
          walks: walk,
          events,
          'references/walk': (guestRefs + hostRefs) / Math.max(1, walks),
        },
      ];
    }),
  };
}

/** Translation as the turns of a few processes become longer, with and without tags. */
function turnChart(turns: readonly TagTurn[]): Figure {
  const rows = turns.map(({ turn, policy, cycles }) => ({
    turn,
    tags: policy === 'none' ? 'none: each switch flushes' : 'PCID: kept',
    cycles,
  }));
  const series = { field: 'tags', type: 'nominal', title: null } as const;
  return {
    id: 'tags-turns',
    title: translateWords.turnsTitle(),
    description: translateWords.turnsText(),
    spec: {
      data: { values: rows },
      mark: { type: 'line', point: true },
      encoding: {
        x: {
          field: 'turn',
          type: 'quantitative',
          scale: { type: 'log', nice: false },
          title: 'accesses of a turn',
        },
        y: { field: 'cycles', type: 'quantitative', title: 'cycles per access' },
        color: series,
        strokeDash: series,
        shape: series,
      },
    },
    rows,
  };
}

/** What tags are worth on a host, for the page that compares MMU modes. */
export function tagsSection(turns: readonly TagTurn[]): Section {
  return {
    id: 'tags',
    title: translateWords.tagsTitle(),
    text: html`<p>${translateWords.tagsText()}</p>`,
    figures: [turnChart(turns)],
  };
}

function policyFigure(rows: readonly TagRow[]): Figure {
  const values = rows.flatMap(({ policy, translation }) =>
    translation === null ? [] : [{ tags: tagPolicies[policy].label, cycles: translation }],
  );
  const figure = {
    id: 'tags-policies',
    title: translateWords.policiesTitle(),
    description: translateWords.policiesText(),
    rows: tagRowsShown(rows),
  };
  if (values.length === 0) return figure;
  return {
    ...figure,
    spec: {
      data: { values },
      height: { step: 28 },
      mark: { type: 'bar' },
      encoding: {
        y: { field: 'tags', type: 'nominal', title: null, sort: null },
        x: { field: 'cycles', type: 'quantitative', title: 'cycles per access' },
      },
    },
  };
}

/** The answer of a run in a sentence: what an access costs, and what tags save of it. */
export function spacesLead({ cyclesPerAccess }: SpacesResult, tags: readonly TagRow[]): Text {
  if (!cyclesPerAccess) return '';
  const saved = tags.at(-1)?.saved;
  const tagged =
    tags.length > 1 && saved !== undefined && saved !== null
      ? translateWords.tagsSave({ toFixed: (100 * saved).toFixed(1) })
      : '';
  return translateWords.spacesTakes({ total: cyclesPerAccess.total, tagged });
}

/** A run with several address spaces, mixed pages or events, and what it gave under each kind of tags. */
export interface SpacesAnswer {
  input: SpacesCase;
  result: SpacesResult;
  tags: readonly TagRow[];
  withoutEvents?: SpacesResult;
}

function tagSections({ result, tags }: SpacesAnswer): Section[] {
  if (tags.length < 2) return [];
  return [
    {
      id: 'tag-policies',
      title: translateWords.tagsSaveTitle(),
      text: html`<p>${translateWords.tagsSaveText({ switches: result.switches, exits: result.exits, invalidations: result.invalidations, accesses: result.accesses })}</p>`,
      figures: [policyFigure(tags)],
    },
  ];
}

function eventsSection({ input, result, withoutEvents }: SpacesAnswer): Section {
  const { firstTouch, logging, sharing } = result.violations;
  return {
    id: 'nested-events',
    title: translateWords.nestedEvents(),
    text: html`<p>${translateWords.nestedEventsText({ firstTouch: firstTouch + logging + sharing, misconfigurations: result.misconfigurations, logging: result.splits.logging + result.splits.sharing, tableWrites: result.tableWrites })}</p>`,
    figures: [
      spacesCountsFigure(result),
      ...(result.bill.length > 0 ? [eventsFigure(result, input.host.title)] : []),
      ...(result.cyclesPerAccess ? [cyclesFigure(result, withoutEvents)] : []),
    ],
  };
}

/** What the run itself found, without what tags would save elsewhere. */
export const spacesSections = (answer: SpacesAnswer): Section[] => [
  ...tagSections(answer),
  eventsSection(answer),
];
