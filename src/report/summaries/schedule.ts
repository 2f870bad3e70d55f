import type { Text } from '../../message.ts';
import type { SchedulingAnswer } from '../../model/scheduling/what-if.ts';
import { type Advice, inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';
import { plural } from '../../words.ts';

type Simulated = SchedulingAnswer['simulation'];

/** Steal of the machines under each scheduler, the least first. */
function byPolicy(simulation: Simulated): { policy: string; steal: number; p99Us: number }[] {
  const policies = [...new Set(simulation.map(({ policy }) => policy))];
  return policies
    .map((policy) => {
      const mine = simulation.filter((row) => row.policy === policy);
      return {
        policy,
        steal: mine.reduce((sum, row) => sum + row.stealPercent, 0) / mine.length,
        p99Us: Math.max(0, ...mine.map(({ latency }) => latency?.p99Us ?? 0)),
      };
    })
    .sort((a, b) => (a.p99Us || a.steal) - (b.p99Us || b.steal));
}

function adviceOf({ simulation, locks = [], numa = [], wasted }: SchedulingAnswer): Advice[] {
  const [best, ...others] = byPolicy(simulation);
  const worst = others.at(-1);
  const advice: Advice[] = [];
  if (best && worst && worst.steal + worst.p99Us > best.steal + best.p99Us)
    advice.push({
      action: `Schedule by ${best.policy}.`,
      gain: `steal ${inProse(best.steal)} % instead of ${inProse(worst.steal)} % under ${worst.policy}${best.p99Us > 0 ? `, p99 ${inProse(best.p99Us / 1000)} ms instead of ${inProse(worst.p99Us / 1000)} ms` : ''}.`,
    });
  for (const { policy, percentOfHost } of wasted
    .filter((row) => row.percentOfHost >= 0.1)
    .slice(0, 2))
    advice.push({
      action: `Under ${policy}: relax co-scheduling or caps.`,
      gain: `${inProse(percentOfHost)} % of the host idles while somebody waits.`,
    });
  for (const row of numa.filter(({ xLocal }) => xLocal > 1.01).slice(0, 2))
    advice.push({
      action: `Keep ${row.machine} on one node.`,
      gain: `memory at its local latency instead of ${inProse(row.xLocal)} times that.`,
    });
  const bestLock = [...locks].sort((a, b) => b.progress - a.progress)[0];
  if (bestLock && locks.length > 1)
    advice.push({
      action: `Use ${bestLock.lock} locks${bestLock.ple ? ' with pause-loop exiting' : ''}.`,
      gain: `${inProse(100 * bestLock.progress)} % of the guest's progress kept.`,
    });
  return advice;
}

/** Who gets how much, who waits, and what would shorten the wait. */
export function scheduleSummary(answer: SchedulingAnswer, sentence: Text): Summary {
  const { question, capacity, allocation, admitted, simulation } = answer;
  const leaves = allocation.flatMap((node) => (node.children.length > 0 ? node.children : [node]));
  const most = [...leaves].sort((a, b) => b.allocation - a.allocation);
  const worst = [...simulation].sort((a, b) => b.stealPercent - a.stealPercent)[0];
  const given = leaves.reduce((sum, { allocation: amount }) => sum + amount, 0);
  const reserved = question.machines.reduce((sum, { reservation = 0 }) => sum + reservation, 0);
  const figures: KeyFigure[] = [
    {
      name: 'Reserved',
      value: `${inProse(reserved)} ${question.unit}`,
      note: `by ${plural(question.machines.length, 'machine')}`,
    },
    { name: 'Capacity', value: `${inProse(capacity)} ${question.unit}`, note: question.resource },
    {
      name: 'Allocated',
      value: `${inProse(given)} ${question.unit}`,
      note: `to ${plural(leaves.length, 'machine')}`,
    },
    ...(most[0]
      ? [
          {
            name: `Most: ${most[0].id}`,
            value: `${inProse(most[0].allocation)} ${question.unit}`,
            note: 'of the division by shares, reservations and limits',
          },
        ]
      : []),
    ...(worst
      ? [
          {
            name: 'Most steal',
            value: `${inProse(worst.stealPercent)} %`,
            note: `${worst.machine} under ${worst.policy}`,
          },
        ]
      : []),
  ];
  return {
    question: `Who gets how much of ${inProse(capacity)} ${question.unit} of ${question.resource}, and who waits?`,
    inputs: {
      machines: question.machines.map(({ name }) => name).join(', ') || 'none',
      policies: question.policies.join(', ') || 'none simulated',
      'physical CPUs': String(question.pcpus),
      seed: String(question.seed),
    },
    sentence,
    verdict: admitted ? 'yes' : 'no',
    confidence:
      simulation.length > 0
        ? `The division is exact arithmetic; waiting is one simulated run of ${inProse(question.horizonUs / 1e6)} s with seed ${question.seed}.`
        : 'The division is exact arithmetic over shares, reservations and limits; waiting was not simulated.',
    wouldChange:
      'Shares decide only while the resource is short: a reservation, a limit or one more machine moves the division; arrival rates move the waiting.',
    advice: orNothing(adviceOf(answer), {
      action: admitted ? 'Nothing is needed.' : 'Lower the reservations.',
      gain: admitted ? 'every reservation is met.' : 'they exceed the capacity.',
    }),
    keyFigures: figures,
  };
}
