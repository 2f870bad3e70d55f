import type { Command } from 'commander';
import { ExitCode } from '../errors.ts';
import { suites } from '../evidence/index.ts';
import { validateSuite } from '../evidence/repeatability.ts';
import type { Summary } from '../evidence/suite.ts';
import {
  evidenceSections,
  evidenceSummary,
  type JudgedSuite,
} from '../report/sections/evidence.ts';
import { note, printJson } from '../terminal/output.ts';
import { printTable } from '../terminal/table.ts';
import { suiteArgument, suiteOptions } from './suite-options.ts';
import { writeAnswerPage } from './write-page.ts';

/** `virtcost validate [SUITE]`: predicted against measured or published; exit 3 out of bounds. */
export function validate(program: Command): void {
  suiteOptions(
    program
      .command('validate')
      .argument('[suite]', 'evidence suite (default: all)')
      .option('--html <file>', 'write every target with error and bound as a page, misses first'),
  ).action(async (id: string | undefined, options) => {
    const reports: object[] = [];
    const judged: JudgedSuite[] = [];
    let failed = 0;
    for (const suiteId of id === undefined ? Object.keys(suites) : [id]) {
      const suite = await suiteArgument(suiteId);
      const { cases, summary } = await validateSuite(suite, options);
      for (const sentence of (await suite.advise?.(options)) ?? []) note(sentence);
      failed += summary.failed;
      reports.push({ suite: suiteId, cases, summary });
      judged.push({ suite: suiteId, cases, listed: listedOf(summary) });
      if (options.json) continue;
      const shown = cases.filter((entry) => !entry.pass || cases.length <= 60);
      const repeats = shown.some(({ repeatability }) => repeatability != null);
      printTable(
        shown.map(
          ({
            id: record,
            metric,
            unit,
            expected,
            predicted,
            error,
            bound,
            repeatability,
            pass,
          }) => ({
            id: record,
            metric,
            unit,
            expected: typeof expected === 'object' ? '…' : expected,
            predicted: typeof predicted === 'object' ? '…' : predicted,
            error: error === null ? '' : `${(100 * error).toFixed(2)} %`,
            bound: bound === null ? '' : `${(100 * bound).toFixed(2)} %`,
            ...(repeats ? { repeats: percent(repeatability) } : {}),
            result: pass ? 'ok' : 'FAILED',
          }),
        ),
      );
      for (const { id: record, count, reason } of listedOf(summary))
        note(`not judged: ${record ?? `${count} records`}: ${reason}`);
      for (const sentence of summary.sentences ?? []) note(sentence);
      noteRepeatability(summary);
      note(`${suiteId}: ${summary.passed} of ${summary.cases} within bounds`);
    }
    if (options.html) {
      await writeAnswerPage(options.html, {
        title: 'Predicted beside measured',
        summary: evidenceSummary(judged),
        sections: evidenceSections(judged),
      });
      note(options.html);
    }
    if (options.json) printJson(reports.length === 1 ? reports[0] : reports);
    if (failed > 0) process.exitCode = ExitCode.thresholdMissed;
  });
}

/** Records a suite does not predict, each with its reason, or many under one; suites put them under `listed`. */
function listedOf(summary: Summary): { id?: string; count?: number; reason: string }[] {
  return Array.isArray(summary.listed) ? summary.listed : [];
}

const percent = (share: number | null | undefined) =>
  share === null || share === undefined ? 'not known' : `${(100 * share).toFixed(2)} %`;

/** How well the real system repeats itself, beside the errors. */
function noteRepeatability({ repeatability }: Summary): void {
  if (repeatability === undefined) return;
  const { system, known, note: how, scatter } = repeatability;
  note(`repeatability of the real system (${system}): ${known}: ${how}`);
  for (const { metric, records, median, p90, worst } of scatter) {
    note(
      `  ${metric}: ${percent(median)} in the median of ${records} records, ${percent(p90)} at p90, ${percent(worst)} at worst`,
    );
  }
}
