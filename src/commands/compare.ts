import type { Command } from 'commander';
import { formatOverhead } from '../format.ts';
import { compareRuns, NOISE_FLOOR } from '../results/compare.ts';
import { withRun } from '../results/read-run.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';

/** `virtcost compare A B`: two stored runs, case by case, with intervals and a noise floor. */
export function compare(program: Command): void {
  program
    .command('compare')
    .argument('<a>', 'results folder')
    .argument('<b>', 'results folder')
    .option('--json', 'print one JSON document on standard output')
    .action(async (a: string, b: string, options) => {
      const steadyRows = (folder: string) => withRun(folder, ({ rows }) => rows.steady ?? []);
      const result = compareRuns(await steadyRows(a), await steadyRows(b));
      if (options.json) return printJson({ a, b, noiseFloor: NOISE_FLOOR, ...result });
      printTable(
        result.cases.map((entry) => ({
          case: entry.case,
          A: formatOverhead(entry.a),
          B: formatOverhead(entry.b),
          'cycles B/A': formatOverhead(entry.change),
          verdict: entry.verdict,
        })),
      );
      const counts = new Map<string, number>();
      for (const { verdict } of result.cases) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
      note([...counts].map(([verdict, count]) => `${count} ${verdict}`).join(', '));
      if (result.onlyInA.length > 0) note(`only in A: ${result.onlyInA.join(', ')}`);
      if (result.onlyInB.length > 0) note(`only in B: ${result.onlyInB.join(', ')}`);
    });
}
