import type { Command } from 'commander';
import { explainRow } from '../engines/explain-row.ts';
import { printable, UserError } from '../errors.ts';
import type { BillLine } from '../model/overhead/bill.ts';
import { statusMarks } from '../report/status.ts';
import { significant } from '../report/table.ts';
import type { Row } from '../results/columns.ts';
import { caseName } from '../results/compare.ts';
import { readRun } from '../results/run-folder.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { formatOverhead } from '../units.ts';

/** The row a cell names: WORKLOAD/HOST/TECHNIQUE/GUEST-HOST, or the beginning of a case id. */
function findRow(rows: readonly Row[], cell: string): Row {
  const found = rows.filter(
    (row) => caseName(row) === cell || (cell.length >= 4 && String(row.case_id).startsWith(cell)),
  );
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw new UserError(`"${cell}" begins ${found.length} case ids; give more of it.`);
  const words = cell.split('/');
  const near = rows.map(caseName).filter((name) => words.every((word) => name.includes(word)));
  const some = (near.length > 0 ? near : rows.map(caseName)).slice(0, 8);
  throw new UserError(
    printable(`expected a case such as\n  ${some.join('\n  ')}\nfound "${cell}".`),
  );
}

const tableRow = (entry: BillLine) => ({
  event: entry.event,
  term: entry.label,
  part: entry.part,
  'cycles/1000 instr.': significant(entry.cycles),
  interval:
    entry.low === entry.high ? '' : `${significant(entry.low)} … ${significant(entry.high)}`,
  known: `${statusMarks[entry.status]} ${entry.unverified ? 'unverified' : entry.status}`,
  source: entry.source,
});

/** `virtcost explain CELL`: every term of one result and its source. */
export function explain(program: Command): void {
  program
    .command('explain')
    .argument('<cell>', 'WORKLOAD/HOST/TECHNIQUE/GUEST-HOST or the beginning of a case id')
    .option('-r, --results <dir>', 'results folder', 'reports/quickstart')
    .option('--json', 'print one JSON document on standard output')
    .action(async (cell: string, options) => {
      const { rows, record } = await readRun(options.results);
      const row = findRow(rows, cell);
      const explanation = explainRow(row, record);
      if (options.json) return printJson({ case: caseName(row), ...explanation });
      note(`${caseName(row)} (${row.case_id}): ${formatOverhead(Number(row.overhead_ratio))}`);
      note('\non bare metal');
      printTable(explanation.bareMetal.map(tableRow));
      note(`\nunder ${row.technique}`);
      printTable(explanation.technique.map(tableRow));
      if (explanation.unpriced.length > 0)
        note(`\nwithout a price: ${explanation.unpriced.join(', ')}`);
      if (!explanation.reproduces) {
        note(
          '\nThe terms no longer add up to the stored result: constants changed since it was made. Run it again.',
        );
      }
    });
}
