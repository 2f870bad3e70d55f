import type { Figure } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import { groupBy, least, most } from '../../groups.ts';
import type { Message } from '../../message.ts';
import { studyWords } from '../../messages/studies.ts';
import { techniqueNames } from '../../messages/terms.ts';
import { firstOf } from '../cells.ts';
import type { SteadyRow } from './columns.ts';

/** A wider table is no overview. */
const MOST_COLUMNS = 60;
const columnOf = (row: SteadyRow) => `${row.workload} on ${row.host}`;

/**
 * Overhead per technique (rows) and VM on host (columns), for the first page sizes and TLB of the scenario: which pair
 * costs least is not chosen for the reader.
 */
export function steadyFigures(rows: readonly SteadyRow[]): Figure[] {
  const first = rows[0];
  if (!first) return [];
  const alike = firstOf(rows, ['guest_page', 'host_page', 'tlb', 'settings']);
  const columns = [...new Set(alike.map(columnOf))];
  const wide = new Set(columns.slice(0, MOST_COLUMNS));
  const shown = alike.filter((row) => wide.has(columnOf(row)));
  const cut =
    columns.length > MOST_COLUMNS
      ? studyWords.steadyColumnsCut({ shown: MOST_COLUMNS, columns: columns.length })
      : '';
  const names = [...wide].sort();
  const table = [...groupBy(shown, ({ technique }) => String(technique))];
  return [
    {
      id: 'steady-overview',
      title: studyWords.steadyOverview(),
      description: studyWords.steadyOverviewText({
        guest: first.guest_page,
        host: first.host_page,
        cut,
      }),
      rows: table.map(([technique, mine]) => {
        const cell = new Map(mine.map((row) => [columnOf(row), Number(row.overhead_ratio)]));
        const overheads = names.map((name) => [name, cell.get(name)] as const);
        return {
          [`technique (${first.guest_page}/${first.host_page})`]: techniqueNames(technique),
          ...Object.fromEntries(
            overheads.map(([name, ratio]) => [
              name,
              ratio === undefined ? null : formatOverhead(ratio),
            ]),
          ),
        };
      }),
    },
  ];
}

/** Least and most overhead of a technique over a run. */
export interface TechniqueRange {
  technique: string;
  low: number;
  high: number;
  cases: number;
}

/** The range of every technique beside bare metal over all cases, in order of appearance. */
export function techniqueRanges(rows: readonly SteadyRow[]): TechniqueRange[] {
  const others = rows.filter((row) => row.technique !== 'bare-metal');
  return [...groupBy(others, ({ technique }) => String(technique))].map(([technique, mine]) => {
    const ratios = mine.map((row) => Number(row.overhead_ratio));
    return { technique, low: least(ratios), high: most(ratios), cases: mine.length };
  });
}

export function steadySentences(rows: readonly SteadyRow[]): Message[] {
  return techniqueRanges(rows).map(({ technique, ...range }) =>
    studyWords.steadyRange({ technique: techniqueNames(technique), ...range }),
  );
}
