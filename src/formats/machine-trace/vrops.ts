import { group } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { eachRecord } from '../inventory/rows.ts';
import { findColumn, viewShape, viewValue } from '../vrops/view.ts';
import { DayFold, type TraceDay } from './day-fold.ts';

const HOUR_MS = 3_600_000;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const HOUR = /^(\d{1,2}):(\d{2}) (AM|PM) (\d{1,2}) ([A-Za-z]{3})[a-z]* (\d{4})$/i;

/** A view of hours of Aria Operations, by its first bytes. */
export const isHourlyView = (head: string) => /^[^\w]*Name"?,"?Interval Breakdown"?,/i.test(head);

/**
 * `12:00 AM 21 July 2026`, local time of a zone the file does not name, as milliseconds: two hours may have one name
 * when clocks are set back, and then count as one.
 */
export function hourOf(text: string, at: { file: string; line: number }): number {
  const match = HOUR.exec(text.trim());
  const month = MONTHS.indexOf((match?.[5] ?? '').toLowerCase());
  if (!match || month < 0) {
    throw badInput({
      ...at,
      expected: 'an hour such as "12:00 AM 21 July 2026"',
      found: `"${printable(text, 40)}"`,
    });
  }
  const hour = (Number(match[1]) % 12) + (/pm/i.test(group(match, 3)) ? 12 : 0);
  return Date.UTC(Number(match[6]), month, Number(match[4]), hour, Number(match[2]));
}

/** The day that the CPU demand of the machines (or hosts, or clusters) of a view comes to, in its local time. */
export async function readVrops(path: string, name: string): Promise<TraceDay> {
  const fold = new DayFold();
  const names = new Set<string>();
  await eachRecord(path, (header) => {
    const shape = viewShape(header.titles());
    const demand = shape && findColumn(shape, /^cpu\|(demand|usage)$/, 'avg');
    if (!shape || !demand || shape.hour === undefined) {
      throw badInput({
        file: path,
        expected: 'columns "Interval Breakdown" and "CPU|Demand|Avg" of a view of Aria Operations',
        found: printable(header.titles().slice(0, 8).join(', '), 200),
      });
    }
    const { hour } = shape;
    return ({ line, cells }) => {
      const at = { file: path, line };
      const mhz = viewValue(cells[demand.place] ?? '', demand, at);
      if (mhz === undefined) return;
      names.add((cells[shape.name] ?? '').trim());
      fold.add(hourOf(cells[hour] ?? '', at), HOUR_MS, mhz);
    };
  });
  return fold.finish(name, names.size);
}
