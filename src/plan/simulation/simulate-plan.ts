import { type Hosting, hostings } from '../operations/hosting.ts';
import { usableHosts } from '../placement/cluster.ts';
import type { Plan } from '../plan.ts';
import type { ServerId } from '../policies/power.ts';
import { inventoryLoad } from './inventory-load.ts';
import type { SimulationOutcome } from './outcome.ts';
import { type SimulationOutline, simulationOutline } from './outline.ts';
import type { PowerRules } from './policies/dpm.ts';
import { defaultPolicies, type PowerPolicy, serverHosts } from './presets.ts';
import { type OnStep, simulateCluster } from './run.ts';
import { defaultSimSettings, type SimScenario, type SimSettings } from './scenario.ts';

/** A cluster over the day, and the same day with every host kept on where a policy powers some off. */
export interface SimulatedCluster {
  name: string;
  policy: string;
  outcome: SimulationOutcome;
  outline: SimulationOutline;
  /** kWh of the same day, balanced, with every host on. */
  allOnKwh?: number | undefined;
}

const THRESHOLD = 0.8;
/** Power curve of hosts whose model the inventory does not say; the study's default. */
const SERVER: ServerId = 'Dell R740 2017';

/** Hosts in maintenance by the settings carry nothing; their machines begin without a host. */
function usable(hosting: Hosting, plan: Plan): Hosting {
  const hosts = usableHosts(hosting.hosts, plan.placement);
  if (hosts.length === hosting.hosts.length) return hosting;
  const index = new Map(hosts.map((host, i) => [host, i]));
  const at = hosting.hosts.map((host) => index.get(host) ?? -1);
  return { ...hosting, hosts, hostOf: hosting.hostOf.map((host) => at[host] ?? -1) };
}

/** Simulations `simulateWithBaseline` makes of one cluster. */
export const runsOf = (power: PowerPolicy): number =>
  power === 'dpm' || power === 'consolidate' ? 2 : 1;

/** One run, and for a policy that powers hosts off the same with every host kept on. */
export function simulateWithBaseline(
  name: string,
  scenario: Omit<SimScenario, 'policies'>,
  power: PowerPolicy,
  { threshold, ...rules }: PowerRules & { threshold: number },
  onStep?: OnStep,
): SimulatedCluster {
  const run = (policy: PowerPolicy, settings: SimSettings) =>
    simulateCluster(
      { ...scenario, settings, policies: defaultPolicies(policy, threshold, rules) },
      onStep,
    );
  const outcome = run(power, scenario.settings);
  const names = scenario.hosts.map((host) => host.name);
  return {
    ...{ name, policy: power, outcome },
    outline: simulationOutline(outcome, names),
    ...(runsOf(power) > 1
      ? { allOnKwh: run('drs', { ...scenario.settings, allOn: true }).energyKwh }
      : {}),
  };
}

function simulateOne(
  hosting: Hosting,
  { settings, placement }: Plan,
  shape: readonly number[],
  power: PowerPolicy,
): SimulatedCluster[] {
  const hosts = serverHosts(hosting.hosts, SERVER);
  if (hosts.length === 0 || hosts.some(({ cores, mhzPerCore }) => cores < 1 || mhzPerCore <= 0))
    return [];
  const { tolerateHosts, memoryRatio, cpuRatio } = settings;
  const how = { ...defaultSimSettings, memoryRatio, vcpuRatio: cpuRatio, allOn: true };
  const day = inventoryLoad(hosting, shape, placement);
  const scenario = { ...day, hosts, settings: how, events: [] };
  const rules = { threshold: THRESHOLD, keepOn: 1 + tolerateHosts, tolerateHosts };
  return [simulateWithBaseline(hosting.cluster, scenario, power, rules)];
}

/** Every cluster of a plan over the day of a load, under its placement rules. */
export const simulatePlan = (
  plan: Plan,
  shape: readonly number[],
  power: PowerPolicy,
): SimulatedCluster[] =>
  hostings(plan.inventory).flatMap((hosting) =>
    simulateOne(usable(hosting, plan), plan, shape, power),
  );
