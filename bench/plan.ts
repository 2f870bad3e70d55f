// Capacity planning: placement of 100,000 machines on 10,000 hosts, what-ifs of a 1,000-machine cluster, and a
// PlanetLab day as CloudSim 3.0.3 computes it. No peer runs here: variants show what our own choices cost.
import { bundledData } from '../src/evidence/bundled.ts';
import { readPlanetLabDay } from '../src/formats/planetlab.ts';
import { answerPlan } from '../src/plan/answer.ts';
import { applyWhatIf } from '../src/plan/apply-what-if.ts';
import { Demand } from '../src/plan/cloudsim/demand.ts';
import { policies } from '../src/plan/cloudsim/policy.ts';
import { simulate } from '../src/plan/cloudsim/simulate.ts';
import { placeInOrder } from '../src/plan/placement/place.ts';
import { placementSchema } from '../src/plan/placement/schema.ts';
import type { Plan } from '../src/plan/plan.ts';
import { planSettings } from '../src/plan/settings.ts';
import { planetLabLoad } from '../src/plan/simulation/load.ts';
import { cloudsimHosts, defaultPolicies, powerPolicies } from '../src/plan/simulation/presets.ts';
import { simulateCluster } from '../src/plan/simulation/run.ts';
import { defaultSimSettings } from '../src/plan/simulation/scenario.ts';
import { runStudy } from '../src/plan/study/run.ts';
import { studySchema } from '../src/plan/study/schema.ts';
import { Rng } from '../src/rng.ts';
import { clusterOf } from './plan-cluster.ts';
import { inQuick } from './quick.ts';
import { type Comparison, measured, sideBySide, type Variant } from './side-by-side.ts';

const slow = { rounds: 1, pairs: inQuick(1, 3), warmUp: 1 };
const WHAT_IFS = inQuick(2, 20);

function placement(): Variant[] {
  const rng = new Rng(7);
  const cores = Float64Array.from({ length: 100_000 }, () => 2 ** rng.nextBelow(4));
  const memory = Float64Array.from(cores, (vcpus) => vcpus * 2048 * (1 + rng.nextBelow(3)));
  const capacity = [
    Float64Array.from({ length: 10_000 }, (_, h) => (h % 2 ? 64 : 48)),
    Float64Array.from({ length: 10_000 }, (_, h) => (h % 2 ? 393_216 : 262_144)),
  ];
  const order = (first: 'largest' | 'smallest'): Variant => ({
    name: `${first} first`,
    run: () =>
      measured(() => {
        const { placed } = placeInOrder([cores, memory], capacity, first);
        return { operations: 100_000, digest: String(placed) };
      }),
  });
  return [order('largest'), order('smallest')];
}

/** The same what-ifs on a plain plan, with two failures, and under rules with NUMA nodes, storage and network. */
function whatIfs(): Variant[] {
  const inventory = clusterOf(40, 1000);
  const placement = placementSchema.parse({
    hosts: { storageGiB: 20_000, networkMbps: 20_000 },
    vmNetworkMbps: 200,
    numa: 'spread',
    rules: [
      { rule: 'apart', name: 'a', vms: Array.from({ length: 20 }, (_, i) => `v${i}`) },
      { rule: 'together', name: 't', vms: ['v30', 'v31', 'v32'] },
      { rule: 'on', name: 'o', vms: ['v4*'], hosts: ['h1*', 'h2*'] },
    ],
  });
  const variant = (name: string, tolerateHosts: number, more: Partial<Plan> = {}): Variant => {
    const settings = planSettings.parse({ tolerateHosts });
    const base: Plan = { name: 'base', inventory, settings, ...more };
    return {
      name,
      run: (slice) =>
        measured(() => {
          for (let i = 0; i < WHAT_IFS; i++) {
            answerPlan(
              applyWhatIf(base, { name: `${i}`, scale: { memory: 0.5 + ((slice + i) % 20) / 10 } }),
            );
          }
          return { operations: WHAT_IFS, digest: null };
        }),
    };
  };
  return [
    variant('1 failure tolerated', 1),
    variant('2 failures tolerated', 2),
    variant('rules, NUMA, storage, network', 1, { placement }),
  ];
}

/** The whole study of a large cluster: HA, moves, growth, failures of every host, rolling maintenance. */
function studies(): Variant[] {
  const study = studySchema.parse({});
  const sizes = [
    [250, 5000],
    [1000, 20_000],
  ];
  return inQuick(sizes.slice(0, 1), sizes).map(([hosts, vms]) => {
    const inventory = clusterOf(hosts!, vms!);
    const plan: Plan = { name: 'base', inventory, settings: planSettings.parse({}) };
    return {
      name: `${hosts} hosts, ${vms} machines`,
      run: () =>
        measured(() => {
          runStudy(plan, study, {});
          return { operations: 1, digest: null };
        }),
    };
  });
}

async function planetLab(): Promise<Variant[]> {
  const { percent } = await readPlanetLabDay(bundledData('planetlab/20110303.tar.gz'));
  const ids = ['thr_mmt_0.8', 'dvfs', 'lr_mmt_1.2'];
  return inQuick(ids.slice(0, 2), ids).map((id) => ({
    name: id,
    run: () =>
      measured(() => {
        simulate(new Demand(percent), policies.find((policy) => policy.id === id)!);
        return { operations: 1, digest: null };
      }),
  }));
}

/** The same day in our own mode, by power policy. */
async function ownMode(): Promise<Variant[]> {
  const { day, percent } = await readPlanetLabDay(bundledData('planetlab/20110303.tar.gz'));
  const load = planetLabLoad(day, percent);
  const hosts = cloudsimHosts(800);
  return inQuick(powerPolicies.slice(-2), [...powerPolicies]).map((power) => ({
    name: power,
    run: () =>
      measured(() => {
        simulateCluster({
          hosts,
          load,
          settings: defaultSimSettings,
          policies: defaultPolicies(power, 0.8, { keepOn: 1, tolerateHosts: 0 }),
          events: [],
        });
        return { operations: 1, digest: null };
      }),
  }));
}

/** Suite `plan`: nanoseconds per machine placed, per what-if, per simulated day. */
export async function planBench(): Promise<Comparison[]> {
  return [
    ...(await sideBySide('place 100,000 machines on 10,000 hosts', placement(), slow)),
    ...(await sideBySide('what-if of a 1,000-machine cluster', whatIfs(), slow)),
    ...(await sideBySide('study of a cluster', studies(), slow)),
    ...(await sideBySide('one PlanetLab day, 800 hosts, 1,052 machines', await planetLab(), slow)),
    ...(await sideBySide('the same day in our own mode', await ownMode(), slow)),
  ];
}
