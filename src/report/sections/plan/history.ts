import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../../chart.ts';
import { nth } from '../../../elements.ts';
import type { Figure } from '../../../figure.ts';
import { percentOf, rounded } from '../../../format.ts';
import { historyWords } from '../../../messages/plan-history.ts';
import type { HistoryOutline } from '../../../plan/history/outline.ts';
import { namedPoints } from '../../charts/turns.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

const monthsIn = (months: number | null | undefined, horizon: number) =>
  months === undefined ? null : months === null ? `over ${horizon}` : rounded(months, 3);

type Ends = HistoryOutline['ends'][number];

/** Ends of the interval: dates where the history has a calendar, else months. */
function endsOf({ answer }: HistoryOutline, ends: Ends): FigureRow {
  const { horizonMonths, dateMs } = answer;
  const date = (which: 'value' | 'early' | 'late') =>
    ends === undefined
      ? ''
      : ends.months[which] === null
        ? `over ${horizonMonths} months`
        : (ends.dates[which] ?? '');
  if (dateMs !== undefined)
    return {
      'runs out': date('value'),
      'runs out, early': date('early'),
      'runs out, late': date('late'),
    };
  return {
    'months, early': monthsIn(ends?.months.early, horizonMonths),
    'months, late': monthsIn(ends?.months.late, horizonMonths),
  };
}

/** Growth of each resource with its limit and when it is reached. */
const rowsOf = (outline: HistoryOutline): FigureRow[] =>
  outline.answer.rows.map((row, i) => {
    const ends = outline.ends[i];
    return {
      cluster: row.cluster,
      resource: row.resource,
      unit: row.unit,
      now: rounded(row.now),
      'per month': rounded(row.perMonth, 3),
      'per month, low': row.low === undefined ? null : rounded(row.low, 3),
      'per month, high': row.high === undefined ? null : rounded(row.high, 3),
      'per month, %': row.now > 0 ? rounded((100 * row.perMonth) / row.now, 3) : null,
      limit: row.limit === undefined ? null : rounded(row.limit),
      'months left': monthsIn(ends?.months.value, outline.answer.horizonMonths),
      ...endsOf(outline, ends),
    };
  });

export const historyTables = (outline: HistoryOutline): Figure[] => {
  const rows = rowsOf(outline);
  return rows.length > 0 ? [tableFigure('history-growth', historyWords.tableTitle(), rows)] : [];
};

/** Where the fit of a line reaches its limit within the chart. */
function fullAt({ fit }: HistoryOutline['lines'][number]) {
  const after = fit.findIndex((point, i) => i > 0 && point.share >= 1 && nth(fit, i - 1).share < 1);
  if (after < 0) return [];
  const [from, to] = [nth(fit, after - 1), nth(fit, after)];
  const month = from.month + ((1 - from.share) / (to.share - from.share)) * (to.month - from.month);
  return [{ month, full: 100, before: true, name: historyWords.fullIn({ month }) }];
}

function historyChart({ lines }: HistoryOutline): Figure[] {
  if (lines.length === 0) return [];
  const month = (value: number) => rounded(value, 4);
  const points = lines.flatMap(({ series, points: list }) =>
    list.map((point) => ({ series, month: month(point.month), share: percentOf(point.share) })),
  );
  const fit = lines.flatMap(({ series, fit: list }) =>
    list.map((at) => ({
      series,
      month: month(at.month),
      fit: percentOf(at.share),
      low: percentOf(at.low),
      high: percentOf(at.high),
    })),
  );
  const x = {
    field: 'month',
    type: 'quantitative',
    title: 'months from now',
  } satisfies PositionChannel;
  const color = { field: 'series', type: 'nominal', title: null } as const;
  const y = (field: string) =>
    ({ field, type: 'quantitative', title: 'share of the limit, %' }) as const;
  const spec: TopLevelSpec = {
    height: 260,
    layer: [
      {
        data: { values: fit },
        mark: { type: 'area', opacity: 0.14 },
        encoding: { x, y: y('low'), y2: { field: 'high' }, color },
      },
      {
        data: { values: fit },
        mark: { type: 'line' },
        encoding: { x, y: y('fit'), color, strokeDash: color },
      },
      {
        data: { values: points },
        mark: { type: 'point', filled: true },
        encoding: { x, y: y('share'), color, shape: color },
      },
      ...namedPoints(lines.flatMap(fullAt), { x, y: y('full') }, { shape: 'cross', dy: -9 }),
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { y: { field: 'limit', type: 'quantitative' } },
      },
    ],
  };
  return [
    {
      id: 'history-lines',
      title: historyWords.chartTitle(),
      description: historyWords.chartText(),
      spec,
      rows: [
        ...points.map(({ series, month, share }) => ({
          ...{ series, 'months from now': month, 'share of the limit, %': share },
          ...{ 'fit, %': null, 'low, %': null, 'high, %': null },
        })),
        ...fit.map(({ series, month, fit: value, low, high }) => ({
          ...{ series, 'months from now': month, 'share of the limit, %': null },
          ...{ 'fit, %': value, 'low, %': low, 'high, %': high },
        })),
      ],
    },
  ];
}

/** Growth by history and when each resource runs out. */
export function historySections(outline: HistoryOutline): Section[] {
  const { answer, sentence, source, spanMonths } = outline;
  const { dates, leftOut, from } = answer;
  return [
    {
      id: 'history',
      title: historyWords.title(),
      gist: sentence,
      depth: 'first',
      text: html`<p>${sentence}</p><p>${historyWords.how({
        ...{ dates, months: spanMonths, source },
        more: dates < 3 ? historyWords.two() : from === 'load' ? historyWords.correlated() : '',
        left: leftOut.length > 0 ? historyWords.leftOut({ clusters: leftOut }) : '',
      })}</p>`,
      figures: [...historyTables(outline), ...historyChart(outline)],
    },
  ];
}
