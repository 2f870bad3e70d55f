import { join } from 'node:path';
import type { Figure } from '../../figure.ts';
import { hostById } from '../../hosts/index.ts';
import type { Text } from '../../message.ts';
import { type EventSurvey, eventSurvey } from '../../model/event-bill/survey.ts';
import { writePage } from '../../report/page.ts';
import { runPage } from '../../report/run-report.ts';
import { figuresOf } from '../../report/section.ts';
import { withRun } from '../../results/read-run.ts';
import type { RunRecord } from '../../results/record.ts';
import { answerOf, type SweepAnswer } from '../../studies/answer.ts';
import { mixById } from '../../workloads/mixes/index.ts';

/** What events cost on the first host, for the first workload's events; `virtcost price` asks for others. */
function surveyOf({ scenario, profiles }: RunRecord): EventSurvey {
  const [{ workload }, id] = [scenario.vms[0]!, scenario.hosts[0]!];
  const rates =
    typeof workload.events === 'string'
      ? mixById(workload.events).perMillionInstructions
      : workload.events;
  return eventSurvey(rates, hostById(id, profiles));
}

export interface StoredAnswer {
  sentence: Text;
  answer: SweepAnswer;
  figures: Figure[];
  /** Puts the page beside the results. */
  write: () => Promise<void>;
}

/** What a stored run answers. */
export async function answerOfRun(folder: string): Promise<StoredAnswer> {
  return withRun(folder, ({ rows, record }) => {
    const answer = answerOf(record.scenario, rows);
    const page = runPage({ rows: rows.steady ?? [], record, answer, survey: surveyOf(record) });
    return {
      sentence: page.lead ?? '',
      answer,
      figures: figuresOf(page.sections),
      write: () => writePage(join(folder, 'index.html'), page),
    };
  });
}
