import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import type { Host } from '../../hosts/host.ts';
import {
  type SpacesCase,
  type SpacesResult,
  simulateSpaces,
} from '../../model/translation/spaces.ts';
import { type TagRow, tagPolicies } from '../../model/translation/tag-policies.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';
import { htmlTable, significant } from '../table.ts';

/** One row per tag policy: walks, translations dropped, cycles and what they save. */
export function tagTable(rows: readonly TagRow[]): Record<string, string | number>[] {
  return rows.map(({ title, walks, dropped, translation, saved }) => ({
    tags: title,
    walks,
    'translations dropped': dropped,
    'translation cycles/access': translation === null ? '' : significant(translation),
    saved: saved === null ? '' : `${(100 * saved).toFixed(1)} %`,
  }));
}

/** One row per kind of event: how many, what one costs, what it adds to an access. */
export function eventRows(result: SpacesResult): Record<string, string | number>[] {
  return result.bill.map(({ label, events, cyclesEach: { value, low, high, unverified } }) => ({
    event: label,
    count: events,
    'cycles each': `${significant(value)}${unverified ? ' (unverified)' : ''}`,
    interval: `${significant(low)} to ${significant(high)}`,
    'cycles/access': significant((events * value) / Math.max(1, result.accesses)),
  }));
}

/** Cycles per access of a run and, where events were counted, of the same run without them. */
export function cycleRows(
  result: SpacesResult,
  withoutEvents?: SpacesResult,
): Record<string, string | number>[] {
  const runs: [string, SpacesResult][] = [['as asked', result]];
  if (withoutEvents) runs.push(['without events', withoutEvents]);
  return runs.flatMap(([run, { cyclesPerAccess, walks, guestRefs, hostRefs }]) => {
    if (!cyclesPerAccess) return [];
    const { l2TlbHits, walk, events, total } = cyclesPerAccess;
    return [
      {
        run,
        'cycles/access': significant(total),
        'second-level TLB hits': significant(l2TlbHits),
        walks: significant(walk),
        events: significant(events),
        'references/walk': significant((guestRefs + hostRefs) / Math.max(1, walks)),
      },
    ];
  });
}

const TURNS = [100, 300, 1000, 3000, 10_000, 30_000];
/** At least three turns of every process. */
const chartAccesses = (turn: number) => Math.max(60_000, 3 * CHART_PROCESSES * turn);
const CHART_BYTES = 2 ** 20;
const CHART_PROCESSES = 4;

/** Translation as the turns of a few processes become longer, with and without tags. */
export function turnChart(host: Host): Figure {
  const input = {
    mode: 'nested',
    guestPage: '4K',
    hostPage: '4K',
    guestLevels: 4,
    hostLevels: 4,
    host,
    processes: CHART_PROCESSES,
  } as const;
  const rows = TURNS.flatMap((switchEvery) =>
    (['none', 'both'] as const).map((policy) => {
      const { pcid, vpid } = tagPolicies[policy];
      const { cyclesPerAccess } = simulateSpaces(
        { ...input, tags: { pcid, vpid }, rhythm: { switchEvery } },
        { pattern: 'uniform', bytes: CHART_BYTES },
        chartAccesses(switchEvery),
      );
      const tags = policy === 'none' ? 'none: each switch flushes' : 'PCID: kept';
      return { turn: switchEvery, tags, cycles: cyclesPerAccess!.total };
    }),
  );
  const series = { field: 'tags', type: 'nominal', title: null } as const;
  return {
    id: 'tags-turns',
    title: 'What tags save as turns become longer',
    description: `${CHART_PROCESSES} processes of 1 MiB each, random accesses, nested 4K on 4K: without tags every turn walks its pages anew.`,
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
    } as TopLevelSpec,
    rows: rows.map((row) => ({ ...row, cycles: significant(row.cycles) })),
  };
}

/** What tags are worth on a host, for the page that compares MMU modes. */
export function tagsSection(host: Host): Section {
  return {
    id: 'tags',
    title: 'Tags of cached translations',
    text: html`<p>With PCID, VPID (ASID on AMD) and EPTP tags a switch of address space leaves what the TLBs and walk
caches hold; without them it flushes, and guest-physical translations alone stay.</p>`,
    figures: [turnChart(host)],
  };
}

function policyChart(rows: readonly TagRow[]): Figure {
  const values = rows.map(({ policy, translation }) => {
    return { tags: tagPolicies[policy].label, cycles: translation };
  });
  return {
    id: 'tags-policies',
    title: 'This run under each kind of tags',
    description: 'Translation cycles per access; the same accesses and switches.',
    spec: {
      data: { values },
      height: { step: 28 },
      mark: { type: 'bar' },
      encoding: {
        y: { field: 'tags', type: 'nominal', title: null, sort: null },
        x: { field: 'cycles', type: 'quantitative', title: 'cycles per access' },
      },
    } as unknown as TopLevelSpec,
    rows: tagTable(rows),
  };
}

/** The answer of a run in a sentence: what an access costs, and what tags save of it. */
export function spacesLead({ cyclesPerAccess }: SpacesResult, tags: readonly TagRow[]): string {
  if (!cyclesPerAccess) return '';
  const saved = tags.at(-1)?.saved;
  const tagged =
    tags.length > 1 && saved !== undefined && saved !== null
      ? ` Tags save ${(100 * saved).toFixed(1)} % of translation.`
      : '';
  return `Translation takes ${significant(cyclesPerAccess.total)} cycles per access.${tagged}`;
}

/** A run with several address spaces, mixed pages or events. */
export function spacesSections(
  input: SpacesCase,
  result: SpacesResult,
  tags: readonly TagRow[],
  withoutEvents?: SpacesResult,
): Section[] {
  const sections: Section[] = [];
  if (tags.length > 1) {
    sections.push({
      id: 'tag-policies',
      title: 'What tags save',
      text: html`<p>${result.switches} switches, ${result.exits} VM exits and ${result.invalidations} invalidations
in ${result.accesses} accesses.</p>${htmlTable(tagTable(tags), 'What tags save')}`,
      figures: result.cyclesPerAccess ? [policyChart(tags)] : [],
    });
  }
  const { firstTouch, logging, sharing } = result.violations;
  sections.push({
    id: 'nested-events',
    title: 'Events of nested tables',
    text: html`<p>${firstTouch + logging + sharing} violations, ${result.misconfigurations} misconfigurations,
${result.splits.logging + result.splits.sharing} large host mappings split; ${result.tableWrites} accesses to guest
tables counted as writes.</p>${htmlTable(cycleRows(result, withoutEvents), 'Cycles per access')}
${
  result.bill.length > 0
    ? html`<p>Each event at its price on ${input.host.title}:</p>${htmlTable(eventRows(result), 'Events and their price')}`
    : ''
}`,
    figures: [],
  });
  return [...sections, tagsSection(input.host)];
}
