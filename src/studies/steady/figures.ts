import type { Figure } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import type { Message } from '../../message.ts';
import { studyWords } from '../../messages/studies.ts';
import { techniqueNames } from '../../messages/terms.ts';
import { type Cells, pivot } from '../../tables/index.ts';
import { rollUpLarge } from '../../tables/large-roll-up.ts';
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
  const columns = new Set<string>();
  const wide = new Set<string>();
  const shown: SteadyRow[] = [];
  for (const row of alike) {
    const column = columnOf(row);
    columns.add(column);
    if (columns.size <= MOST_COLUMNS) wide.add(column);
    if (wide.has(column)) shown.push(row);
  }
  const cut =
    columns.size > MOST_COLUMNS
      ? studyWords.steadyColumnsCut({ shown: MOST_COLUMNS, columns: columns.size })
      : '';
  const cells = shown.map((row) => ({
    technique: row.technique,
    column: columnOf(row),
    overhead: formatOverhead(row.overhead_ratio),
  }));
  return [
    {
      id: 'steady-overview',
      title: studyWords.steadyOverview(),
      description: studyWords.steadyOverviewText({
        guest: first.guest_page,
        host: first.host_page,
        cut,
      }),
      rows: pivot(cells, ['technique'], 'column', 'overhead').map(
        ({ technique, ...overheads }) => ({
          [`technique (${first.guest_page}/${first.host_page})`]: techniqueNames(String(technique)),
          ...overheads,
        }),
      ),
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
  return rollUpLarge<SteadyRow, TechniqueRange & Cells>(
    rows,
    ({ technique, overhead_ratio }) =>
      technique === 'bare-metal' ? undefined : { technique, overhead_ratio },
    ['technique'],
    {
      low: ['min', 'overhead_ratio'],
      high: ['max', 'overhead_ratio'],
      cases: ['count'],
    },
  );
}

export function steadySentences(rows: readonly SteadyRow[]): Message[] {
  return techniqueRanges(rows).map(({ technique, ...range }) =>
    studyWords.steadyRange({ technique: techniqueNames(technique), ...range }),
  );
}
