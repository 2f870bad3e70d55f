import { type Contention, predictContention } from '../../plan/contention/predict.ts';
import { hostings } from '../../plan/operations/hosting.ts';
import type { Plan } from '../../plan/plan.ts';
import { plainOutcome } from '../../plan/simulation/outcome.ts';
import { simulationOutline } from '../../plan/simulation/outline.ts';
import {
  defaultPolicies,
  inventoryLoad,
  type PowerPolicy,
  serverHosts,
} from '../../plan/simulation/presets.ts';
import { simulateCluster } from '../../plan/simulation/run.ts';
import { defaultSimSettings } from '../../plan/simulation/scenario.ts';
import { type DayShape, flatDay } from '../../plan/study/run.ts';
import { readyRows } from '../../report/sections/plan/contention.ts';
import { type SimulatedCluster, simulationTables } from '../../report/sections/plan/simulation.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { printTable } from '../../terminal/table.ts';

/** What the day of the load brings a plan: contention predicted and, where asked for, the clusters simulated. */
export interface DayAnswer {
  contention: Contention;
  simulated: readonly SimulatedCluster[];
}

const THRESHOLD = 0.8;
/** Power curve of hosts whose model the inventory does not say; the study's default. */
const SERVER = 'Dell R740 2017';

export function overTheDay(
  plan: Plan,
  day: DayShape = flatDay,
  power: PowerPolicy | undefined,
): DayAnswer {
  const simulated =
    power === undefined
      ? []
      : hostings(plan.inventory).flatMap((hosting): SimulatedCluster[] => {
          const hosts = serverHosts(hosting.hosts, SERVER);
          if (
            hosts.length === 0 ||
            hosts.some(({ cores, mhzPerCore }) => cores < 1 || mhzPerCore <= 0)
          )
            return [];
          const outcome = simulateCluster({
            hosts,
            load: inventoryLoad(hosting, day.shape),
            settings: {
              ...defaultSimSettings,
              memoryRatio: plan.settings.memoryRatio,
              vcpuRatio: plan.settings.cpuRatio,
              allOn: true,
            },
            policies: defaultPolicies(power, THRESHOLD, 1 + plan.settings.tolerateHosts),
            events: [],
            placed: Int32Array.from(hosting.hostOf),
          });
          return [
            {
              name: hosting.cluster,
              policy: power,
              outcome,
              outline: simulationOutline(
                outcome,
                hosts.map(({ name }) => name),
              ),
            },
          ];
        });
  return { contention: predictContention(plan, day), simulated };
}

export function printDay({ contention, simulated }: DayAnswer): void {
  const ready = readyRows(contention);
  if (ready.length > 0) {
    printTable(ready, `ready time predicted (load: ${contention.load}); thresholds are unverified`);
  }
  if (simulated.length === 0) return;
  printAnswer('', simulationTables(simulated));
}

/** Simulated clusters for a document. */
export const plainRuns = (runs: readonly SimulatedCluster[]) =>
  runs.map(({ name, policy, outcome }) => ({ cluster: name, policy, ...plainOutcome(outcome) }));
