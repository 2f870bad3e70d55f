import type { TopLevelSpec } from 'vega-lite';
import type { ChartLayer } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import { formatBytes, significant } from '../../format.ts';
import type { Text } from '../../message.ts';
import { answerWords, modeInSentence } from '../../messages/answers.ts';
import { cellWords } from '../../messages/cells.ts';
import { hostTitles } from '../../messages/hosts.ts';
import { terms } from '../../messages/terms.ts';
import { translateWords } from '../../messages/translate.ts';
import type { MmuComparison, MmuResult } from '../../model/paging/compare.ts';
import type { ChurnCosts, MmuCurves, ModeCost, TlbReach } from '../../model/paging/mmu-curves.ts';
import { html } from '../html.ts';
import type { Section } from '../section.ts';
import { walkCacheBandChart } from './walk-cache-band.ts';
import { walkCacheStepsChart, walkReferenceMap } from './walk-references.ts';

/** One row per MMU mode: translation, the monitor's work with its interval, and the events behind it. */
export function mmuFigure(results: readonly MmuResult[]): Figure {
  return {
    id: 'mmu-modes-table',
    title: translateWords.modesTable(),
    description: '',
    rows: results.map(({ title, translation, pageTables, total, bill }) => ({
      mode: title,
      'cycles/access': total,
      translation,
      'page tables': pageTables.value,
      interval: `${significant(pageTables.low)} to ${significant(pageTables.high)}`,
      events: terms.list({
        names: bill.map(({ label, events }) =>
          translateWords.eventCount({ events, label: cellWords(label) }),
        ),
      }),
    })),
  };
}

/** The answer of a comparison in a sentence. */
export function mmuLead(results: readonly MmuResult[]): Text {
  const [bare, ...others] = [...results].sort((a, b) => a.total - b.total);
  if (!bare || others.length === 0) return '';
  const modes = [bare, ...others].map(({ title, total }) =>
    answerWords.mode({ title: modeInSentence(title), cycles: total }),
  );
  return answerWords.mmu({ modes });
}

/** The comparison of a run and the charts around it: footprint, churn, references by page size, walk-cache sizes. */
export function translationSections(
  input: MmuComparison,
  results: readonly MmuResult[],
  curves: MmuCurves,
): Section[] {
  return [
    {
      id: 'mmu-modes',
      title: translateWords.modesTitle(),
      text: html`<p>${translateWords.modesText({ title: hostTitles(input.host.title) })}</p>`,
      figures: [
        mmuFigure(results),
        footprintChart(curves.footprint, curves.reaches),
        churnChart(curves.churn),
      ],
    },
    {
      id: 'walk-references',
      title: translateWords.walkTitle(),
      text: html`<p>${translateWords.walkText()}</p>`,
      figures: [
        walkReferenceMap(curves.references),
        walkCacheStepsChart(curves.cacheSteps),
        walkCacheBandChart(input, curves.cacheBand),
      ],
    },
  ];
}

function line(
  x: string,
  xTitle: string,
  scale: 'log' | 'symlog',
  values: Record<string, unknown>[],
): ChartLayer {
  return {
    data: { values },
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

function footprintChart(
  costs: readonly (ModeCost & { bytes: number })[],
  reaches: readonly TlbReach[],
): Figure {
  const rows = costs.map(({ bytes, title, cycles }) => ({
    mib: bytes / 2 ** 20,
    mode: title,
    cycles,
  }));
  const marks: TopLevelSpec = {
    layer: [
      line('mib', 'footprint, MiB', 'log', rows),
      {
        data: { values: reaches.map(({ tlb, bytes }) => ({ tlb, mib: bytes / 2 ** 20 })) },
        encoding: { x: { field: 'mib', type: 'quantitative' } },
        layer: [
          { mark: { type: 'rule', strokeDash: [2, 3] } },
          {
            mark: { type: 'text', align: 'left', dx: 3, dy: 6 },
            encoding: { y: { value: 0 }, text: { field: 'tlb' } },
          },
        ],
      },
    ],
  };
  const told = terms.list({ names: reaches.map(({ bytes }) => formatBytes(bytes)) });
  return {
    id: 'mmu-footprint',
    title: translateWords.footprintTitle(),
    description: translateWords.footprintText({ told }),
    spec: marks,
    rows,
  };
}

/** Where the order of shadow and nested paging changes, in a sentence. */
function crossingSentence({ crossing }: ChurnCosts): Text {
  if (crossing === null) return translateWords.shadowAhead();
  if (crossing === 0) return translateWords.nestedAhead();
  return translateWords.cross({ crossing });
}

function churnChart(costs: ChurnCosts): Figure {
  const { points, crossing } = costs;
  const rows = points.map(({ churn, title, cycles }) => ({ churn, mode: title, cycles }));
  const mark: TopLevelSpec = {
    layer: [
      line('churn', 'page-table changes per 1000 visits of pages', 'symlog', rows),
      {
        data: { values: crossing === null ? [] : [{ churn: crossing, label: 'shadow = nested' }] },
        encoding: { x: { field: 'churn', type: 'quantitative' } },
        layer: [
          { mark: { type: 'rule', strokeDash: [2, 3] } },
          {
            mark: { type: 'text', align: 'left', dx: 4, y: 8 },
            encoding: { text: { field: 'label' } },
          },
        ],
      },
    ],
  };
  return {
    id: 'mmu-churn',
    title: translateWords.churnTitle(),
    description: translateWords.churnText({ costs: crossingSentence(costs) }),
    spec: mark,
    rows,
  };
}
