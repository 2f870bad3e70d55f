import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../../chart.ts';
import type { Figure } from '../../../figure.ts';
import { percentOf, rounded } from '../../../format.ts';
import { historyWords } from '../../../messages/plan-history.ts';
import { type HistoryAnswer, type HistoryRow, MONTH_DAYS } from '../../../plan/history/history.ts';
import { dateAfter, historySentence, sourceText } from '../../../plan/history/sentence.ts';
import { fitTrend } from '../../../plan/history/trend.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

const MOST_LINES = 4;
const MOST_POINTS = 60;

const monthsIn = (days: number | null | undefined, horizon: number) =>
  days === undefined ? null : days === null ? `over ${horizon}` : rounded(days / MONTH_DAYS, 3);

/** Ends of the interval: dates where the history has a calendar, else months. */
function endsOf(answer: HistoryAnswer, { reached }: HistoryRow): FigureRow {
  const { horizonMonths, dateMs } = answer;
  const beyond = `over ${horizonMonths} months`;
  const date = (days: number | null | undefined) =>
    days === null ? beyond : (dateAfter(answer, days) ?? '');
  if (dateMs !== undefined)
    return {
      'runs out': reached ? date(reached.value) : '',
      'runs out, early': reached ? date(reached.early) : '',
      'runs out, late': reached ? date(reached.late) : '',
    };
  return {
    'months, early': reached ? monthsIn(reached.early, horizonMonths) : null,
    'months, late': reached ? monthsIn(reached.late, horizonMonths) : null,
  };
}

/** Growth of each resource with its limit and when it is reached. */
function rowsOf(answer: HistoryAnswer): FigureRow[] {
  const { horizonMonths } = answer;
  return answer.rows.map((row) => {
    const { reached } = row;
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
      'months left': reached ? monthsIn(reached.value, horizonMonths) : null,
      ...endsOf(answer, row),
    };
  });
}

export const historyTables = (answer: HistoryAnswer): Figure[] => {
  const rows = rowsOf(answer);
  return rows.length > 0 ? [tableFigure('history-growth', historyWords.tableTitle(), rows)] : [];
};

/** Points, line and band of a row, percent of its limit, months from the last date. */
function linesOf(row: HistoryRow, until: number) {
  const limit = row.limit ?? 1;
  const name = row.cluster === 'all' ? row.resource : `${row.cluster}, ${row.resource}`;
  const trend = fitTrend(row.points.map(({ day, value }) => [day, value]));
  const begin = row.points[0]?.day ?? 0;
  const every = Math.max(1, Math.ceil(row.points.length / MOST_POINTS));
  const points = row.points
    .filter((_, i) => (row.points.length - 1 - i) % every === 0)
    .map(({ day, value }) => ({
      series: name,
      month: rounded(day / MONTH_DAYS, 4),
      share: percentOf(value / limit),
    }));
  const steps = 24;
  const line = Array.from({ length: steps + 1 }, (_, i) => {
    const day = begin + ((until - begin) * i) / steps;
    const half = trend.half(day) ?? 0;
    return {
      series: name,
      month: rounded(day / MONTH_DAYS, 4),
      fit: percentOf(trend.at(day) / limit),
      low: percentOf((trend.at(day) - half) / limit),
      high: percentOf((trend.at(day) + half) / limit),
    };
  });
  return { points, line };
}

function historyChart(answer: HistoryAnswer): Figure[] {
  const shown = answer.rows
    .filter(({ limit }) => limit !== undefined && limit > 0)
    .sort((a, b) => b.now / (b.limit ?? 1) - a.now / (a.limit ?? 1))
    .slice(0, MOST_LINES);
  if (shown.length === 0) return [];
  const until = Math.max(answer.spanDays, 3 * MONTH_DAYS);
  const lines = shown.map((row) => linesOf(row, until));
  const [points, fit] = [lines.flatMap((one) => one.points), lines.flatMap(({ line }) => line)];
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
export function historySections(answer: HistoryAnswer): Section[] {
  const sentence = historySentence(answer);
  const { dates, spanDays, leftOut, from } = answer;
  return [
    {
      id: 'history',
      title: historyWords.title(),
      gist: sentence,
      depth: 'first',
      text: html`<p>${sentence}</p><p>${historyWords.how({
        ...{ dates, months: spanDays / MONTH_DAYS, source: sourceText(answer) },
        more: dates < 3 ? historyWords.two() : from === 'load' ? historyWords.correlated() : '',
        left: leftOut.length > 0 ? historyWords.leftOut({ clusters: leftOut }) : '',
      })}</p>`,
      figures: [...historyTables(answer), ...historyChart(answer)],
    },
  ];
}
