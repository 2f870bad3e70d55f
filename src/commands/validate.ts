import type { Command } from 'commander';
import { ExitCode } from '../errors.ts';
import { suiteAliases, suites } from '../evidence/index.ts';
import { hasOwnRecords, type PeerCase, peerCases } from '../evidence/peers/compare.ts';
import { peers } from '../evidence/peers/index.ts';
import { validateSuite } from '../evidence/repeatability.ts';
import type { Case, Summary } from '../evidence/suite.ts';
import { evidenceWords } from '../messages/evidence.ts';
import { peerWords } from '../messages/peers.ts';
import { someNames } from '../names.ts';
import {
  evidenceSections,
  evidenceSummary,
  type JudgedSuite,
  notJudged,
} from '../report/sections/evidence.ts';
import { peerCount } from '../report/sections/peers.ts';
import { blankLine, note, printJson, say, sayFirst } from '../terminal/output.ts';
import { withProgress } from '../terminal/progress.ts';
import { outputSettings } from '../terminal/settings.ts';
import { printTable } from '../terminal/table.ts';
import { examples } from './examples.ts';
import { suiteArgument, suiteOptions } from './suite-options.ts';
import { writeAnswerPage } from './write-page.ts';

interface Report {
  suite: string;
  cases: Case[];
  summary: Summary;
  /** The same cases by other programs; none with records of the user's own. */
  peers: PeerCase[];
}

/** `virtcost validate [SUITE]`: predicted against measured or published; exit 3 out of bounds. */
export function validate(program: Command): void {
  suiteOptions(
    program
      .command('validate')
      .addHelpText('after', examples('validate io', "validate 'container-*' --quiet"))
      .argument('[suite]', 'evidence suite, or a wildcard (default: all)')
      .option('--html <file>', 'write every target with error and bound as a page, misses first'),
  ).action(async (asked: string | undefined, options) => {
    const reports = await judge(asked ?? '*', options);
    const judged = reports.map(({ suite, cases, summary, peers: others }): JudgedSuite => {
      const { system } = summary.repeatability ?? {};
      const theirs = hasOwnRecords(options) ? others : undefined;
      return { suite, system, cases, listed: listedOf(summary), peers: theirs };
    });
    if (options.html) {
      await writeAnswerPage(options.html, {
        title: evidenceWords.title(),
        summary: evidenceSummary(judged),
        sections: evidenceSections(judged, peers),
      });
      note(options.html);
    }
    if (options.json) printJson(reports.length === 1 ? reports[0] : reports);
    else {
      sayFirst(evidenceSummary(judged).sentence);
      for (const report of reports) printSuite(report, reports.length > 1);
    }
    if (reports.some(({ summary }) => summary.failed > 0))
      process.exitCode = ExitCode.thresholdMissed;
  });
}

/** Every suite asked for, one after the other: each is predicted and compared as a whole. */
async function judge(
  asked: string,
  options: Parameters<typeof validateSuite>[1],
): Promise<Report[]> {
  const word = Object.hasOwn(suiteAliases, asked) ? (suiteAliases[asked] ?? asked) : asked;
  const ids = someNames('a suite', word, Object.keys(suites));
  return withProgress('validate: suites', ids.length, async (progress) => {
    const reports: Report[] = [];
    for (const id of ids) {
      const suite = await suiteArgument(id);
      const { cases, summary } = await validateSuite(suite, options);
      const others = hasOwnRecords(options) ? await peerCases(id, cases) : [];
      reports.push({ suite: id, cases, summary, peers: others });
      for (const sentence of (await suite.advise?.(options)) ?? []) note(sentence);
      progress.step();
    }
    return reports;
  });
}

/** More rows than these are shown only where they miss their bound; Markdown and CSV have all. */
const MANY = 60;

function printSuite(
  { suite, cases, summary, peers: others }: Report,
  isOneOfSeveral: boolean,
): void {
  const isWhole = cases.length <= MANY || outputSettings().format !== 'table';
  const shown = cases.filter(({ pass }) => !pass || isWhole);
  const repeats = shown.some(({ repeatability }) => repeatability != null);
  const counts = evidenceWords.counts({ suite, passed: summary.passed, cases: summary.cases });
  if (shown.length > 0) {
    blankLine();
    printTable(
      shown.map((entry) => caseRow(entry, repeats)),
      isWhole ? counts : evidenceWords.countsMissed({ counts }),
    );
  } else if (isOneOfSeveral) say(counts);
  for (const entry of listedOf(summary)) note(notJudged(entry));
  for (const sentence of summary.sentences ?? []) note(sentence);
  noteRepeatability(summary);
  if (others.length > 0) note(peerWords.beside({ counted: peerCount([{ cases: others }]) }));
}

function caseRow(entry: Case, repeats: boolean) {
  const { id, metric, unit, expected, predicted, error, bound, repeatability, pass } = entry;
  const share = (value: number | null) => (value === null ? '' : percent(value));
  return {
    id,
    metric,
    unit,
    expected: typeof expected === 'object' ? '…' : expected,
    predicted: typeof predicted === 'object' ? '…' : predicted,
    error: share(error),
    bound: share(bound),
    ...(repeats ? { repeats: percent(repeatability) } : {}),
    result: pass ? 'ok' : 'FAILED',
  };
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
  note(evidenceWords.repeats({ system, known, how }));
  for (const { metric, records, median, p90, worst } of scatter) {
    note(
      evidenceWords.scatter({
        ...{ metric, records, median: percent(median) },
        ...{ p90: percent(p90), worst: percent(worst) },
      }),
    );
  }
}
