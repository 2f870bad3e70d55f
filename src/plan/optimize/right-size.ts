import type { InventoryVm } from '../../inventory/inventory.ts';
import { MIB_PER_GIB } from '../../units.ts';
import { atLeast } from '../rules/rule.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { type Percentile, percentileOf } from './percentile.ts';
import type { Optimize } from './schema.ts';
import type { MachineSeries } from './series.ts';

const DAY_S = 86_400;
const LEAST_GIB = 1;

/** A size with the sizes the ends of its interval would ask for. */
export interface SizeTo {
  now: number;
  to: number;
  low: number;
  high: number;
  /** Use in percent of what is there now. */
  use: Percentile;
}

/** What a machine's own load says of its size. */
export interface RightSize {
  machine: string;
  cluster: string;
  vcpus: SizeTo | undefined;
  memoryGib: SizeTo | undefined;
  coverage: Coverage;
  /** `candidate`: too few samples to act on. */
  verdict: 'shrink' | 'grow' | 'keep' | 'candidate';
  /** Committed and given back by the new size. */
  committedVcpus: number;
  committedGib: number;
  /** Memory that comes back from the host: what it holds beyond the new size; undefined where nobody says what it holds. */
  freedGib: number | undefined;
}

/** Where a machine runs, as far as sizing needs it. */
export interface Place {
  mhzPerCore: number;
  /** Cores of one NUMA node; 0 where unknown. */
  coresPerNode: number;
}

/** Samples of the window in the order of time: CPU in percent of the vCPUs, memory in MiB. */
interface Windowed {
  times: number[];
  cpu: number[];
  memory: number[];
}

/** The samples of a machine that lie in the window. */
export function windowed(
  series: MachineSeries,
  vm: InventoryVm,
  { mhzPerCore }: Place,
  fromS: number,
): Windowed {
  const found: Windowed = { times: [], cpu: [], memory: [] };
  const cpuScale =
    series.cpuUnit === 'percent'
      ? 1
      : 100 / (Math.max(1, vm.vcpus) * (series.cpuUnit === 'mhz' ? mhzPerCore : 1));
  const memoryScale = series.memoryUnit === 'percent' ? vm.memoryMib / 100 : 1;
  for (let i = 0; i < series.times.length; i++) {
    const time = series.times[i] ?? 0;
    if (time <= fromS) continue;
    const [cpu, memory] = [series.cpu[i] ?? Number.NaN, series.memory[i] ?? Number.NaN];
    if (!Number.isNaN(cpu) && Number.isFinite(cpuScale)) {
      found.times.push(time);
      found.cpu.push(cpu * cpuScale);
    }
    if (!Number.isNaN(memory)) found.memory.push(memory * memoryScale);
  }
  return found;
}

/** Start of the window, s: a sample at it stands for the time before and does not count. */
export const windowStart = (lastS: number, windowDays: number) => lastS - windowDays * DAY_S;

/** vCPUs for a use in percent of those there are: ceil(vCPU x use x (1 + headroom)); even above one NUMA node. */
export function vcpusFor(
  vcpus: number,
  usePercent: number,
  headroom: number,
  coresPerNode: number,
): number {
  const need = Math.max(1, atLeast((vcpus * usePercent * (1 + headroom)) / 100));
  return coresPerNode > 0 && need > coresPerNode && need % 2 === 1 ? need + 1 : need;
}

/** Whole GiB for a use in MiB; at least one. */
export const gibFor = (useMib: number, headroom: number): number =>
  Math.max(LEAST_GIB, atLeast((useMib * (1 + headroom)) / MIB_PER_GIB));

const held = (to: number, now: number, mostCut: number) => Math.max(to, now * (1 - mostCut));

/**
 * The size a machine's own load asks for: the percentile of its use in the window with headroom, with the sizes the ends
 * of the percentile's interval would give. Acts only with enough of the window's samples.
 */
export function rightSize(
  vm: InventoryVm,
  samples: Windowed,
  place: Place,
  options: Optimize,
): RightSize {
  const { percentile, headroom, mostCut } = options;
  const coverage = coverageOf(samples.times, options.windowDays);
  const p = percentile / 100;
  const cpu = samples.cpu.length > 0 ? percentileOf(samples.cpu, p) : undefined;
  const memory = samples.memory.length > 0 ? percentileOf(samples.memory, p) : undefined;
  const vcpus = cpu && cpuSize(vm.vcpus, cpu, place, headroom.cpu, mostCut);
  const gib = vm.memoryMib / MIB_PER_GIB;
  const memoryGib = memory && {
    now: gib,
    to: memoryTo(gib, memory.value, headroom.memory, mostCut),
    low: memoryTo(gib, memory.low, headroom.memory, mostCut),
    high: memoryTo(gib, memory.high, headroom.memory, mostCut),
    use: percentOf(memory, vm.memoryMib),
  };
  const sizes = [vcpus, memoryGib].filter((size) => size !== undefined);
  const grows = sizes.some(({ to, now }) => to > now);
  const shrinks = sizes.some(({ to, now }) => to < now);
  const enough = coverage.share >= options.coverage;
  const verdict = !enough ? 'candidate' : grows ? 'grow' : shrinks ? 'shrink' : 'keep';
  const consumed = vm.memoryConsumedMib;
  return {
    machine: vm.name,
    cluster: vm.cluster,
    vcpus,
    memoryGib,
    coverage,
    verdict,
    committedVcpus: vcpus ? vcpus.now - vcpus.to : 0,
    committedGib: memoryGib ? memoryGib.now - memoryGib.to : 0,
    freedGib:
      consumed === undefined || !memoryGib
        ? undefined
        : Math.max(0, consumed / MIB_PER_GIB - memoryGib.to),
  };
}

function cpuSize(
  now: number,
  use: Percentile,
  { coresPerNode }: Place,
  headroom: number,
  mostCut: number,
): SizeTo {
  const sized = (percent: number) =>
    Math.ceil(held(vcpusFor(now, percent, headroom, coresPerNode), now, mostCut) - 1e-9);
  return { now, to: sized(use.value), low: sized(use.low), high: sized(use.high), use };
}

/** A size that is not a whole number of GiB is never raised only to make it one. */
function memoryTo(now: number, useMib: number, headroom: number, mostCut: number): number {
  const to = held(gibFor(useMib, headroom), now, mostCut);
  return to > now && useMib * (1 + headroom) <= now * MIB_PER_GIB ? now : to;
}

const percentOf = (use: Percentile, of: number): Percentile => ({
  ...use,
  value: (100 * use.value) / of,
  low: (100 * use.low) / of,
  high: (100 * use.high) / of,
});
