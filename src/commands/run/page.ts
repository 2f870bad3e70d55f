import { join } from 'node:path';
import { nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { hostById } from '../../hosts/index.ts';
import type { Text } from '../../message.ts';
import { type EventSurvey, eventSurvey } from '../../model/event-bill/survey.ts';
import { runPage } from '../../report/run-report.ts';
import { figuresOf } from '../../report/section.ts';
import { withRun } from '../../results/read-run.ts';
import type { RunRecord } from '../../results/record.ts';
import { answerOf, type SweepAnswer } from '../../studies/answer.ts';
import { runSummary } from '../../studies/run-summary.ts';
import { techniqueRanges } from '../../studies/steady/figures.ts';
import { steadyRows } from '../../studies/study-rows.ts';
import type { Summary } from '../../summary.ts';
import { mixById } from '../../workloads/mixes/index.ts';
import { writeAnswerPage } from '../write-page.ts';

/** What events cost on the first host, for the first workload's events; `virtcost price` asks for others. */
function surveyOf({ scenario, profiles }: RunRecord): EventSurvey {
  const [{ workload }, id] = [nth(scenario.vms, 0), nth(scenario.hosts, 0)];
  const rates =
    typeof workload.events === 'string'
      ? mixById(workload.events).perMillionInstructions
      : workload.events;
  return eventSurvey(rates, hostById(id, profiles));
}

export interface StoredAnswer {
  sentence: Text;
  summary: Summary;
  answer: SweepAnswer;
  figures: Figure[];
  /** Puts the page beside the results. */
  write: () => Promise<void>;
}

/** What a stored run answers. */
export async function answerOfRun(folder: string): Promise<StoredAnswer> {
  return withRun(folder, ({ rows, record }) => {
    const answer = answerOf(record.scenario, rows);
    const summary = runSummary(record.scenario, rows, answer);
    const survey = surveyOf(record);
    const steady = steadyRows(rows);
    const ranges = techniqueRanges(steady);
    const page = runPage({ rows: steady, ranges, record, answer, summary, survey });
    return {
      sentence: summary.sentence,
      summary,
      answer,
      figures: figuresOf(page.sections),
      write: () => writeAnswerPage(join(folder, 'index.html'), page, record.command),
    };
  });
}
