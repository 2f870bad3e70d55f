import { nth } from '../../elements.ts';
import type { Text } from '../../message.ts';
import { planPageWords } from '../../messages/plan-page.ts';
import { planSummaryWords } from '../../messages/plan-summary.ts';
import { tableTitles } from '../../messages/table-titles.ts';
import type { PlanAnswer } from '../../plan/answer.ts';
import type { Change } from '../../plan/changes.ts';
import type { PlanComparisons } from '../../plan/comparisons.ts';
import type { Interference } from '../../plan/contention/interference.ts';
import { interferenceSentence } from '../../plan/contention/interference-sentence.ts';
import type { Contention } from '../../plan/contention/predict.ts';
import type { CostAnswer } from '../../plan/cost/answer.ts';
import { costSentence } from '../../plan/cost/sentence.ts';
import type { HistoryAnswer } from '../../plan/history/history.ts';
import { historyOutline } from '../../plan/history/outline.ts';
import { hostHours, hostLoads } from '../../plan/operations/host-loads.ts';
import type { OptimizeAnswer } from '../../plan/optimize/optimize.ts';
import { optimizeSentence } from '../../plan/optimize/sentence.ts';
import type { Confidence } from '../../plan/outlook/confidence.ts';
import { growthLines } from '../../plan/outlook/growth-lines.ts';
import type { Outlook } from '../../plan/outlook/outlook.ts';
import type { PlanVerdict } from '../../plan/outlook/plan-verdict.ts';
import { tightestLoad } from '../../plan/outlook/sensitivity.ts';
import { byTightness, tightness } from '../../plan/outlook/verdict.ts';
import type { Plan } from '../../plan/plan.ts';
import { dpmBand } from '../../plan/policies/dpm.ts';
import { powerSentence } from '../../plan/simulation/power-sentence.ts';
import type { SimulatedCluster } from '../../plan/simulation/simulate-plan.ts';
import type { DayShape, StudyResult } from '../../plan/study/run.ts';
import { type TargetAnswer, targetSentence } from '../../plan/target/answer.ts';
import type { BothWays } from '../../plan/unknown-states.ts';
import { clusterParts, type Growth, headroomPart, meanMachine } from '../../report/answers/plan.ts';
import type { Live } from '../../report/live-html.ts';
import { readingDoubts } from '../../report/reading-doubts.ts';
import { atDepth, type Section } from '../../report/section.ts';
import { contentionSections } from '../../report/sections/plan/contention.ts';
import { costSections } from '../../report/sections/plan/costs.ts';
import { dataSections } from '../../report/sections/plan/data.ts';
import { historySections } from '../../report/sections/plan/history.ts';
import { hostUseSections } from '../../report/sections/plan/hosts.ts';
import { interferenceSections } from '../../report/sections/plan/interference.ts';
import { optimizeSections } from '../../report/sections/plan/optimize.ts';
import {
  confidenceRows,
  confidenceSection,
  type OutlookFindings,
  outlookSections,
} from '../../report/sections/plan/outlook.ts';
import { placementSections } from '../../report/sections/plan/placement.ts';
import { simulationSections } from '../../report/sections/plan/simulation.ts';
import { staySections } from '../../report/sections/plan/stays.ts';
import { studySections } from '../../report/sections/plan/study.ts';
import { targetSections } from '../../report/sections/plan/targets.ts';
import { planSummary } from '../../report/summaries/plan.ts';
import type { Summary } from '../../summary.ts';
import { say } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import { writeAnswerPage } from '../write-page.ts';

export interface PlanFindings {
  plan: Plan;
  verdict: PlanVerdict;
  /** The answers either way, where the source has states no table knows. */
  both: BothWays | undefined;
  answers: readonly PlanAnswer[];
  changes: readonly Change[];
  /** Months left in each what-if; undefined where it was not computed. */
  whatIfMonths: readonly (Outlook['forecasts'] | undefined)[];
  outlook: Outlook | undefined;
  /** How machines grow, where a study or a history told. */
  growth: Growth | undefined;
  confidence: Confidence | undefined;
  day: DayShape | undefined;
  contention: Contention;
  simulated: readonly SimulatedCluster[];
  study: StudyResult | undefined;
  comparisons: PlanComparisons;
  optimize: OptimizeAnswer | undefined;
  history: HistoryAnswer | undefined;
  interference: Interference | undefined;
  costs: CostAnswer | undefined;
  targets: readonly TargetAnswer[];
  /** Settings the user gave. */
  given: ReadonlySet<string>;
}

/** Changes on the first screen; the rest are in the table of the terminal and in --json. */
const BEST = 3;

