import type { Command } from 'commander';
import { nth } from '../elements.ts';
import { printable, UserError } from '../errors.ts';
import { significant } from '../format.ts';
import { currentId } from '../hosts/earlier-ids.ts';
import { hostById } from '../hosts/index.ts';
import { statusMarks } from '../report/status.ts';
import { withRun } from '../results/read-run.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { Study, Term } from '../studies/study.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { matchesName } from '../wildcard.ts';

interface FoundCell {
  study: Study;
  row: Row;
  name: string;
}

/** The row a cell names: its name as reports have it, or the beginning of a case id. */
function findCell(rows: Readonly<Record<string, readonly Row[]>>, cell: string): FoundCell {
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
  if (found.length === 1) return nth(found, 0);
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

const tableRow = (entry: Term) => ({
  term: entry.term,
  value: significant(entry.value),
  unit: entry.unit,
  interval:
    entry.low === entry.high ? '' : `${significant(entry.low)} … ${significant(entry.high)}`,
  known: `${statusMarks[entry.status]} ${entry.unverified ? 'unverified' : entry.status}`,
  source: entry.source,
});

/** `virtcost explain CELL`: every term of one result and its source. */
export function explain(program: Command): void {
  program
    .command('explain')
    .argument('<cell>', 'name of a cell as reports have it, or the beginning of a case id')
    .option('-r, --results <dir>', 'results folder', 'reports/quickstart')
    .option('--json', 'print one JSON document on standard output')
    .action(async (cell: string, options) => {
      const { study, row, name, explanation } = await withRun(
        options.results,
        ({ rows, record }) => {
          const found = findCell(rows, cell);
          const host = (id: string) => hostById(id, record.profiles);
          const context = { scenario: record.scenario, host };
          return { ...found, explanation: found.study.explain(found.row, context) };
        },
      );
      if (options.json) return printJson({ case: name, study: study.id, row, ...explanation });
      note(`${study.title}: ${name} (${row.case_id})`);
      for (const figure of new Set(explanation.terms.map((term) => term.figure))) {
        const column = study.columns.find((candidate) => candidate.name === figure);
        note(`\n${figure}: ${column?.description ?? ''}`);
        printTable(explanation.terms.filter((term) => term.figure === figure).map(tableRow));
      }
      for (const remark of explanation.remarks) note(remark);
      if (!explanation.reproduces) {
        note(
          '\nThe terms no longer add up to the stored result: constants changed since it was made. Run it again.',
        );
      }
    });
}
