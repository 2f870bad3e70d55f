import { readMachineLoad } from '../../formats/machine-trace/read-load.ts';
import type { MachineLoad } from '../../plan/simulation/load.ts';
import type { SimulationOutcome } from '../../plan/simulation/outcome.ts';
import { simulateCluster } from '../../plan/simulation/run.ts';
import { defaultSimSettings, type SimHost } from '../../plan/simulation/scenario.ts';
import type { SuiteOptions } from '../suite.ts';
import { traceAt } from './places.ts';

type Entry = Record<string, unknown>;

const straightLine = (idle: number, most: number) =>
  Array.from({ length: 11 }, (_, i) => idle + ((most - idle) * i) / 10);

/** OpenDC's host without a power model of its own: a straight line from 200 to 350 W (recalled; it gives v2.1's joules). */
const HOST_WATTS = straightLine(200, 350);

const KB_PER_GB = 1e6;

/** The stated topology; memory in decimal GB. */
function opendcHosts(topology: unknown): SimHost[] {
  const groups = (Array.isArray(topology) ? topology : []) as Record<string, number>[];
  return groups.flatMap(({ hosts = 0, cores = 0, ghz = 0, gb = 0 }, group) =>
    Array.from({ length: hosts }, (_, i) => ({
      name: `group-${group + 1}-${i + 1}`,
      cores,
      mhzPerCore: ghz * 1000,
      memoryMib: (gb * KB_PER_GB) / 1024,
      watts: HOST_WATTS,
    })),
  );
}

/** VCpu 16, Ram 1.0, most free memory per core; hosts always on, no moves. */
function run(hosts: readonly SimHost[], load: MachineLoad): SimulationOutcome {
  return simulateCluster({
    hosts,
    load,
    settings: {
      ...defaultSimSettings,
      vcpuRatio: 16,
      placement: 'most-free-memory-per-core',
      ceiling: Number.POSITIVE_INFINITY,
      allOn: true,
    },
    policies: [],
    events: [],
  });
}

/** bitbrains-small on the stated topology by our own simulation; undefined without the trace. */
export async function opendcGolden(
  entry: Entry,
  options: SuiteOptions,
): Promise<Entry | undefined> {
  const path = traceAt(options, 'bitbrains', 'opendc-v1-schema');
  const hosts = opendcHosts(entry.topology);
  if (path === undefined || hosts.length === 0) return undefined;
  const outcome = run(hosts, await readMachineLoad(path));
  const { active, idle, steal } = outcome.coreSeconds;
  return {
    v2_0: { requested: outcome.askedMhzS },
    v2_1_s: { idle, active, steal, energy_j: outcome.energyKwh * 3.6e6 },
    at_2024_03_ms: { idle: idle * 1000, active: active * 1000, steal: steal * 1000 },
  };
}

/** OpenDC's power test: 100 W idle, 200 W at most, half loaded for 600 s and then fully for 300 s. Joules. */
export function powerTest(): Entry {
  const [cores, mhzPerCore, stepS] = [1, 1000, 300];
  const demand = [0.5, 0.5, 1].map((use) => use * mhzPerCore);
  const joules = (steps: number) =>
    simulateCluster({
      hosts: [{ name: 'host', cores, mhzPerCore, memoryMib: 1, watts: straightLine(100, 200) }],
      load: {
        name: 'power test',
        stepS,
        steps,
        machines: [
          {
            name: 'machine',
            vcpus: cores,
            capacityMhz: mhzPerCore,
            memoryMib: 1,
            firstStep: 0,
            endStep: steps,
          },
        ],
        demandMhz: Float64Array.from(demand.slice(0, steps)),
      },
      settings: { ...defaultSimSettings, ceiling: Number.POSITIVE_INFINITY },
      policies: [],
      events: [],
    }).energyKwh * 3.6e6;
  return { half_600_s_j: joules(2), then_full_300_s_j: joules(3) };
}
