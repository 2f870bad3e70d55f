import type { PlanAnswer } from '../../plan/answer.ts';
import { loadText } from '../../plan/outlook/verdict.ts';
import { changeText } from '../../report/sections/plan/index.ts';
import { note } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import { capital } from '../../words.ts';
import { plainRuns, printDay } from './contention.ts';
import { printExtras } from './extras.ts';
import { type PlanFindings, printOutlook } from './page.ts';
import { printStudy } from './study.ts';

function tableRows(answer: PlanAnswer): Record<string, string | number>[] {
  return answer.clusters.map((cluster) => ({
    plan: answer.name,
    cluster: cluster.cluster,
    hosts: cluster.hosts,
    machines: cluster.vms,
    placed: cluster.placed,
    'after failure': cluster.placedAfterFailure,
    'cpu load': loadText(cluster.loadAfterFailure.cpu),
    'memory load': loadText(cluster.loadAfterFailure.memory),
    binds: cluster.binding,
    'room for': cluster.roomForAverage,
    'hosts needed': `>= ${cluster.lowerBoundHosts}`,
    verdict: !cluster.fits
      ? 'does not fit'
      : cluster.survives
        ? 'fits'
        : 'fits, fails after a failure',
  }));
}

/** What would make room, in sentences. */
const adviceOf = ({ changes, answers }: PlanFindings): string[] =>
  changes.map((change) => `${capital(changeText(change, answers[0]!))}.`);

/** Everything but what the page draws, as a document. */
export function documentOf(found: PlanFindings) {
  const { plan, answers, verdict, both, changes, outlook, sureness, extras } = found;
  const { contention, simulated, study } = found;
  return {
    ...verdict,
    advice: adviceOf(found),
    inventory: plan.inventory.source,
    findings: plan.inventory.findings,
    ...(both ? { bothWays: both } : {}),
    answers,
    changes,
    ...(outlook ? { outlook } : {}),
    ...(sureness ? { sureness } : {}),
    ...extras,
    contention,
    ...(simulated.length > 0 ? { simulated: plainRuns(simulated) } : {}),
    ...(study ? { study } : {}),
  };
}

/** The verdict with its reason and the advice, then the tables; what is doubtful goes to standard error. */
export function printPlan(found: PlanFindings): void {
  const { plan, answers, verdict, both, outlook, sureness, extras } = found;
  const { contention, simulated, study } = found;
  process.stdout.write(`${verdict.sentence}\n`);
  const advice = adviceOf(found);
  if (advice.length > 0) process.stdout.write('\nWhat would make room:\n');
  advice.forEach((text, i) => {
    process.stdout.write(`${i + 1}. ${text}\n`);
  });
  process.stdout.write('\n');
  printTable(answers.flatMap(tableRows));
  if (both) {
    printTable([
      ...tableRows({ ...both.best, name: 'unknown states at best' }),
      ...tableRows({ ...both.worst, name: 'unknown states at worst' }),
    ]);
  }
  printOutlook(outlook, sureness);
  printExtras(extras);
  printDay({ contention, simulated });
  for (const { message, count } of plan.inventory.findings) note(`data: ${message} (${count})`);
  if (study) printStudy(study);
}
