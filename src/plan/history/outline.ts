import type { Message } from '../../message.ts';
import { type HistoryAnswer, type HistoryRow, MONTH_DAYS } from './history.ts';
import { dateAfter, historySentence, sourceText } from './sentence.ts';
import { fitTrend } from './trend.ts';

const MOST_LINES = 4;
const MOST_POINTS = 60;
const STEPS = 24;

type End = number | null | undefined;
interface Ends<T> {
  value: T;
  early: T;
  late: T;
}

/** Shares of a limit over time: what was there, and the fit with its interval; months from the last date. */
export interface HistoryLine {
  series: string;
  points: { month: number; share: number }[];
  fit: { month: number; share: number; low: number; high: number }[];
}

/** A history as it is shown. */
export interface HistoryOutline {
  answer: HistoryAnswer;
  sentence: Message;
  source: Message;
  spanMonths: number;
  /** Beside each row: months and dates of its limit; undefined without a limit or an interval. */
  ends: ({ months: Ends<End>; dates: Ends<string | undefined> } | undefined)[];
  lines: HistoryLine[];
}

function lineOf(row: HistoryRow, until: number): HistoryLine {
  const limit = row.limit ?? 1;
  const trend = fitTrend(row.points.map(({ day, value }) => [day, value]));
  const begin = row.points[0]?.day ?? 0;
  const every = Math.max(1, Math.ceil(row.points.length / MOST_POINTS));
  return {
    series: row.cluster === 'all' ? row.resource : `${row.cluster}, ${row.resource}`,
    points: row.points
      .filter((_, i) => (row.points.length - 1 - i) % every === 0)
      .map(({ day, value }) => ({ month: day / MONTH_DAYS, share: value / limit })),
    fit: Array.from({ length: STEPS + 1 }, (_, i) => {
      const day = begin + ((until - begin) * i) / STEPS;
      const half = trend.half(day) ?? 0;
      const share = (value: number) => value / limit;
      return {
        month: day / MONTH_DAYS,
        share: share(trend.at(day)),
        low: share(trend.at(day) - half),
        high: share(trend.at(day) + half),
      };
    }),
  };
}

/** What page, terminal and document show of a history; lines of the fullest resources. */
export function historyOutline(answer: HistoryAnswer): HistoryOutline {
  const shown = answer.rows
    .filter(({ limit }) => limit !== undefined && limit > 0)
    .sort((a, b) => b.now / (b.limit ?? 1) - a.now / (a.limit ?? 1))
    .slice(0, MOST_LINES);
  const until = Math.max(answer.spanDays, 3 * MONTH_DAYS);
  const months = (days: End): End => (typeof days === 'number' ? days / MONTH_DAYS : days);
  return {
    answer,
    sentence: historySentence(answer),
    source: sourceText(answer),
    spanMonths: answer.spanDays / MONTH_DAYS,
    ends: answer.rows.map(({ reached }) =>
      reached === undefined
        ? undefined
        : {
            months: {
              value: months(reached.value),
              early: months(reached.early),
              late: months(reached.late),
            },
            dates: {
              value: dateAfter(answer, reached.value),
              early: dateAfter(answer, reached.early),
              late: dateAfter(answer, reached.late),
            },
          },
    ),
    lines: shown.map((row) => lineOf(row, until)),
  };
}
