import type { TopLevelSpec } from 'vega-lite';
import type { ColourChannel, PositionChannel } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import { percentOf, percentText } from '../../format.ts';
import { cellWords } from '../../messages/cells.ts';
import { planPageWords as words } from '../../messages/plan-page.ts';
import type { GrowthLines } from '../../plan/outlook/growth-lines.ts';
import type { Outlook } from '../../plan/outlook/outlook.ts';
import { max, min } from '../../statistics.ts';
import { namedPoints } from './turns.ts';

/** Height of the growth chart on a phone, where names are closest, and what a name needs of it; pixels. */
const GROWTH_HEIGHT = 240;
const NAME_HEIGHT = 14;
/** Where a name stands to a point, pixels below it: the first of these that no other name has taken. */
const places = [15, -9, 29, -23, 43, -37];

/** Names of points that would lie on each other take places of their own; `low` and `high` are the ends of the axis. */
function placed<T extends { load: number }>(full: readonly T[], low: number, high: number) {
  const taken: number[] = [];
  return full.map((entry) => {
    const at = (GROWTH_HEIGHT * (high - entry.load)) / Math.max(1, high - low);
    const free = (dy: number) => taken.every((one) => Math.abs(one - at - dy) >= NAME_HEIGHT);
    const dy = places.find(free) ?? 0;
    taken.push(at + dy);
    return { ...entry, dy };
  });
}

/** Load of the tightest clusters as machines are added month by month, with the band of the rate. */
export function growthChart({ rate, points: values, full, clusters, shown }: GrowthLines): Figure {
  const months = values.at(-1)?.month ?? 0;
  const [low, high] = [min(values.map((one) => one.low)), max(values.map((one) => one.high))];
  const x = {
    field: 'month',
    type: 'quantitative',
    title: 'months from now',
  } satisfies PositionChannel;
  const series = {
    field: 'cluster',
    type: 'nominal',
    title: null,
    sort: [...new Set(values.map(({ cluster }) => String(cluster)))],
  } satisfies ColourChannel;
  const spec: TopLevelSpec = {
    height: 260,
    layer: [
      {
        data: { values },
        mark: { type: 'area', fillOpacity: 0.16, stroke: null },
        encoding: {
          x,
          y: {
            field: 'low',
            type: 'quantitative',
            title: 'load, % of capacity',
            scale: { zero: false },
          },
          y2: { field: 'high' },
          color: series,
        },
      },
      {
        data: { values },
        mark: { type: 'line' },
        encoding: {
          x,
          y: { field: 'load', type: 'quantitative' },
          color: series,
          strokeDash: {
            ...series,
            legend: { symbolType: 'stroke', symbolSize: 400, symbolOpacity: 1 },
          },
        },
      },
      ...namedPoints(
        placed(full, low, high).map((entry) => ({
          ...entry,
          before: entry.month > months / 2,
          name: entry.month > 0 ? words.fullIn({ month: entry.month }) : words.fullNow(),
        })),
        { x, y: { field: 'load', type: 'quantitative' } },
        { shape: 'cross', dy: { expr: 'datum.dy' } },
      ),
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { y: { field: 'limit', type: 'quantitative' } },
      },
    ],
  };
  return {
    id: 'growth-lines',
    title: words.growth({ percent: rate.percentPerMonth, low: rate.low, high: rate.high }),
    description: words.growthText({
      more: clusters > shown ? words.clustersMore({ shown, clusters }) : '',
    }),
    spec,
    rows: values
      .filter(({ month }) => month % 3 === 0)
      .map(({ cluster, month, load, low, high }) => ({
        cluster,
        'months from now': month,
        'load, %': load,
        'slower growth, %': low,
        'faster growth, %': high,
      })),
  };
}

/** What each assumption of the answer is worth in load of what runs out first; `base` is the plan's own. */
export function tornado({ sensitivities }: Outlook, base: number): Figure {
  const rows = sensitivities.map(({ what, low, high }) => ({
    what,
    label: `${what}|${low.setting}: ${percentText(low.load)}|${high.setting}: ${percentText(high.load)}`,
    ends: [
      { end: 'lower', load: percentOf(low.load) },
      { end: 'higher', load: percentOf(high.load) },
    ],
  }));
  const values = rows.flatMap(({ label, ends }) =>
    ends.map((entry) => ({ label, ...entry, base: percentOf(base) })),
  );
  const x = {
    type: 'quantitative',
    title: 'load, %',
    scale: { zero: false },
  } satisfies PositionChannel;
  const spec: TopLevelSpec = {
    height: { step: 52 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: 20 },
        encoding: {
          y: {
            field: 'label',
            type: 'nominal',
            sort: rows.map(({ label }) => label),
            title: null,
            axis: {
              labelExpr: "split(datum.value, '|')",
              labelLineHeight: 13,
              labelOffset: -13,
              labelFontSize: 11,
              labelPadding: 6,
            },
          },
          x: { ...x, field: 'base' },
          x2: { field: 'load' },
          fill: {
            field: 'end',
            type: 'nominal',
            title: 'the assumption is',
            scale: { domain: ['lower', 'higher'], range: ['url(#hatch-5)', 'var(--c3)'] },
            legend: { orient: 'top' },
          },
        },
      },
      {
        data: { values: [{ base: percentOf(base) }] },
        mark: { type: 'rule' },
        encoding: { x: { field: 'base', type: 'quantitative' } },
      },
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { x: { field: 'limit', type: 'quantitative' } },
      },
    ],
  };
  const first = sensitivities[0];
  return {
    id: 'tornado',
    title: words.hangsOn(),
    description: words.hangsOnText({
      base,
      first: first ? words.mostDependsOn({ what: cellWords(first.what) }) : '',
    }),
    spec,
    rows: sensitivities.map(({ what, low, high }) => ({
      assumption: what,
      'lower setting': low.setting,
      'load then, %': percentOf(low.load),
      'higher setting': high.setting,
      'load then, % ': percentOf(high.load),
    })),
  };
}
