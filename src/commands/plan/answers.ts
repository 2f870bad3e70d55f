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
import { Parts } from '../../terminal/parts.ts';
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
  const parts = new Parts();
  if (options.simulate !== undefined && options.load === undefined)
    throw new UserError('--simulate: expected a day of load with --load, found none.');
  const day = options.load ? await readLoadShape(options.load) : undefined;
  const power = options.simulate === true ? 'dpm' : options.simulate;
  const answers = plans.map((one) => parts.part(() => answerPlan(one)));
  const both = parts.part(() => bothWays(plan));
  const study = parts.part(() => studyOf(plan, options, day));
  const history = parts.part(() => historyAsked(plan, options));
  const growthOf = async () => {
    if (options.growth) return options.growth;
    const [asked, earlier] = [await study(), await history()];
    return (asked && givenGrowth(asked)) ?? (earlier && fittedGrowth(earlier));
  };
  const costs = parts.part(() => costsAsked(plans, options.costs, day?.shape));
  const today = async () => nth(await Promise.all(answers.map((answer) => answer())), 0);
  const changes = parts.part(async () => rankChanges(plan, await today()));
  const comparisons = parts.part(() => planComparisons(plans, techniquesAsked(options.techniques)));
  const outlook = parts.part(async () => outlookOf(plan, await growthOf()));
  const months = plans
    .slice(1)
    .map((other, i) =>
      parts.part(async () => (i < MOST_FORECASTS ? monthsOf(other, await growthOf()) : undefined)),
    );
  const confidence = parts.part(() => day && confidenceOf(plan, day));
  const over = parts.part(() => overTheDay(plan, day, power));
  const optimize = parts.part(() => optimizeAsked(plan, options));
  const neighbours = parts.part(() =>
    options.interference ? interference(plans, day ?? flatDay) : undefined,
  );
  const targets = parts.part(async () => targetsAsked(plan, options, await costs()));
  return parts.shown(
    'plan: parts',
    async (): Promise<PlanFindings> => ({
      plan,
      answers: await inTurn(answers),
      both: await both(),
      verdict: verdictOf(plan, await today(), await both()),
      study: await study(),
      history: await history(),
      costs: await costs(),
      changes: (await changes()).slice(0, options.limit),
      comparisons: await comparisons(),
      outlook: await outlook(),
      growth: (await growthOf()) ?? undefined,
      whatIfMonths: await inTurn(months),
      confidence: await confidence(),
      day,
      ...(await over()),
      optimize: await optimize(),
      interference: await neighbours(),
      targets: await targets(),
      given,
    }),
  );
}

/** Parts made one after the other. */
async function inTurn<T>(parts: readonly (() => Promise<T>)[]): Promise<T[]> {
  const made: T[] = [];
  for (const part of parts) made.push(await part());
  return made;
}
