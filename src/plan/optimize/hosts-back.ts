import { type InventoryVm, running } from '../../inventory/inventory.ts';
import { volumeBound } from '../placement/bounds.ts';
import { clusterProblem, usableHosts } from '../placement/cluster.ts';
import { fewestHosts } from '../placement/exact.ts';
import type { Plan } from '../plan.ts';
import { clusterNames } from '../summary.ts';

/** Hosts of a cluster that its machines need, failures tolerated, as they are and after the changes. */
export interface HostsBack {
  cluster: string;
  hosts: number;
  needed: number;
  after: number;
  /** With the candidates too. */
  afterCandidates: number;
  comeBack: number;
  /** Counted by sums, not by packing: too many machines to pack. */
  bySums: boolean;
}

const MOST_CELLS = 20_000_000;

/** Hosts the machines need: by packing, or by sums where there are too many; capped at those there are. */
function needed(plan: Plan, cluster: string, vms: readonly InventoryVm[], bySums: boolean) {
  const hosts = usableHosts(
    plan.inventory.hosts.filter((host) => host.cluster === cluster),
    plan.placement,
  );
  if (vms.length === 0 || hosts.length === 0) return { hosts: 0, all: hosts.length };
  const { problem } = clusterProblem(hosts, vms, plan.settings, plan.placement, plan.technique);
  const count = bySums
    ? volumeBound(
        problem.needs,
        problem.capacity.map((room) => room.reduce((sum, value) => sum + value, 0) / hosts.length),
      )
    : fewestHosts(problem, 0).hosts;
  const withSpare = count + plan.settings.tolerateHosts;
  return { hosts: Math.min(hosts.length, withSpare), all: hosts.length };
}

/** Hosts that come back in each cluster; a machine that `changed` gives undefined for is gone. */
export function hostsBack(
  plan: Plan,
  changed: (vm: InventoryVm) => InventoryVm | undefined,
  candidates: (vm: InventoryVm) => InventoryVm | undefined,
): HostsBack[] {
  return clusterNames(plan.inventory).map((cluster) => {
    const vms = running(plan.inventory.vms.filter((vm) => vm.cluster === cluster));
    const hosts = plan.inventory.hosts.filter((host) => host.cluster === cluster).length;
    const bySums = vms.length * hosts > MOST_CELLS;
    const of = (list: readonly (InventoryVm | undefined)[]) =>
      needed(
        plan,
        cluster,
        list.filter((vm) => vm !== undefined),
        bySums,
      ).hosts;
    const now = of(vms);
    const after = Math.min(now, of(vms.map(changed)));
    const afterCandidates = Math.min(after, of(vms.map(candidates)));
    return { cluster, hosts, needed: now, after, afterCandidates, comeBack: now - after, bySums };
  });
}
