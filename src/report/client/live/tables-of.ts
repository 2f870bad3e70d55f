import type { Figure, FigureCell } from '../../../figure.ts';
import type { Verified } from './protocol.ts';

/** A cell as a download of its table has it. */
function exactText(cell: FigureCell | undefined): string {
  if (cell === null || cell === undefined) return '—';
  if (typeof cell === 'boolean') return cell ? 'yes' : 'no';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '—';
  return String(cell);
}

/** Figures as tables of exact cells, to hold against those of the page. */
export const tablesOf = (figures: readonly Figure[]): Verified['tables'] =>
  figures.map(({ id, rows }) => {
    const names = Object.keys(rows[0] ?? {});
    return { id, cells: rows.map((row) => names.map((name) => exactText(row[name]))) };
  });
