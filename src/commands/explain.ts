import type { Command } from 'commander';
import { significant } from '../format.ts';
import { hostById } from '../hosts/index.ts';
import { columnWords, explainWords } from '../messages/explain.ts';
import { mark } from '../report/status.ts';
import { withRun } from '../results/read-run.ts';
import type { Term } from '../studies/study.ts';
import { note, printJson, say } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { examples } from './examples.ts';
import { findCell } from './find-cell.ts';

const tableRow = (entry: Term) => ({
  term: entry.term,
  value: significant(entry.value),
  unit: entry.unit,
  interval:
    entry.low === entry.high ? '' : `${significant(entry.low)} … ${significant(entry.high)}`,
  known: mark(entry),
  source: entry.source,
});

/** `virtcost explain CELL`: every term of one result and its source. */
export function explain(program: Command): void {
  program
    .command('explain')
    .addHelpText(
      'after',
      examples(
        "explain 'pointer chase/*/full/4K-4K' --results reports/sample",
        "explain 'pointer chase/*/hardware/2M-2M' --results reports/sample",
      ),
    )
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
      say(explainWords.title({ title: study.title, name, id: String(row.case_id) }));
      for (const figure of new Set(explanation.terms.map((term) => term.figure))) {
        const column = study.columns.find((candidate) => candidate.name === figure);
        say(explainWords.figure({ figure, description: columnWords(column?.description ?? '') }));
        printTable(explanation.terms.filter((term) => term.figure === figure).map(tableRow));
      }
      for (const remark of explanation.remarks) say(remark);
      if (!explanation.reproduces) {
        note(explainWords.outdated());
      }
    });
}
