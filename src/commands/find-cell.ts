import { printable, UserError } from '../errors.ts';
import { currentId } from '../hosts/earlier-ids.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { Study } from '../studies/study.ts';
import { matchesName } from '../wildcard.ts';

export interface FoundCell {
  study: Study;
  row: Row;
  name: string;
}

/** The row a cell names: its name as reports have it, or the beginning of a case id. */
export function findCell(rows: Readonly<Record<string, readonly Row[]>>, cell: string): FoundCell {
  // A host goes by the id it had before, too.
  const today = cell.split('/').map(currentId).join('/');
  const all = Object.entries(rows).flatMap(([id, list]) => {
    const study = studyById(id);
    return list.map((row) => ({ study, row, name: study.cellName(row) }));
  });
  const found = all.filter(
    ({ row, name }) =>
      matchesName(cell, name) ||
      matchesName(today, name) ||
      (cell.length >= 4 && String(row.case_id).startsWith(cell)),
  );
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    const some = found.slice(0, 8).map(({ name }) => name);
    throw new UserError(
      printable(`"${cell}" is ${found.length} cases; give more of it:\n  ${some.join('\n  ')}`),
    );
  }
  const words = cell.split('/');
  const names = all.map(({ name }) => name);
  const near = names.filter((name) => words.every((word) => name.includes(word)));
  const some = (near.length > 0 ? near : names).slice(0, 8);
  throw new UserError(
    printable(`expected a case such as\n  ${some.join('\n  ')}\nfound "${cell}".`),
  );
}
