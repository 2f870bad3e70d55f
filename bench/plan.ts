// Capacity planning: placement of 100,000 machines on 10,000 hosts, what-ifs of a 1,000-machine cluster, and a
// PlanetLab day as CloudSim 3.0.3 computes it. No peer runs here: variants show what our own choices cost.
import { bundledData } from '../src/evidence/bundled.ts';
import { readPlanetLabDay } from '../src/formats/planetlab.ts';
import { answerPlan } from '../src/plan/answer.ts';
import { Demand } from '../src/plan/cloudsim/demand.ts';
import { policies } from '../src/plan/cloudsim/policy.ts';
import { simulate } from '../src/plan/cloudsim/simulate.ts';
import type { Inventory } from '../src/plan/inventory.ts';
import { placeInOrder } from '../src/plan/placement/place.ts';
import { planetLabLoad } from '../src/plan/simulation/load.ts';
import { cloudsimHosts, powerPolicies, usualPolicies } from '../src/plan/simulation/ready-made.ts';
import { simulateCluster } from '../src/plan/simulation/run.ts';
import { defaultSimSettings } from '../src/plan/simulation/scenario.ts';
import { applyWhatIf, planSettings } from '../src/plan/what-if.ts';
import { Rng } from '../src/rng.ts';
import { type Comparison, measured, sideBySide, type Variant } from './side-by-side.ts';

const slow = { rounds: 1, pairs: 3, warmUp: 1 };

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

/** 40 hosts and 1,000 machines. */
function cluster(): Inventory {
  const rng = new Rng(11);
  return {
    source: 'generated',
    findings: [],
    hosts: Array.from({ length: 40 }, (_, i) => ({
      name: `h${i}`,
      cluster: 'c',
      sockets: 2,
      cores: 32,
      mhzPerCore: 2600,
      memoryMib: 524_288,
      inMaintenance: false,
    })),
    vms: Array.from({ length: 1000 }, (_, i) => ({
      name: `v${i}`,
      cluster: 'c',
      host: '',
      poweredOn: true,
      template: false,
      vcpus: 2 ** rng.nextBelow(4),
      memoryMib: 4096 * (1 + rng.nextBelow(6)),
      provisionedMib: 0,
      inUseMib: 0,
      cpuReservationMhz: 0,
      memoryReservationMib: 0,
      os: '',
    })),
  };
}

function whatIfs(): Variant[] {
  const inventory = cluster();
  const tolerate = (hosts: number): Variant => {
    const base = {
      name: 'base',
      inventory,
      settings: planSettings.parse({ tolerateHosts: hosts }),
    };
    return {
      name: `${hosts} failures tolerated`,
      run: (slice) =>
        measured(() => {
          for (let i = 0; i < 20; i++) {
            answerPlan(
              applyWhatIf(base, { name: `${i}`, scale: { memory: 0.5 + ((slice + i) % 20) / 10 } }),
            );
          }
          return { operations: 20, digest: null };
        }),
    };
  };
  return [tolerate(1), tolerate(2)];
}

async function planetLab(): Promise<Variant[]> {
  const { percent } = await readPlanetLabDay(bundledData('planetlab/20110303.tar.gz'));
  return ['thr_mmt_0.8', 'lr_mmt_1.2', 'dvfs'].map((id) => ({
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
  return powerPolicies.map((power) => ({
    name: power,
    run: () =>
      measured(() => {
        simulateCluster({
          hosts,
          load,
          settings: defaultSimSettings,
          policies: usualPolicies(power, 0.8, 1),
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
    ...(await sideBySide('one PlanetLab day, 800 hosts, 1,052 machines', await planetLab(), slow)),
    ...(await sideBySide('the same day in our own mode', await ownMode(), slow)),
  ];
}
