import { nth } from '../../elements.ts';
import { UserError } from '../../errors.ts';
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
import { startProgress } from '../../terminal/progress.ts';
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

/** Parts of an answer beside those of each plan. */
const PARTS = 12;

/** Everything the terminal, JSON and the page show of the plans asked about. */
export async function answersOf(
  { plans, given }: AskedPlans,
  options: PlanOptions,
): Promise<PlanFindings> {
  const [plan] = plans;
  const progress = startProgress('plan: parts', plans.length + PARTS + plans.length - 1);
  /** One more part of the answer is there. */
  const done = <T>(part: T): T => {
    progress.step();
    return part;
  };
  const answers = plans.map((one) => done(answerPlan(one)));
  const both = done(bothWays(plan));
  if (options.simulate !== undefined && options.load === undefined)
    throw new UserError('--simulate: expected a day of load with --load, found none.');
  const day = options.load ? await readLoadShape(options.load) : undefined;
  const study = done(await studyOf(plan, options, day));
  const power = options.simulate === true ? 'dpm' : options.simulate;
  const history = done(await historyAsked(plan, options));
  const growth = (study && givenGrowth(study)) ?? (history && fittedGrowth(history));
  const costs = done(await costsAsked(plans, options.costs, day?.shape));
  const findings: PlanFindings = {
    plan,
    answers,
    both,
    verdict: verdictOf(plan, nth(answers, 0), both),
    changes: done(rankChanges(plan, nth(answers, 0))).slice(0, options.limit),
    comparisons: done(planComparisons(plans, techniquesAsked(options.techniques))),
    outlook: done(outlookOf(plan, growth)),
    growth: growth ?? undefined,
    whatIfMonths: plans
      .slice(1)
      .map((other, i) => done(i < MOST_FORECASTS ? monthsOf(other, growth) : undefined)),
    confidence: done(day && confidenceOf(plan, day)),
    day,
    study,
    ...done(overTheDay(plan, day, power)),
    optimize: done(await optimizeAsked(plan, options)),
    history,
    interference: done(options.interference ? interference(plans, day ?? flatDay) : undefined),
    costs,
    targets: done(await targetsAsked(plan, options, costs)),
    given,
  };
  progress.finish();
  return findings;
}
