import { f64, nth } from '../../elements.ts';
import { toPlaces } from '../../format.ts';
import { readFragments, readMachineLoad } from '../../formats/machine-trace/read-load.ts';
import { findTrace } from '../../formats/machine-trace/source.ts';
import { readPlanetLabDay } from '../../formats/planetlab.ts';
import { hostModels } from '../../plan/cloudsim/setup.ts';
import { multiplexing, sortedSums } from '../../plan/multiplexing.ts';
import { planetLabLoad } from '../../plan/simulation/load.ts';
import type { SuiteOptions } from '../suite.ts';
import { daysAtHand, traceAt } from './places.ts';

type Entry = Record<string, unknown>;

/** Machines, mean and standard deviation of all samples of a day, percent as printed. */
function statistics(percent: readonly Uint8Array[]): [number, number, number] {
  let [count, sum, squares] = [0, 0, 0];
  for (const samples of percent) {
    for (const value of samples) {
      count++;
      sum += value;
      squares += value * value;
    }
  }
  const mean = sum / count;
  const sd = Math.sqrt(Math.max(0, squares / count - mean * mean));
  return [percent.length, toPlaces(mean, 2), toPlaces(sd, 2)];
}

/** Statistics and multiplexing of every PlanetLab day at hand, by its name. */
export async function planetLabFacts(options: SuiteOptions): Promise<Entry> {
  const stats: Entry = {};
  const gains: Entry = {};
  for (const path of await daysAtHand(options)) {
    const { day, percent } = await readPlanetLabDay(path);
    stats[day] = statistics(percent);
    const found = multiplexing(planetLabLoad(day, percent));
    gains[day] = {
      vms: found.machines,
      alloc_mips: found.allocatedMhz,
      mean_mips: toPlaces(found.meanMhz, 1),
      peak_of_sum: toPlaces(found.sum.peak, 1),
      // 204,272.75 is printed as .8: half a unit goes up here, to even in toFixed.
      p95_of_sum: Math.round(found.sum.p95 * 10 + 1e-6) / 10,
      sum_of_peaks: toPlaces(found.sumOfPeaks, 1),
      sum_of_p95: Math.round(found.sumOfP95 * 10 + 1e-6) / 10,
      mux_gain_peak: toPlaces(found.gain, 3),
    };
  }
  return { stats, multiplexing_ntfs_order: gains };
}

/** The 50 machines of bitbrains-small; undefined without the trace. */
export async function bitbrainsFacts(options: SuiteOptions): Promise<Entry | undefined> {
  const path = traceAt(options, 'bitbrains', 'opendc-v1-schema');
  if (path === undefined) return undefined;
  const trace = await findTrace(path);
  if (trace.kind === 'planetlab' || trace.kind === 'vrops') return undefined;
  const list = await readFragments(trace);
  const load = await readMachineLoad(path);
  const sums = sortedSums(load);
  // The reference takes the lower of the two ranks next to a percentile.
  const lower = (share: number) => toPlaces(f64(sums, Math.floor(share * (sums.length - 1))), 3);
  const sizes = new Map<number, number>();
  for (const { vcpus } of list.machines) sizes.set(vcpus, (sizes.get(vcpus) ?? 0) + 1);
  const total = (pick: (machine: (typeof list.machines)[number]) => number) =>
    list.machines.reduce((sum, machine) => sum + pick(machine), 0);
  const { firstMs, lastMs } = list.span();
  const iso = (ms: number) => new Date(ms).toISOString().replace('.000Z', 'Z');
  return {
    vms: list.machines.length,
    vcpu: total(({ vcpus }) => vcpus),
    vcpu_hist: Object.fromEntries(sizes),
    capacity_mhz: toPlaces(
      total(({ capacityMhz }) => capacityMhz),
      6,
    ),
    mem_kb: Math.round(total(({ memoryMib }) => memoryMib * 1024)),
    fragments: list.fragments,
    demand_mhz_s: list.totals().demandMhzS,
    grid_s: load.stepS,
    steps: load.steps,
    mean: toPlaces(sums.reduce((sum, mhz) => sum + mhz, 0) / sums.length, 3),
    p50: lower(0.5),
    p95: lower(0.95),
    p99: lower(0.99),
    max: lower(1),
    sum_of_peaks: toPlaces(
      list.peaks().reduce((sum, mhz) => sum + mhz, 0),
      3,
    ),
    start: iso(firstMs),
    end: iso(lastMs),
  };
}

/** The week of SURF; undefined without the trace. */
export async function surfFacts(options: SuiteOptions): Promise<Entry | undefined> {
  const path = traceAt(options, 'surf');
  if (path === undefined) return undefined;
  const trace = await findTrace(path);
  if (trace.kind === 'planetlab' || trace.kind === 'vrops') return undefined;
  const list = await readFragments(trace);
  const { demandMhzS, capacityMhzS } = list.totals();
  const cores = new Set(list.machines.map(({ vcpus }) => vcpus));
  return {
    tasks: list.machines.length,
    fragments: list.fragments,
    cores: cores.size === 1 ? [...cores][0] : [...cores],
    demand_mhz_ms: demandMhzS * 1000,
    utilisation_of_allocated: demandMhzS / capacityMhzS,
  };
}

/** Memory the machines of a day need together, and the least hosts of CloudSim's for it. */
export async function memoryFacts(entry: Entry, options: SuiteOptions): Promise<Entry | undefined> {
  for (const path of await daysAtHand(options)) {
    const { day, percent } = await readPlanetLabDay(path);
    if (day !== entry.day) continue;
    const ramMb = planetLabLoad(day, percent).machines.reduce(
      (sum, machine) => sum + machine.memoryMib,
      0,
    );
    const hosts = (ratio: number) => Math.ceil(ramMb / (nth(hostModels, 0).ramMb * ratio));
    return { total_vm_ram_mb: ramMb, min_hosts_ram_100: hosts(1), min_hosts_ram_150: hosts(1.5) };
  }
  return undefined;
}
