import { from } from 'arquero';
import { present } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import type { Message } from '../../message.ts';
import { studyWords } from '../../messages/studies.ts';
import { techniqueNames } from '../../messages/terms.ts';
import type { Row } from '../column.ts';

/**
 * Overhead per technique (rows) and VM on host (columns), for the first page sizes and TLB of the scenario: which pair
 * costs least is not chosen for the reader.
 */
export function steadyFigures(rows: readonly Row[]): Figure[] {
  const first = rows[0];
  if (!first) return [];
  const shown = rows.filter(
    (row) =>
      row.guest_page === first.guest_page &&
      row.host_page === first.host_page &&
      row.tlb === first.tlb &&
      row.settings === first.settings,
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
  return [
    {
      id: 'steady-overview',
      title: studyWords.steadyOverview(),
      description: studyWords.steadyOverviewText({
        guest: String(first.guest_page),
        host: String(first.host_page),
      }),
      rows: pivoted.map(({ technique, ...cells }) => ({
        [`technique (${first.guest_page}/${first.host_page})`]: techniqueNames(present(technique)),
        ...cells,
      })),
    },
  ];
}

/** The range of every technique over all cases. */
export function steadySentences(rows: readonly Row[]): Message[] {
  const techniques = [...new Set(rows.map((row) => String(row.technique)))].filter(
    (id) => id !== 'bare-metal',
  );
  return techniques.map((technique) => {
    const ratios = rows
      .filter((row) => row.technique === technique)
      .map((row) => Number(row.overhead_ratio));
    return studyWords.steadyRange({
      technique: techniqueNames(technique),
      low: Math.min(...ratios),
      high: Math.max(...ratios),
      cases: ratios.length,
    });
  });
}
