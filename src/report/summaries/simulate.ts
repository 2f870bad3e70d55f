import type { Text } from '../../message.ts';
import type { SimSettings } from '../../plan/simulation/scenario.ts';
import type { SimulatedCluster } from '../../plan/simulation/simulate-plan.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';
import { plural } from '../../words.ts';

function adviceOf({ outcome }: SimulatedCluster): Advice[] {
  const { unplaced, unservedShare, idleKwh, energyKwh, meanHostsOn, hosts, migrations } = outcome;
  const advice: Advice[] = [];
  if (unplaced > 0)
    advice.push({
      action: 'Add hosts.',
      gain: `${plural(unplaced, 'machine')} without a host ${unplaced === 1 ? 'gets' : 'get'} one.`,
    });
  if (unservedShare > 0)
    advice.push({
      action: 'Lower --threshold, or keep more hosts on.',
      gain: `up to ${inProse(100 * unservedShare)} % of the work asked for, not given today.`,
    });
  if (hosts - meanHostsOn >= 1)
    advice.push({
      action: `Do without ${plural(Math.floor(hosts - meanHostsOn), 'host')}.`,
      gain: 'so many are off on average; failures and peaks need some of them.',
    });
  if (idleKwh > 0 && meanHostsOn > 1)
    advice.push({
      action: 'Pack machines closer.',
      gain: `${inProse(idleKwh)} of ${inProse(energyKwh)} kWh go to hosts being on at all.`,
    });
  if (migrations > 10 * hosts)
    advice.push({
      action: 'Move less: raise --threshold.',
      gain: `${migrations.toLocaleString('en-US')} moves now.`,
    });
  return advice;
}

/** What a day costs on these hosts, and what machines do not get. */
export function simulateSummary(
  run: SimulatedCluster,
  sentence: Text,
  trace: string,
  settings: Pick<SimSettings, 'ceiling' | 'placement' | 'memoryRatio'>,
): Summary {
  const { outcome, policy } = run;
  return {
    question: `What do ${plural(outcome.machines, 'machine')} on ${plural(outcome.hosts, 'host')} take and get over time?`,
    inputs: {
      trace,
      power: policy,
      placement: settings.placement,
      'threshold, demand over clock': String(settings.ceiling),
      'configured over physical memory': String(settings.memoryRatio),
    },
    sentence,
    verdict: outcome.unplaced > 0 ? 'no' : 'yes',
    confidence:
      'One day as recorded, without randomness: another day moves the answer. Demand changes once a step; ready time within a step is predicted from vCPUs and use.',
    wouldChange:
      'The threshold above which machines leave, the power policy, and the day itself: simulate others and compare.',
    advice: orNothing(adviceOf(run), {
      action: 'Nothing is needed.',
      gain: 'machines got what they asked for.',
    }),
    keyFigures: [
      {
        name: 'Energy',
        value: `${inProse(outcome.energyKwh)} kWh`,
        note: `${inProse(outcome.seconds / 3600)} hours`,
      },
      {
        name: 'Hosts on',
        value: inProse(outcome.meanHostsOn),
        note: `of ${outcome.hosts}, on average`,
      },
      { name: 'Work not given', value: `${inProse(100 * outcome.unservedShare)} %` },
      {
        name: 'Ready time, p95',
        value: `${inProse(outcome.burstReadyPercent.p95)} %`,
        note: 'per vCPU, within steps',
      },
      { name: 'Moves', value: outcome.migrations.toLocaleString('en-US') },
    ],
  };
}
