import { nth, num } from '../../elements.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { type PredictedReady, predictReady } from '../../model/scheduling/predicted-ready.ts';
import { percentileSorted } from '../multiplexing.ts';
import { type Hosting, hostings, hostMhz, totalOf } from '../operations/hosting.ts';
import type { Plan } from '../plan.ts';
import { assumedVcpuUse } from './ready.ts';

/** Where bands of ready time end, percent per vCPU; from joshodgers.com 2013 as quoted, a rule of practice. */
export const readyBands = [2.5, 5, 10] as const;

/** CPU time a machine loses to its neighbours, percent of the time per vCPU over the day. */
export interface MachineLoss {
  machine: string;
  cluster: string;
  /** Empty where the plan puts it on no host: it is spread over all. */
  host: string;
  vcpus: number;
  p50: number;
  p95: PredictedReady;
}

export interface ClusterLoss {
  cluster: string;
  machines: number;
  /** Over machines, each at its 95th percentile of the day. */
  median: number;
  p95: number;
  most: number;
  /** Machines up to each band, and past the last. */
  counts: number[];
}

export interface PlanLoss {
  plan: string;
  clusters: ClusterLoss[];
  /** Those that lose most first. */
  machines: MachineLoss[];
}

export interface Interference {
  load: string;
  /** Nothing tells the use of CPU: a tenth of a core a vCPU is assumed. */
  assumed: boolean;
  /** Today, then each what-if. */
  plans: PlanLoss[];
}

