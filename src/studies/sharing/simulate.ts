import { KsmKernel } from '../../kernels/ksm/index.ts';
import { type KsmCounters, PAGE_BYTES, RMAP_ITEM_BYTES } from '../../kernels/ksm/machine.ts';
import type { Population } from '../../kernels/ksm/population.ts';
import { type CpuEstimate, ksmdCpu, wakePeriodMs } from '../../model/dedup/ksm/cost.ts';
import { kernelVersion } from '../../model/dedup/ksm/kernel-version.ts';
import type { Vm } from '../../scenario/vm.ts';
import type { Span } from '../cells.ts';
import type { SharingKnobs } from './schema.ts';

/** Pages simulated at most: a larger population is drawn at a coarser grain, shares of its pages kept. */
const MOST_PAGES = 2 ** 16;
const MOST_TOGETHER = 8;
/** Copies of a content that occurs again in the same VM. */
const COPIES = 4;
/** Two scans until everything has merged, one more for what staying there costs. */
const SCANS = 3;
const PAGES_PER_WAKE = 4096;
const KERNEL = '6.18';

/** What KSM makes of so many VMs of a kind, per VM. */
export interface Merging {
  machines: number;
  /** Freed by merging less the memory of what ksmd remembers. */
  savedBytes: number;
  mergedPages: number;
  /** Until everything equal has been merged. */
  settleS: Span;
  /** CPU of ksmd for one VM, in CPUs, once settled. */
  scanCpus: Span;
}

export const machinesTogether = (vm: Vm, { together }: SharingKnobs): number =>
  together ?? Math.min(vm.count, MOST_TOGETHER);

function populationOf(vm: Vm, machines: number, pages: number, seed: number): Population {
  const { zero, shared, duplicate, volatile } = vm.contents;
  const part = (share: number) => Math.round(share * 2 ** 24);
  return {
    ...{ seed, vms: machines, pages },
    ...{
      zero24: part(zero),
      shared24: part(shared),
      dup24: part(duplicate),
      vol24: part(volatile),
    },
    ...{ untouched24: 0, rdzero24: 0, shared_pool: pages, vol_pool: 1, aligned: 1 },
    dup_pool: Math.max(1, Math.round((duplicate * pages) / COPIES)),
    ...{ vol_period: 1, vol_share: 0, diff_at: 0, thp: 0 },
  };
}

/** Counters after each full scan; volatile pages are rewritten before each. */
function scanned(population: Population, knobs: SharingKnobs): KsmCounters[] {
  const { zeroPages, maxPageSharing, smartScan } = knobs;
  const settings = { useZeroPages: zeroPages, maxPageSharing, smartScan, pruneAlways: false };
  const machine = new KsmKernel(population, settings, kernelVersion(KERNEL)!.rules);
  const after: KsmCounters[] = [machine.counters()];
  for (let scan = 1; scan <= SCANS; scan++) {
    machine.rewriteVolatile(scan);
    while (machine.counters().fullScans < scan) machine.wake(PAGES_PER_WAKE);
    after.push(machine.counters());
  }
  return after;
}

/** Simulates ksmd over the VMs of a kind on one host, and puts its work on the clock of its real number of pages. */
export function simulateMerging(vm: Vm, knobs: SharingKnobs, seed: number): Merging {
  const machines = machinesTogether(vm, knobs);
  const pages = vm.memory / PAGE_BYTES;
  const simulated = Math.max(64, Math.min(Math.round(pages), Math.floor(MOST_PAGES / machines)));
  const grain = pages / simulated;
  const after = scanned(populationOf(vm, machines, simulated, seed), knobs);
  const last = after.at(-1)!;
  const merged = ((last.sharing + last.zeroPages) * grain) / machines;
  const remembered = (last.items * grain * RMAP_ITEM_BYTES) / machines;
  const period = wakePeriodMs(1000 * knobs.sleep, knobs.hz);
  const wakeUps = (machines * pages) / knobs.pagesToScan;
  const cpu = (scan: number): CpuEstimate => ksmdCpu(after[scan - 1]!, after[scan]!);
  const scanS = (ms: number, ns: number) => (wakeUps * ms) / 1000 + (ns * grain) / 1e9;
  const settle = (ms: number, pick: (of: CpuEstimate) => number) =>
    scanS(ms, pick(cpu(1))) + scanS(ms, pick(cpu(2)));
  const { ns, lowNs, highNs } = cpu(SCANS);
  const scanCpus = (work: number, ms: number) => (work * grain) / 1e9 / scanS(ms, work) / machines;
  return {
    machines,
    savedBytes: merged * PAGE_BYTES - remembered,
    mergedPages: merged,
    settleS: {
      value: settle(period.ms, (of) => of.ns),
      low: settle(period.ms, (of) => of.lowNs),
      high: settle(period.highMs, (of) => of.highNs),
    },
    scanCpus: {
      value: scanCpus(ns, period.ms),
      low: scanCpus(lowNs, period.highMs),
      high: scanCpus(highNs, period.ms),
    },
  };
}
