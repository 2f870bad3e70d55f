import { from } from 'arquero';
import { formatOverhead } from '../units.ts';
import type { Row } from './columns.ts';

/**
 * Overhead per technique (rows) and workload on host (columns): the page-size pair where hardware
 * has least to walk is not chosen for the reader; the first pair of the scenario is shown.
 */
export function overviewRows(rows: readonly Row[]): Record<string, string>[] {
  const first = rows[0];
  if (!first) return [];
  const shown = rows.filter(
    (row) =>
      row.guest_page === first.guest_page &&
      row.host_page === first.host_page &&
      row.tlb === first.tlb,
  );
  const table = from(
    shown.map((row) => ({
      technique: row.technique,
      column: `${row.workload} on ${row.host}`,
      overhead: formatOverhead(Number(row.overhead_ratio)),
    })),
  );
  const pivoted = table.groupby('technique').pivot('column', 'overhead').objects() as Record<
    string,
    string
  >[];
  return pivoted.map(({ technique, ...cells }) => ({
    [`technique (${first.guest_page}/${first.host_page})`]: technique!,
    ...cells,
  }));
}