/** A copy counts as its original. */
const originalName = (name: string) => name.replace(/#\d+$/, '');

/** Mean clock each machine asks for, MHz, by name: its part of its host's use by vCPU, or what was measured of it. */
function demands(plan: Plan): { of: Map<string, number>; perVcpu: number; assumed: boolean } {
  const of = new Map<string, number>();
  let [mhz, vcpus, assumed] = [0, 0, false];
  for (const { hosts, vms, hostOf } of hostings(plan.inventory)) {
    const on = hosts.map(() => 0);
    vms.forEach((vm, i) => {
      if (num(hostOf, i) >= 0) on[num(hostOf, i)] = num(on, num(hostOf, i)) + vm.vcpus;
    });
    const core = hosts[0]?.mhzPerCore ?? 1;
    vms.forEach((vm, i) => {
      const host = hosts[num(hostOf, i)];
      const told =
        host?.cpuUse === undefined
          ? vm.cpuDemandMhz
          : (host.cpuUse * hostMhz(host) * vm.vcpus) / Math.max(1, num(on, num(hostOf, i)));
      if (told === undefined) return;
      of.set(vm.name, told);
      mhz += told;
      vcpus += vm.vcpus;
    });
    if (of.size === 0 && vms.length > 0) {
      assumed = true;
      for (const vm of vms) of.set(vm.name, assumedVcpuUse.value * core * vm.vcpus);
    }
  }
  const core = plan.inventory.hosts[0]?.mhzPerCore ?? 1;
  return { of, perVcpu: vcpus > 0 ? mhz / vcpus : assumedVcpuUse.value * core, assumed };
}

const USE_STEP = 0.005;

/** Ready time of a host's vCPUs at the hours of the day, less what its only machine would wait alone. */
class HostLoss {
  private readonly known = new Map<string, PredictedReady>();

  private at(cores: number, vcpus: number, perMachine: number, use: number): PredictedReady {
    const step = Math.round(use / USE_STEP);
    const key = `${cores}/${vcpus}/${perMachine}/${step}`;
    const found =
      this.known.get(key) ??
      predictReady({ cores, vcpus, vcpusPerMachine: perMachine, use: step * USE_STEP });
    this.known.set(key, found);
    return found;
  }

  of(
    host: { cores: number; vcpus: number; machines: number; use: number },
    shape: readonly number[],
  ): { p50: number; p95: PredictedReady } {
    const { cores, vcpus, machines, use } = host;
    // A machine alone waits for itself: that is not lost to neighbours.
    if (machines < 2 || cores < 1) return { p50: 0, p95: { percent: 0, low: 0, high: 0 } };
    const perMachine = Math.max(1, Math.round(vcpus / machines));
    const values = shape.map((factor) => this.at(cores, vcpus, perMachine, use * factor));
    const sorted = (pick: (value: PredictedReady) => number) =>
      Float64Array.from(values, pick).sort();
    const end = (pick: (value: PredictedReady) => number) => percentileSorted(sorted(pick), 0.95);
    return {
      p50: percentileSorted(
        sorted(({ percent }) => percent),
        0.5,
      ),
      p95: {
        percent: end(({ percent }) => percent),
        low: end(({ low }) => low),
        high: end(({ high }) => high),
      },
    };
  }
}

/** Machines of a cluster of one plan; those on no listed host are spread over all hosts by cores. */
function clusterLoss(
  { cluster, hosts, vms, hostOf }: Hosting,
  demandOf: (vm: InventoryVm) => number,
  shape: readonly number[],
): MachineLoss[] {
  const cores = totalOf(hosts, (host) => host.cores);
  if (!(cores >= 1)) return [];
  const sums = hosts.map(() => ({ vcpus: 0, machines: 0, mhz: 0 }));
  const stray = { vcpus: 0, machines: 0, mhz: 0 };
  vms.forEach((vm, i) => {
    const into = sums[num(hostOf, i)] ?? stray;
    into.vcpus += vm.vcpus;
    into.machines++;
    into.mhz += demandOf(vm);
  });
  const loss = new HostLoss();
  const found = hosts.map((host, h) => {
    const part = host.cores / cores;
    const own = nth(sums, h);
    return loss.of(
      {
        cores: host.cores,
        vcpus: Math.round(own.vcpus + stray.vcpus * part),
        machines: Math.round(own.machines + stray.machines * part),
        use: (own.mhz + stray.mhz * part) / Math.max(1, hostMhz(host)),
      },
      shape,
    );
  });
  // A machine on no host meets the mean of them.
  const mean = (pick: (one: (typeof found)[number]) => number) =>
    totalOf(found, pick) / found.length;
  const anywhere = {
    p50: mean(({ p50 }) => p50),
    p95: {
      percent: mean(({ p95 }) => p95.percent),
      low: mean(({ p95 }) => p95.low),
      high: mean(({ p95 }) => p95.high),
    },
  };
  return vms.map((vm, i) => ({
    ...{ machine: vm.name, cluster, host: hosts[num(hostOf, i)]?.name ?? '', vcpus: vm.vcpus },
    ...(found[num(hostOf, i)] ?? anywhere),
  }));
}

function distribution(cluster: string, machines: readonly MachineLoss[]): ClusterLoss {
  const sorted = Float64Array.from(machines, ({ p95 }) => p95.percent).sort();
  const below = readyBands.map((end) => sorted.filter((value) => value <= end).length);
  return {
    ...{ cluster, machines: machines.length },
    median: percentileSorted(sorted, 0.5),
    p95: percentileSorted(sorted, 0.95),
    most: sorted.at(-1) ?? 0,
    counts: [...below, sorted.length].map((count, i, all) => count - (all[i - 1] ?? 0)),
  };
}

/**
 * CPU time machines lose to their neighbours (ready on the host, steal in the guest), today and after each what-if, by the
 * queue of `predictReady`. A machine asks for the same clock in every plan; one added asks for what a vCPU asks on average.
 */
export function interference(
  plans: readonly Plan[],
  day: { name: string; shape: readonly number[] },
): Interference {
  const { of, perVcpu, assumed } = demands(nth(plans, 0));
  const demandOf = (vm: InventoryVm) =>
    of.get(vm.name) ?? of.get(originalName(vm.name)) ?? perVcpu * vm.vcpus;
  return {
    load: day.name,
    assumed,
    plans: plans.map((plan) => {
      const clusters = hostings(plan.inventory).filter(({ hosts }) => hosts.length > 0);
      const each = clusters.map((hosting) => clusterLoss(hosting, demandOf, day.shape));
      return {
        plan: plan.name,
        clusters: clusters.flatMap(({ cluster }, i) =>
          nth(each, i).length > 0 ? [distribution(cluster, nth(each, i))] : [],
        ),
        machines: each.flat().sort((a, b) => b.p95.percent - a.p95.percent),
      };
    }),
  };
}
