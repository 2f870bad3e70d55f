import { lastOf, nth, num, present } from '../../elements.ts';
import { KsmKernel } from '../../kernels/ksm/index.ts';
import { type KsmCounters, PAGE_BYTES, RMAP_ITEM_BYTES } from '../../kernels/ksm/machine.ts';
import type { Population } from '../../kernels/ksm/population.ts';
import { type Memory, sizesOnly } from '../../model/dedup/analysis.ts';
import { type CpuEstimate, ksmdCpu, wakePeriodMs } from '../../model/dedup/ksm/cost.ts';
import { kernelVersion } from '../../model/dedup/ksm/kernel-version.ts';
import type { RecordedPopulation, Vm } from '../../scenario/vm.ts';
import type { Span } from '../cells.ts';
import type { ImagePages } from '../task-file.ts';
import type { SharingKnobs } from './schema.ts';

/** Pages simulated at most: a larger population is drawn at a coarser grain, shares of its pages kept. */
const MOST_PAGES = 2 ** 16;
const MOST_TOGETHER = 8;
/** Copies of a content that occurs again in the same VM. */
const COPIES = 4;
/** Two scans until everything has merged, one more for what staying there costs. */
const SCANS = 3;
const PAGES_PER_WAKE = 4096;

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

const imagesOf = (vm: Vm): readonly string[] => [vm.contents.image ?? []].flat();
const recordedOf = (vm: Vm) => (vm.contents.population as RecordedPopulation | undefined)?.of;

/** Machines of a kind on one host: those of the images or of the recorded population, where there are any. */
export function machinesTogether(vm: Vm, { together }: SharingKnobs): number {
  const images = imagesOf(vm).length;
  if (images > 0) return images;
  return recordedOf(vm)?.vms ?? together ?? Math.min(vm.count, MOST_TOGETHER);
}

function drawn(vm: Vm, machines: number, pages: number, seed: number): Population {
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

/** Memory the scanner runs over, how many real pages one of its pages stands for, and the real pages of all machines. */
interface Scanned extends Memory {
  grain: number;
  realPages: number;
}

function scannedMemory(vm: Vm, machines: number, seed: number, images: ImagePages | null): Scanned {
  const pages = vm.memory / PAGE_BYTES;
  if (images) {
    const counts = images.keys.map((keys) => keys.length);
    return {
      population: sizesOnly(machines, Math.max(...counts)),
      keys: {
        pages: (index) => num(counts, index),
        fill: (index, from, window) =>
          window.set(nth(images.keys, index).subarray(from, from + window.length)),
      },
      grain: 1,
      realPages: counts.reduce((sum, count) => sum + count, 0),
    };
  }
  const recorded = recordedOf(vm);
  if (recorded) {
    return { population: recorded, grain: pages / recorded.pages, realPages: machines * pages };
  }
  const simulated = Math.max(64, Math.min(Math.round(pages), Math.floor(MOST_PAGES / machines)));
  const population = drawn(vm, machines, simulated, seed);
  return { population, grain: pages / simulated, realPages: machines * pages };
}

/** Counters after each full scan; volatile pages are rewritten before each. */
function scanned({ population, keys }: Memory, knobs: SharingKnobs): KsmCounters[] {
  const { zeroPages, maxPageSharing, smartScan, kernel } = knobs;
  const settings = { useZeroPages: zeroPages, maxPageSharing, smartScan, pruneAlways: false };
  const machine = new KsmKernel(population, settings, present(kernelVersion(kernel)).rules, keys);
  const after: KsmCounters[] = [machine.counters()];
  for (let scan = 1; scan <= SCANS; scan++) {
    if (population.vol_period > 0) machine.rewriteVolatile(scan);
    while (machine.counters().fullScans < scan) machine.wake(PAGES_PER_WAKE);
    after.push(machine.counters());
  }
  return after;
}

/** Simulates ksmd over the VMs of a kind on one host, and puts its work on the clock of its real number of pages. */
export function simulateMerging(
  vm: Vm,
  knobs: SharingKnobs,
  seed: number,
  images: ImagePages | null,
): Merging {
  const machines = machinesTogether(vm, knobs);
  const memory = scannedMemory(vm, machines, seed, images);
  const { grain, realPages } = memory;
  const after = scanned(memory, knobs);
  const last = lastOf(after);
  const merged = ((last.sharing + last.zeroPages) * grain) / machines;
  const remembered = (last.items * grain * RMAP_ITEM_BYTES) / machines;
  const period = wakePeriodMs(1000 * knobs.sleep, knobs.hz);
  // A scan ends in the wake-up that finds no page left, which may be one that visits none.
  const wakeUps = Math.floor(realPages / knobs.pagesToScan) + 1;
  const cpu = (scan: number): CpuEstimate => ksmdCpu(nth(after, scan - 1), nth(after, scan));
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
