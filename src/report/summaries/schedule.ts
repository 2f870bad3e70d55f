import type { Text } from '../../message.ts';
import { cellWords } from '../../messages/cells.ts';
import { resourceName } from '../../messages/schedule.ts';
import { scheduleSummaryWords } from '../../messages/schedule-summary.ts';
import type { SchedulingAnswer } from '../../model/scheduling/what-if.ts';
import { type Advice, inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';

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
      action: scheduleSummaryWords.scheduleBy({ policy: cellWords(best.policy) }),
      gain: scheduleSummaryWords.stealInstead({
        steal: best.steal,
        steal2: worst.steal,
        policy: cellWords(worst.policy),
        p99Us:
          best.p99Us > 0
            ? scheduleSummaryWords.p99({ p99Us: best.p99Us / 1000, p99Us2: worst.p99Us / 1000 })
            : '',
      }),
    });
  for (const { policy, percentOfHost } of wasted
    .filter((row) => row.percentOfHost >= 0.1)
    .slice(0, 2))
    advice.push({
      action: scheduleSummaryWords.relax({ policy: cellWords(policy) }),
      gain: scheduleSummaryWords.idles({ percentOfHost }),
    });
  for (const row of numa.filter(({ xLocal }) => xLocal > 1.01).slice(0, 2))
    advice.push({
      action: scheduleSummaryWords.keepOnNode({ machine: row.machine }),
      gain: scheduleSummaryWords.localLatency({ xLocal: row.xLocal }),
    });
  const bestLock = [...locks].sort((a, b) => b.progress - a.progress)[0];
  if (bestLock && locks.length > 1)
    advice.push({
      action: scheduleSummaryWords.useLocks({
        lock: cellWords(bestLock.lock),
        ple: bestLock.ple ? scheduleSummaryWords.withPle() : '',
      }),
      gain: scheduleSummaryWords.progress({ progress: 100 * bestLock.progress }),
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
      name: scheduleSummaryWords.reserved(),
      value: `${inProse(reserved)} ${question.unit}`,
      note: scheduleSummaryWords.byMachines({ machines: question.machines.length }),
    },
    {
      name: scheduleSummaryWords.capacity(),
      value: `${inProse(capacity)} ${question.unit}`,
      note: resourceName(question.resource),
    },
    {
      name: scheduleSummaryWords.allocated(),
      value: `${inProse(given)} ${question.unit}`,
      note: scheduleSummaryWords.toMachines({ leaves: leaves.length }),
    },
    ...(most[0]
      ? [
          {
            name: scheduleSummaryWords.mostOf({ id: most[0].id }),
            value: `${inProse(most[0].allocation)} ${question.unit}`,
            note: scheduleSummaryWords.ofDivision(),
          },
        ]
      : []),
    ...(worst
      ? [
          {
            name: scheduleSummaryWords.mostSteal(),
            value: `${inProse(worst.stealPercent)} %`,
            note: scheduleSummaryWords.underPolicy({
              machine: worst.machine,
              policy: cellWords(worst.policy),
            }),
          },
        ]
      : []),
  ];
  return {
    question: scheduleSummaryWords.question({
      capacity,
      unit: question.unit,
      resource: resourceName(question.resource),
    }),
    inputs: {
      machines: question.machines.map(({ name }) => name).join(', ') || 'none',
      policies: question.policies.join(', ') || scheduleSummaryWords.noneSimulated(),
      'physical CPUs': String(question.pcpus),
      seed: String(question.seed),
    },
    sentence,
    verdict: admitted ? 'yes' : 'no',
    confidence:
      simulation.length > 0
        ? scheduleSummaryWords.sureRun({ horizonUs: question.horizonUs / 1e6, seed: question.seed })
        : scheduleSummaryWords.sureExact(),
    wouldChange: scheduleSummaryWords.wouldChange(),
    advice: orNothing(adviceOf(answer), {
      action: admitted ? scheduleSummaryWords.nothingNeeded() : scheduleSummaryWords.lower(),
      gain: admitted ? scheduleSummaryWords.allMet() : scheduleSummaryWords.exceed(),
    }),
    keyFigures: figures,
  };
}
