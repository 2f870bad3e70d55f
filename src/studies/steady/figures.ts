import { from } from 'arquero';
import type { Figure } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import { max, min } from '../../statistics.ts';
import { firstOf } from '../cells.ts';
import type { Row } from '../column.ts';
import type { Sentence } from '../study.ts';

/** A wider table is no overview. */
const MOST_COLUMNS = 60;
const columnOf = (row: Row) => `${row.workload} on ${row.host}`;

/**
 * Overhead per technique (rows) and VM on host (columns), for the first page sizes and TLB of the scenario: which pair
 * costs least is not chosen for the reader.
 */
export function steadyFigures(rows: readonly Row[]): Figure[] {
  const first = rows[0];
  if (!first) return [];
  const alike = firstOf(rows, ['guest_page', 'host_page', 'tlb']);
  const columns = [...new Set(alike.map(columnOf))];
  const wide = new Set(columns.slice(0, MOST_COLUMNS));
  const shown = alike.filter((row) => wide.has(columnOf(row)));
  const cut =
    columns.length > MOST_COLUMNS
      ? ` The first ${MOST_COLUMNS} of ${columns.length} VMs on hosts; the results file has all.`
      : '';
  const table = from(
    shown.map((row) => ({
      technique: row.technique,
      column: columnOf(row),
      overhead: formatOverhead(Number(row.overhead_ratio)),
    })),
  );
  const pivoted = table.groupby('technique').pivot('column', 'overhead').objects() as Record<
    string,
    string
  >[];
  return [
    {
      id: 'steady-overview',
      title: 'Running: cycles beyond bare metal',
      description: `Overhead of each technique with ${first.guest_page} guest and ${first.host_page} host pages.${cut}`,
      rows: pivoted.map(({ technique, ...cells }) => ({
        [`technique (${first.guest_page}/${first.host_page})`]: technique!,
        ...cells,
      })),
    },
  ];
}

/** The range of every technique over all cases. */
export function steadySentences(rows: readonly Row[]): Sentence[] {
  const techniques = [...new Set(rows.map((row) => String(row.technique)))].filter(
    (id) => id !== 'bare-metal',
  );
  return techniques.map((technique) => {
    const ratios = rows
      .filter((row) => row.technique === technique)
      .map((row) => Number(row.overhead_ratio));
    return {
      key: 'steady-range',
      values: {
        technique,
        low: formatOverhead(min(ratios)),
        high: formatOverhead(max(ratios)),
        cases: String(ratios.length),
      },
    };
  });
}
