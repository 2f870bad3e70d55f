import type { Message } from '../../message.ts';
import { interferenceWords } from '../../messages/plan-interference.ts';
import { readyThresholds } from '../../model/scheduling/ready-thresholds.ts';
import type { Interference, PlanLoss } from './interference.ts';

const MOST_WHAT_IFS = 6;

const countOf = ({ machines }: PlanLoss) => ({
  n: machines.filter(({ p95 }) => p95.percent > readyThresholds.look.value).length,
  all: machines.length,
});

/** How many machines lose noticeable time to neighbours, which loses most, and what what-ifs change. */
export function interferenceSentence({ plans }: Interference): Message | undefined {
  const [today, ...others] = plans;
  if (!today || today.machines.length === 0) return undefined;
  const look = readyThresholds.look.value;
  const [worst] = today.machines;
  const most =
    worst && worst.p95.percent > 0
      ? interferenceWords.most({
          machine: worst.machine,
          host: worst.host || interferenceWords.anyHost(),
          ...worst.p95,
        })
      : '';
  const whatIfs = others.slice(0, MOST_WHAT_IFS).map((plan) =>
    interferenceWords.whatIf({
      plan: plan.plan,
      ...countOf(plan),
      percent: plan.machines[0]?.p95.percent ?? 0,
    }),
  );
  const count = countOf(today);
  const rest = { look, most, whatIfs: join(whatIfs), not: interferenceWords.not() };
  return count.n > 0 ? interferenceWords.some({ ...count, ...rest }) : interferenceWords.none(rest);
}

/** Sentences that bring their own spaces, one after another. */
const join = (texts: readonly Message[]) =>
  texts.length > 0 ? interferenceWords.each({ texts }) : '';
