import { join } from 'node:path';
import type { Figure } from '../../figure.ts';
import { hostById } from '../../hosts/index.ts';
import { type EventSurvey, eventSurvey } from '../../model/event-bill/survey.ts';
import { writePage } from '../../report/page.ts';
import { runPage } from '../../report/run-report.ts';
import { figuresOf } from '../../report/section.ts';
import { type RunRecord, readRun } from '../../results/run-folder.ts';
import { studyById } from '../../studies/index.ts';
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

/** What a stored run answers; `write` puts its page beside the results. */
export async function answerOfRun(
  folder: string,
): Promise<{ sentence: string; figures: Figure[]; write: () => Promise<void> }> {
  const { rows, record } = await readRun(folder);
  const studyFigures = Object.entries(rows).flatMap(([id, list]) => studyById(id).figures(list));
  const page = runPage({ rows: rows.steady ?? [], record, studyFigures, survey: surveyOf(record) });
  return {
    sentence: page.lead ?? '',
    figures: figuresOf(page.sections),
    write: () => writePage(join(folder, 'index.html'), page),
  };
}
