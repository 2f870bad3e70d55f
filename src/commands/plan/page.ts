import type { PlanAnswer } from '../../plan/answer.ts';
import type { Change } from '../../plan/changes.ts';
import type { Contention } from '../../plan/contention/predict.ts';
import type { PlanExtras } from '../../plan/extras.ts';
import type { Outlook } from '../../plan/outlook/outlook.ts';
import type { PlanVerdict } from '../../plan/outlook/plan-verdict.ts';
import type { Sureness } from '../../plan/outlook/sureness.ts';
import type { Plan } from '../../plan/plan.ts';
import type { DayShape, StudyResult } from '../../plan/study/run.ts';
import type { BothWays } from '../../plan/unknown-states.ts';
import { compareSection, strandedSection } from '../../report/sections/plan/compare.ts';
import { contentionSections } from '../../report/sections/plan/contention.ts';
import { dataSections } from '../../report/sections/plan/data.ts';
import { hostUseSections } from '../../report/sections/plan/hosts.ts';
import { answerSection } from '../../report/sections/plan/index.ts';
import {
  outlookSections,
  surenessRows,
  surenessSection,
  tells,
  withoutLoad,
} from '../../report/sections/plan/outlook.ts';
import { placementSections } from '../../report/sections/plan/placement.ts';
import {
  type SimulatedCluster,
  simulationSections,
} from '../../report/sections/plan/simulation.ts';
import { studySections } from '../../report/sections/plan/study.ts';
import { printTable } from '../../terminal/table.ts';
import { version } from '../../version.ts';

export interface PlanFindings {
  plan: Plan;
  verdict: PlanVerdict;
  /** The answers either way, where the source has states no table knows. */
  both: BothWays | undefined;
  answers: readonly PlanAnswer[];
  changes: readonly Change[];
  outlook: Outlook | undefined;
  sureness: Sureness | undefined;
  day: DayShape | undefined;
  contention: Contention;
  simulated: readonly SimulatedCluster[];
  study: StudyResult | undefined;
  extras: PlanExtras;
  /** Settings the user gave. */
  given: ReadonlySet<string>;
}

/** Changes on the first screen; the rest are in the table of the terminal and in --json. */
const BEST = 3;

/** The page a manager reads: the answer first, then how sure, why, and what it assumes. */
export async function writePlanPage(path: string, found: PlanFindings): Promise<void> {
  const { writePage } = await import('../../report/page.ts');
  const { plan, verdict, answers, changes, outlook, sureness, day, study, extras, given } = found;
  const { contention, simulated } = found;
  const today = answers[0]!;
  await writePage(path, {
    title: 'Does it fit, and what would make room',
    lead: verdict.sentence,
    marks: false,
    sections: [
      answerSection(plan, today, changes.slice(0, BEST), outlook, extras.storage[0]?.pools),
      surenessSection(sureness),
      compareSection(answers),
      ...strandedSection(plan, today),
      ...(outlook ? outlookSections(today, outlook) : []),
      ...hostUseSections(plan, day),
      ...placementSections(extras),
      ...contentionSections(contention),
      ...(simulated.length > 0 ? simulationSections(simulated) : []),
      ...(study ? studySections(study) : []),
      ...dataSections(plan, given, outlook),
    ],
    provenance: {
      inventory: plan.inventory.source,
      'virtcost version': version,
      settings: Object.entries(plan.settings)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    },
  });
}

/** Time left per cluster and how sure the answer is, for the terminal. */
export function printOutlook(outlook: Outlook | undefined, sureness: Sureness | undefined): void {
  const months = (value: number | null) => (value === null ? 'over 120' : value.toFixed(1));
  if (outlook) {
    const { rate } = outlook;
    const left = outlook.forecasts.map(
      ({ cluster, months: { value, early, late } }) =>
        `${cluster} ${months(value)} (${months(early)} to ${months(late)})`,
    );
    if (left.length > 0)
      process.stdout.write(
        `months left at ${rate.percentPerMonth} % (${rate.low} to ${rate.high}) more machines a month${rate.given ? '' : ', assumed'}: ${left.slice(0, 12).join('; ')}\n`,
      );
  }
  if (sureness) printTable(surenessRows(sureness));
  else process.stdout.write(`how sure: ${withoutLoad} --load, ${tells}\n`);
}
