import type { Command } from 'commander';
import { ExitCode } from '../errors.ts';
import { suites } from '../evidence/index.ts';
import type { Summary } from '../evidence/suite.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { suiteArgument, suiteOptions } from './suite-options.ts';

/** `virtcost validate [SUITE]`: predicted against measured or published; exit 3 out of bounds. */
export function validate(program: Command): void {
  suiteOptions(
    program.command('validate').argument('[suite]', 'evidence suite (default: all)'),
  ).action(async (id: string | undefined, options) => {
    const reports: object[] = [];
    let failed = 0;
    for (const suiteId of id === undefined ? Object.keys(suites) : [id]) {
      const suite = await suiteArgument(suiteId);
      const { cases, summary } = await suite.validate(options);
      for (const sentence of (await suite.advise?.(options)) ?? []) note(sentence);
      failed += summary.failed;
      reports.push({ suite: suiteId, cases, summary });
      if (options.json) continue;
      const shown = cases.filter((entry) => !entry.pass || cases.length <= 60);
      printTable(
        shown.map(({ id: record, metric, unit, expected, predicted, error, bound, pass }) => ({
          id: record,
          metric,
          unit,
          expected: typeof expected === 'object' ? '…' : expected,
          predicted: typeof predicted === 'object' ? '…' : predicted,
          error: error === null ? '' : `${(100 * error).toFixed(2)} %`,
          bound: bound === null ? '' : `${(100 * bound).toFixed(2)} %`,
          result: pass ? 'ok' : 'FAILED',
        })),
      );
      for (const { id: record, reason } of listedOf(summary))
        note(`not judged: ${record}: ${reason}`);
      note(`${suiteId}: ${summary.passed} of ${summary.cases} within bounds`);
    }
    if (options.json) printJson(reports.length === 1 ? reports[0] : reports);
    if (failed > 0) process.exitCode = ExitCode.thresholdMissed;
  });
}

/** Records a suite does not predict, each with its reason; suites put them under `listed`. */
function listedOf(summary: Summary): { id: string; reason: string }[] {
  return Array.isArray(summary.listed) ? (summary.listed as { id: string; reason: string }[]) : [];
}