/** The outlook with its lines, where there is one. */
function outlookFindings(answer: PlanAnswer, outlook: Outlook): OutlookFindings {
  const filled = byTightness(answer);
  const clusters = filled.filter((cluster) => Number.isFinite(tightness(cluster)));
  return {
    outlook,
    lines: growthLines(clusters, outlook),
    gone: filled.filter((entry) => !clusters.includes(entry)).map(({ cluster }) => cluster),
    base: tightestLoad(answer),
  };
}

/** Everything page and `--json` show, computed: the answer first, then how sure, why, and what it assumes. */
export function planSections(found: PlanFindings): Section[] {
  const { plan, answers, both, outlook, confidence, day, study, comparisons, given } = found;
  const { contention, simulated, optimize, history, costs, targets } = found;
  const { interference } = found;
  const today = nth(answers, 0);
  const loads = hostLoads(plan.inventory);
  const room = { plan, answers, both, pools: comparisons.storage[0]?.pools };
  // What was asked beside "does it fit" is read first.
  const asked = [
    ...(history ? historySections(historyOutline(history)) : []),
    ...(interference ? interferenceSections(interference, interferenceSentence(interference)) : []),
    ...(optimize ? optimizeSections(optimize, optimizeSentence(optimize)) : []),
    ...(costs ? costSections(costs, costSentence(costs)) : []),
    ...(targets.length > 0 ? targetSections(targets, targets.map(targetSentence)) : []),
  ];
  const sections = [
    ...asked,
    headroomPart(room),
    confidenceSection(confidence),
    ...clusterParts(room),
    ...(outlook ? outlookSections(outlookFindings(today, outlook)) : []),
    ...hostUseSections(loads, plan.settings, day && hostHours(loads, day), {
      comparisons,
      contention,
    }),
    ...placementSections(comparisons),
    ...contentionSections(contention),
    ...(simulated.length > 0
      ? [
          ...staySections(simulated, powerSentence(simulated), dpmBand()),
          ...simulationSections(simulated),
        ]
      : []),
    ...(study ? studySections(study) : []),
    ...dataSections(plan, given, outlook),
  ];
  // Plans side by side are read while there are two; more are looked up, each has its sentence above.
  const answer = asked.length > 0 ? 'second' : 'first';
  const plans = answers.length > 2 ? 'second' : answer;
  return atDepth(sections, { ...depths, answer, plans });
}

/** What is open under the answer, and what else goes on paper. */
const depths = {
  outlook: 'second',
  confidence: 'second',
  stranded: 'second',
  assumptions: 'second',
} as const;

/** What the page opens with; `--json` has the same. */
export function summaryOfPlan(found: PlanFindings): Summary {
  const { plan, answers, changes, verdict, outlook, confidence, given, whatIfMonths } = found;
  return planSummary({
    source: plan.inventory.source,
    doubts: readingDoubts(plan.inventory.findings).doubts,
    ...{ verdict, answers, outlook, confidence, given, whatIfMonths },
    changes: changes.slice(0, BEST),
    clusters: byTightness(nth(answers, 0)),
    mean: meanMachine(plan.inventory),
  });
}

/** The page a manager reads: the answer first, then how sure, why, and what it assumes. */
export async function writePlanPage(
  path: string,
  found: PlanFindings,
  sections: readonly Section[],
  live: Live | undefined,
): Promise<void> {
  await writeAnswerPage(path, {
    title: planPageWords.title({ source: found.plan.inventory.source }),
    summary: summaryOfPlan(found),
    sections,
    ...(live ? { live } : {}),
  });
}

/** Time left per cluster and how sure the answer is, for the terminal. */
export function printOutlook(
  outlook: Outlook | undefined,
  confidence: Confidence | undefined,
): void {
  const months = (value: number | null): Text =>
    value === null ? planSummaryWords.over120() : value.toFixed(1);
  if (outlook) {
    const { rate } = outlook;
    const clusters = outlook.forecasts.map(({ cluster, months: { value, early, late } }) =>
      planPageWords.monthsOf({
        ...{ cluster, months: months(value), early: months(early), late: months(late) },
      }),
    );
    if (clusters.length > 0)
      say(
        planPageWords.monthsLeft({
          ...{ percent: rate.percentPerMonth, low: rate.low, high: rate.high },
          assumed: rate.given ? '' : planPageWords.rateAssumed(),
          clusters: clusters.slice(0, 12),
        }),
      );
  }
  if (confidence) printTable(confidenceRows(confidence), tableTitles.confidence());
  else say(planPageWords.howSureLine({ text: planPageWords.sizesAlone() }));
}
