import type { Message, Text } from '../../message.ts';
import { historyResourceWords, historyWords } from '../../messages/plan-history.ts';
import { DAY_MS, type HistoryAnswer, type HistoryRow, MONTH_DAYS } from './history.ts';
import { ALL } from './totals.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Day a number of days after the last date, where the history has a calendar. */
export const dateAfter = (
  answer: HistoryAnswer,
  days: number | null | undefined,
): string | undefined =>
  answer.dateMs === undefined || days === null || days === undefined
    ? undefined
    : new Date(answer.dateMs + days * DAY_MS).toISOString().slice(0, 10);

/** What growth was fitted to, as a sentence counts it. */
export const sourceText = ({ from }: HistoryAnswer): Message =>
  from === 'load' ? historyWords.days() : historyWords.inventories();

const whereText = ({ cluster }: HistoryRow): Text =>
  cluster === ALL ? '' : historyWords.inCluster({ cluster });

function endText(answer: HistoryAnswer, days: number | null): Text {
  const date = dateAfter(answer, days);
  if (days === null) return historyWords.beyond({ months: answer.horizonMonths });
  return date ?? historyWords.monthsText({ months: days / MONTH_DAYS });
}

const soonest = (rows: readonly HistoryRow[], pick: (row: HistoryRow) => number) =>
  [...rows].sort((a, b) => pick(a) - pick(b))[0];

/** When a resource is reached, as the parts of a sentence. */
function reachedText(answer: HistoryAnswer, row: HistoryRow) {
  const { value = null, early, late } = row.reached ?? {};
  if (value === null) return undefined;
  const date = dateAfter(answer, value);
  return {
    what: historyResourceWords(row.resource),
    where: whereText(row),
    ...{ dates: answer.dates, source: sourceText(answer) },
    months: value / MONTH_DAYS,
    date: date === undefined ? '' : historyWords.on({ date }),
    interval:
      early === undefined || late === undefined
        ? historyWords.noInterval()
        : historyWords.interval({ early: endText(answer, early), late: endText(answer, late) }),
  };
}

/** The first thing to run out, with its interval, or that nothing does. */
export function historySentence(answer: HistoryAnswer): Message {
  const source = sourceText(answer);
  const { dates, horizonMonths: months } = answer;
  const limited = answer.rows.filter(({ reached }) => reached !== undefined);
  if (limited.length === 0) return historyWords.nothing({ dates, source });
  const isOut = ({ now, limit = 0 }: HistoryRow) => now >= limit;
  const out = limited
    .filter(isOut)
    .sort((a, b) => b.now / (b.limit || 1) - a.now / (a.limit || 1))[0];
  const first = soonest(
    limited.filter((row) => !isOut(row)),
    ({ reached }) => reached?.value ?? NEVER,
  );
  const then = first && reachedText(answer, first);
  if (out)
    return historyWords.already({
      what: historyResourceWords(out.resource),
      where: whereText(out),
      ...{ now: out.now, limit: out.limit ?? 0, unit: out.unit },
      next: then ? historyWords.next(then) : '',
    });
  if (then) return historyWords.runsOut(then);
  const maybe = soonest(limited, (row) => row.reached?.early ?? NEVER);
  const early = maybe?.reached?.early;
  const surely =
    maybe && early !== null && early !== undefined
      ? historyWords.maybe({
          what: historyResourceWords(maybe.resource),
          where: whereText(maybe),
          months: early / MONTH_DAYS,
        })
      : '';
  return historyWords.never({ months, dates, source, surely });
}
