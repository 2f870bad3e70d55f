import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import { churning } from '../../model/paging/activity.ts';
import {
  compareMmuModes,
  type MmuComparison,
  type MmuResult,
  mmuResults,
  walkCase,
} from '../../model/paging/compare.ts';
import { crossing } from '../../model/paging/interactions.ts';
import { pagingMode } from '../../model/paging/modes.ts';
import { patternVisits } from '../../model/paging/visits.ts';
import { entryPage, leafLevels, simulate } from '../../model/translation/simulate.ts';
import { formatBytes } from '../../units.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';
import { htmlTable, significant } from '../table.ts';
import { walkCacheBand } from './walk-cache-band.ts';
import { referenceMap, walkCacheSteps } from './walk-references.ts';

const ACCESSES = 40_000;
const uniform = (bytes: number) => ({ pattern: { pattern: 'uniform', bytes }, accesses: ACCESSES });

/** One row per MMU mode: translation, the monitor's work with its interval, and the events behind it. */
export function mmuTable(results: readonly MmuResult[]): Record<string, string | number>[] {
  return results.map(({ title, translation, pageTables, total, bill }) => ({
    mode: title,
    'cycles/access': significant(total),
    translation: significant(translation),
    'page tables': significant(pageTables.value),
    interval: `${significant(pageTables.low)} to ${significant(pageTables.high)}`,
    events: bill.map(({ label, events }) => `${events} ${label}`).join(', '),
  }));
}

const lower = (title: string) => title.charAt(0).toLowerCase() + title.slice(1);

/** The answer of a comparison in a sentence. */
export function mmuLead(results: readonly MmuResult[]): string {
  const [bare, ...others] = [...results].sort((a, b) => a.total - b.total);
  if (!bare || others.length === 0) return '';
  const told = others.map(({ title, total }) => `${lower(title)} ${significant(total)}`);
  return `Cycles per access, cheapest first: ${lower(bare.title)} ${significant(bare.total)}, ${told.join(', ')}.`;
}

/** The comparison of a run and the charts around it: footprint, churn, references by page size, walk-cache sizes. */
export function translationSections(
  input: MmuComparison,
  results: readonly MmuResult[],
): Section[] {
  return [
    {
      id: 'mmu-modes',
      title: 'One stream of accesses, every kind of page table',
      text: html`<p>Translation is simulated; the monitor's work is the counted events times their prices on
${input.host.title}. Most prices of shadow work are estimated, hence the interval.</p>${htmlTable(
        mmuTable(results),
        'Cycles per access by MMU mode',
      )}`,
      figures: [footprintChart(input), churnChart(input)],
    },
    {
      id: 'walk-references',
      title: 'What a walk costs',
      text: html`<p>References of a cold walk are (g + 1)(h + 1) - 1 for g guest and h host levels. Sizes of walk caches
and nested TLBs are not published: the band below shows what other sizes would change.</p>`,
      figures: [referenceMap(input), walkCacheSteps(input), walkCacheBand(input)],
    },
  ];
}

function line(x: string, xTitle: string, scale: 'log' | 'symlog', values: object[]): TopLevelSpec {
  return {
    data: { values: values as Record<string, unknown>[] },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: x, type: 'quantitative', scale: { type: scale, nice: false }, title: xTitle },
      y: { field: 'cycles', type: 'quantitative', title: 'cycles per access' },
      color: { field: 'mode', type: 'nominal', title: null },
      strokeDash: { field: 'mode', type: 'nominal', title: null },
      shape: { field: 'mode', type: 'nominal', title: null },
    },
  };
}

const compared = ['native', 'shadow', 'direct', 'nested', 'agile'].map(pagingMode);

/** What the TLBs of a host reach with entries of these pages, bytes. */
function reaches(input: MmuComparison): { tlb: string; bytes: number }[] {
  const page = entryPage({ mode: 'nested', ...input });
  const { l1Dtlb, l2Tlb } = input.host.memory;
  const pageBytes = 2 ** (3 + 9 * leafLevels[page]);
  return [
    { tlb: 'L1 TLB', bytes: (l1Dtlb[page] ?? l1Dtlb['4K']).entries * pageBytes },
    ...(l2Tlb.pages.includes(page) ? [{ tlb: 'L2 TLB', bytes: l2Tlb.entries * pageBytes }] : []),
  ];
}

