import { nth } from '../../elements.ts';
import { readLoadShape } from '../../formats/machine-trace/read-day.ts';
import { answerPlan } from '../../plan/answer.ts';
import { rankChanges } from '../../plan/changes.ts';
import { planComparisons } from '../../plan/comparisons.ts';
import { interference } from '../../plan/contention/interference.ts';
import { fittedGrowth } from '../../plan/history/history.ts';
import { confidenceOf } from '../../plan/outlook/confidence.ts';
import { monthsOf, outlookOf } from '../../plan/outlook/outlook.ts';
import { verdictOf } from '../../plan/outlook/plan-verdict.ts';
import { flatDay } from '../../plan/study/run.ts';
import { bothWays } from '../../plan/unknown-states.ts';
import type { AskedPlans, PlanOptions } from './asked.ts';
import { techniquesAsked } from './comparisons.ts';
import { overTheDay } from './contention.ts';
import { costsAsked } from './costs.ts';
import { historyAsked } from './history.ts';
import { optimizeAsked } from './optimize.ts';
import type { PlanFindings } from './page.ts';
import { givenGrowth, studyOf } from './study.ts';
import { targetsAsked } from './targets.ts';

/** What-ifs whose room over time is computed; each packs its machines some dozens of times. */
const MOST_FORECASTS = 6;

/** Everything the terminal, JSON and the page show of the plans asked about. */
export async function answersOf(
  { plans, given }: AskedPlans,
  options: PlanOptions,
): Promise<PlanFindings> {
  const [plan] = plans;
  const answers = plans.map(answerPlan);
  const both = bothWays(plan);
  const day = options.load ? await readLoadShape(options.load) : undefined;
  const study = await studyOf(plan, options, day);
  const power = options.simulate === true ? 'dpm' : options.simulate;
  const history = await historyAsked(plan, options);
  const growth = (study && givenGrowth(study)) ?? (history && fittedGrowth(history));
  const costs = await costsAsked(plans, options.costs, day?.shape);
  return {
    plan,
    answers,
    both,
    verdict: verdictOf(plan, nth(answers, 0), both),
    changes: rankChanges(plan, nth(answers, 0)).slice(0, options.limit),
    comparisons: planComparisons(plans, techniquesAsked(options.techniques)),
    outlook: outlookOf(plan, growth),
    whatIfMonths: plans
      .slice(1)
      .map((other, i) => (i < MOST_FORECASTS ? monthsOf(other, growth) : undefined)),
    confidence: day && confidenceOf(plan, day),
    day,
    study,
    ...overTheDay(plan, day, power),
    optimize: await optimizeAsked(plan, options),
    history,
    interference: options.interference ? interference(plans, day ?? flatDay) : undefined,
    costs,
    targets: await targetsAsked(plan, options, costs),
    given,
  };
}
