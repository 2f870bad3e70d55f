import type { Text } from '../../message.ts';
import { simulateWords as words } from '../../messages/plan-simulate.ts';
import type { SimSettings } from '../../plan/simulation/scenario.ts';
import type { SimulatedCluster } from '../../plan/simulation/simulate-plan.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';

function adviceOf({ outcome }: SimulatedCluster): Advice[] {
  const { unplaced, unservedShare, idleKwh, energyKwh, meanHostsOn, hosts, migrations } = outcome;
  const advice: Advice[] = [];
  if (unplaced > 0)
    advice.push({ action: words.addHosts(), gain: words.addHostsGain({ n: unplaced }) });
  if (unservedShare > 0)
    advice.push({
      action: words.lower(),
      gain: words.lowerGain({ percent: 100 * unservedShare }),
    });
  if (hosts - meanHostsOn >= 1)
    advice.push({
      action: words.doWithout({ n: Math.floor(hosts - meanHostsOn) }),
      gain: words.doWithoutGain(),
    });
  if (idleKwh > 0 && meanHostsOn > 1)
    advice.push({ action: words.pack(), gain: words.packGain({ idle: idleKwh, all: energyKwh }) });
  if (migrations > 10 * hosts)
    advice.push({ action: words.moveLess(), gain: words.moveLessGain({ n: migrations }) });
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
    question: words.question({ n: outcome.machines, hosts: outcome.hosts }),
    inputs: {
      trace,
      power: policy,
      placement: settings.placement,
      'threshold, demand over clock': String(settings.ceiling),
      'configured over physical memory': String(settings.memoryRatio),
    },
    sentence,
    verdict: outcome.unplaced > 0 ? 'no' : 'yes',
    confidence: words.confidence(),
    wouldChange: words.wouldChange(),
    advice: orNothing(adviceOf(run), { action: words.nothing(), gain: words.nothingGain() }),
    keyFigures: [
      {
        name: words.energy(),
        value: `${inProse(outcome.energyKwh)} kWh`,
        note: words.hours({ n: outcome.seconds / 3600 }),
      },
      {
        name: words.on(),
        value: inProse(outcome.meanHostsOn),
        note: words.onNote({ hosts: outcome.hosts }),
      },
      { name: words.work(), value: `${inProse(100 * outcome.unservedShare)} %` },
      {
        name: words.ready(),
        value: `${inProse(outcome.burstReadyPercent.p95)} %`,
        note: words.readyNote(),
      },
      { name: words.moves(), value: outcome.migrations.toLocaleString('en-US') },
    ],
  };
}