function footprintChart(input: MmuComparison): Figure {
  const marked = reaches(input);
  const reach = marked.map(({ bytes }) => bytes);
  const sizes = [...new Set([2 ** 16, 2 ** 20, 2 ** 24, 2 ** 28, 2 ** 32, 2 ** 36, ...reach])];
  const rows = sizes
    .sort((a, b) => a - b)
    .flatMap((bytes) =>
      compareMmuModes(input, () => uniform(bytes), compared).map(({ title, total }) => ({
        mib: bytes / 2 ** 20,
        mode: title,
        cycles: total,
      })),
    );
  const marks: TopLevelSpec = {
    layer: [
      line('mib', 'footprint, MiB', 'log', rows),
      {
        data: { values: marked.map(({ tlb, bytes }) => ({ tlb, mib: bytes / 2 ** 20 })) },
        encoding: { x: { field: 'mib', type: 'quantitative' } },
        layer: [
          { mark: { type: 'rule', strokeDash: [2, 3] } },
          {
            mark: { type: 'text', align: 'left', dx: 3, dy: 6 },
            encoding: { y: { value: 0 }, text: { field: 'tlb' } },
          },
        ],
      },
    ] as never,
  };
  return {
    id: 'mmu-footprint',
    title: 'Cycles per access as the footprint grows',
    description: `Random accesses; the dotted lines are the reaches of the TLBs, ${reach.map(formatBytes).join(' and ')}.`,
    spec: marks,
    rows: rows.map((row) => ({ ...row, cycles: significant(row.cycles) })),
  };
}

const CHURNS = [0, 0.1, 0.3, 1, 3, 10, 30, 100];

function churnChart(input: MmuComparison): Figure {
  const source = uniform(2 ** 30);
  const cycles = (mode: 'native' | 'nested') =>
    simulate(walkCase(mode, input), source).cyclesPerAccess!.total;
  // Walks do not depend on the activity: simulated once.
  const walks = { native: cycles('native'), nested: cycles('nested') };
  const visits = patternVisits(source.pattern, input.seed);
  const rows = CHURNS.flatMap((churn) =>
    mmuResults({ ...input, visits, activity: churning(churn) }, walks, compared).map(
      ({ mode, title, total }) => ({ churn, id: mode, mode: title, cycles: total }),
    ),
  );
  const cost = (churn: number, id: string) =>
    rows.find((row) => row.churn === churn && row.id === id)!.cycles;
  const at = crossing(
    CHURNS.map((churn) => ({
      churn,
      shadow: cost(churn, 'shadow'),
      nested: cost(churn, 'nested'),
    })),
  );
  const where =
    at === null
      ? 'Shadow paging stays ahead of nested paging over the whole range.'
      : at === 0
        ? 'Nested paging is ahead of shadow paging over the whole range.'
        : `The lines cross at ${significant(at)} changes per 1000 visits of pages: beyond, nested paging beats shadow paging.`;
  const lines = line('churn', 'page-table changes per 1000 visits of pages', 'symlog', rows);
  const mark: TopLevelSpec = {
    layer: [
      lines,
      {
        data: { values: at === null ? [] : [{ churn: at, label: 'shadow = nested' }] },
        encoding: { x: { field: 'churn', type: 'quantitative' } },
        layer: [
          { mark: { type: 'rule', strokeDash: [2, 3] } },
          {
            mark: { type: 'text', align: 'left', dx: 4, y: 8 },
            encoding: { text: { field: 'label' } },
          },
        ],
      },
    ] as never,
  };
  return {
    id: 'mmu-churn',
    title: 'Shadow against nested as page tables change',
    description: `${where} 1 GiB of random accesses.`,
    spec: mark,
    rows: rows.map(({ churn, mode, cycles: value }) => ({
      churn,
      mode,
      cycles: significant(value),
    })),
  };
}
