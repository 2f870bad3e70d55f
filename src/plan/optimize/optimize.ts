import { hostFinder } from '../../inventory/host-finder.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { running } from '../../inventory/inventory.ts';
import { totalOf } from '../operations/hosting.ts';
import type { Plan } from '../plan.ts';
import { clusterNames } from '../summary.ts';
import { type Action, hostShares, rankActions } from './actions.ts';
import { type HostsBack, hostsBack } from './hosts-back.ts';
import { type AsOf, asOfOf, reclaimable } from './reclaim.ts';
import { type Place, type RightSize, rightSize, windowed, windowStart } from './right-size.ts';
import type { Optimize } from './schema.ts';
import type { LoadSeries, MachineSeries } from './series.ts';

/** How the load given meets the inventory. */
export interface LoadMatch {
  source: string;
  format: string;
  /** Days from its first to its last sample. */
  days: number;
  matched: number;
  /** Running machines without load, and machines of the load the inventory does not list or lists twice. */
  withoutLoad: number;
  unknown: number;
}

/** What the use of a cluster's hosts says of its vCPUs, where there is no load by machine. */
export interface SizeHint {
  cluster: string;
  vcpus: number;
  vcpusPerCore: number;
  /** Share of a core a vCPU used when exported; null where hosts do not say. */
  vcpuUse: number | null;
  /** Machines of four vCPUs and more, and their vCPUs: what to look at first. */
  largeMachines: number;
  largeVcpus: number;
}

export interface OptimizeAnswer {
  options: Optimize;
  load: LoadMatch | null;
  asOf: AsOf | null;
  sizes: RightSize[];
  actions: Action[];
  hosts: HostsBack[];
  hints: SizeHint[];
}

const LARGE_VCPUS = 4;

/** Machines by name, those of one name left out. */
function byName(vms: readonly InventoryVm[]): ReadonlyMap<string, InventoryVm | undefined> {
  const found = new Map<string, InventoryVm | undefined>();
  for (const vm of vms) found.set(vm.name, found.has(vm.name) ? undefined : vm);
  return found;
}

/** Clock and node of the host a machine is on, or of the first of its cluster. */
function places(hosts: readonly InventoryHost[]): (vm: InventoryVm) => Place {
  const hostOf = hostFinder(hosts);
  const first = new Map<string, InventoryHost>();
  for (const host of hosts) if (!first.has(host.cluster)) first.set(host.cluster, host);
  return (vm) => {
    const host = hostOf(vm) ?? first.get(vm.cluster);
    const nodes = host ? (host.numaNodes ?? Math.max(1, host.sockets)) : 1;
    return {
      mhzPerCore: host?.mhzPerCore ?? 0,
      coresPerNode: host ? Math.floor(host.cores / nodes) : 0,
    };
  };
}

function hintsOf({ inventory }: Plan): SizeHint[] {
  return clusterNames(inventory).map((cluster) => {
    const hosts = inventory.hosts.filter((host) => host.cluster === cluster);
    const vms = running(inventory.vms.filter((vm) => vm.cluster === cluster));
    const vcpus = totalOf(vms, (vm) => vm.vcpus);
    const cores = totalOf(hosts, (host) => host.cores);
    const known = hosts.length > 0 && hosts.every((host) => host.cpuUse !== undefined);
    const busy = totalOf(hosts, (host) => (host.cpuUse ?? 0) * host.cores);
    const large = vms.filter((vm) => vm.vcpus >= LARGE_VCPUS);
    return {
      cluster,
      vcpus,
      vcpusPerCore: cores > 0 ? vcpus / cores : 0,
      vcpuUse: known && vcpus > 0 ? busy / vcpus : null,
      largeMachines: large.length,
      largeVcpus: totalOf(large, (vm) => vm.vcpus),
    };
  });
}

interface Sized {
  sizes: Map<InventoryVm, RightSize>;
  idle: Map<InventoryVm, string>;
  match: LoadMatch;
}

/** Whether a machine does nothing by its samples: below the clock for the share of them. */
function idleWhy(vm: InventoryVm, cpu: readonly number[], place: Place, options: Optimize) {
  const { mhz, share } = options.idle;
  const capacity = vm.vcpus * place.mhzPerCore;
  if (!(capacity > 0) || cpu.length === 0) return undefined;
  const below = cpu.filter((percent) => (percent / 100) * capacity < mhz).length / cpu.length;
  return below >= share
    ? `below ${mhz} MHz in ${Math.floor(100 * below)} % of its samples`
    : undefined;
}

function sizeAll(plan: Plan, series: LoadSeries, options: Optimize): Sized {
  const vms = running(plan.inventory.vms);
  const named = byName(vms);
  const placeOf = places(plan.inventory.hosts);
  const fromS = windowStart(series.lastS, options.windowDays);
  const sizes = new Map<InventoryVm, RightSize>();
  const idle = new Map<InventoryVm, string>();
  let unknown = 0;
  const size = (vm: InventoryVm, one: MachineSeries) => {
    const place = placeOf(vm);
    const samples = windowed(one, vm, place, fromS);
    const sized = rightSize(vm, samples, place, options);
    const why = idleWhy(vm, samples.cpu, place, options);
    if (why !== undefined && sized.coverage.share >= options.coverage) idle.set(vm, why);
    else sizes.set(vm, sized);
  };
  for (const one of series.machines) {
    const vm = named.get(one.name);
    if (vm) size(vm, one);
    else unknown++;
  }
  const matched = sizes.size + idle.size;
  const days = Math.max(0, series.lastS - series.firstS) / 86_400;
  const { source, format } = series;
  const match = { source, format, days, matched, withoutLoad: vms.length - matched, unknown };
  return { sizes, idle, match };
}

/**
 * What of an inventory could be smaller or go: sizes by each machine's own load where there is load, and what the
 * inventory shows as wasted; ranked, with the hosts that come back by packing before and after.
 */
export function optimize(
  plan: Plan,
  series: LoadSeries | undefined,
  options: Optimize,
): OptimizeAnswer {
  const sized = series && sizeAll(plan, series, options);
  const sizes = sized?.sizes ?? new Map<InventoryVm, RightSize>();
  const idle = sized?.idle ?? new Map<InventoryVm, string>();
  const reclaims = reclaimable(plan.inventory, idle, options);
  const to = (vm: InventoryVm, size: RightSize): InventoryVm => ({
    ...vm,
    vcpus: size.vcpus?.to ?? vm.vcpus,
    memoryMib: (size.memoryGib?.to ?? vm.memoryMib / 1024) * 1024,
  });
  const after = (candidates: boolean) => (vm: InventoryVm) => {
    if (idle.has(vm)) return undefined;
    const size = sizes.get(vm);
    if (!size || (size.verdict === 'candidate' && !candidates)) return vm;
    return to(vm, size);
  };
  const list = [...sizes.values()];
  return {
    options,
    load: sized?.match ?? null,
    asOf: asOfOf(plan.inventory, options) ?? null,
    sizes: list,
    actions: rankActions(
      list,
      reclaims,
      hostShares(plan.inventory.hosts, plan.settings),
      options.prices,
    ),
    hosts: hostsBack(plan, after(false), after(true)),
    hints: hintsOf(plan),
  };
}
