import { addI32, anyNum, cellAt, f64, i32, nth, num, present } from '../../elements.ts';
import { byCluster } from '../../inventory/by-cluster.ts';
import { type InventoryHost, type InventoryVm, running } from '../../inventory/inventory.ts';
import { type Hosting, hostings } from '../operations/hosting.ts';
import type { Plan } from '../plan.ts';
import { clusterNames } from '../summary.ts';
import type { Attempt } from './branch.ts';
import { type ClusterProblem, clusterProblem, usableHosts } from './cluster.ts';
import { fewestHosts } from './exact.ts';
import { type NumaCost, numaCost } from './numa-cost.ts';
import { placeProblem } from './place.ts';
import type { Resource } from './resource.ts';
import { brokenRules, type NoPlaceGroup, whyNotByObstacle } from './why-not.ts';

/** What one host carries and what is full first. */
export interface HostUse {
  host: string;
  machines: number;
  /** Share of each resource taken. */
  shares: Partial<Record<Resource, number>>;
  binding: Resource;
  /** Machines of average size that still fit, and the resource that stops the next one. */
  room: number;
  stoppedBy: Resource;
}

/** A cluster's machines packed on hosts like its own: bound, rules of thumb, best found, and each host. */
export interface PackingReport {
  cluster: string;
  machines: number;
  /** Fewest hosts any packing can do with; the best found; whether nothing better exists. */
  bound: number;
  hosts: number;
  proved: boolean;
  nodes: number;
  /** Machines that fit no host at all. */
  unplaced: number;
  attempts: Attempt[];
  /** Where the machines of `perHost` lie: where they run now, or packed on the hosts at hand. */
  basis: 'now' | 'packed';
  perHost: HostUse[];
  noPlace: NoPlaceGroup[];
  /** Rules the placement of today breaks. */
  broken: string[];
  numa: NumaCost | undefined;
}

const COPIES = 10_000;
/** Larger clusters are answered without this report: it packs them five times. */
const MOST_MACHINES = 200_000;

/** The live hosts and as many more of the most common kind as a packing could open. */
function withCopies(plan: Plan, cluster: ClusterProblem): ClusterProblem {
  const { hosts, vms } = cluster;
  const kinds = new Map<string, number>();
  const kindOf = (host: (typeof hosts)[number]) => `${host.cores}/${host.memoryMib}`;
  for (const host of hosts) kinds.set(kindOf(host), (kinds.get(kindOf(host)) ?? 0) + 1);
  const typical = hosts.reduce((a, b) =>
    present(kinds.get(kindOf(b))) > present(kinds.get(kindOf(a))) ? b : a,
  );
  const copies = Array.from({ length: Math.min(vms.length, COPIES) }, (_, i) => ({
    ...typical,
    name: `\u0000copy ${i + 1}`,
  }));
  return clusterProblem([...hosts, ...copies], vms, plan.settings, plan.placement, plan.technique);
}

function perHost({ problem, resources, hosts, units }: ClusterProblem, hostOf: ArrayLike<number>) {
  const used = resources.map(() => new Float64Array(hosts.length));
  const machines = new Int32Array(hosts.length);
  units.members.forEach((list, unit) => {
    const host = anyNum(hostOf, unit);
    if (host < 0) return;
    addI32(machines, host, list.length);
    problem.needs.forEach((need, r) => {
      nth(used, r)[host] = cellAt(used, r, host) + f64(need, unit);
    });
  });
  const count = Math.max(1, units.vms.length);
  const average = problem.needs.map((need) => need.reduce((sum, value) => sum + value, 0) / count);
  return hosts.map((host, h): HostUse => {
    const shares: Partial<Record<Resource, number>> = {};
    let [most, least] = [-1, Number.POSITIVE_INFINITY];
    let [binding, stoppedBy] = [nth(resources, 0), nth(resources, 0)];
    resources.forEach((resource, r) => {
      const room = cellAt(problem.capacity, r, h);
      const share = room > 0 ? cellAt(used, r, h) / room : 0;
      shares[resource] = share;
      if (share > most) [most, binding] = [share, resource];
      const more =
        num(average, r) > 0 ? Math.max(0, room - cellAt(used, r, h)) / num(average, r) : Infinity;
      if (more < least) [least, stoppedBy] = [more, resource];
    });
    const room = Number.isFinite(least) ? Math.floor(least + 1e-9) : 0;
    return { host: host.name, machines: i32(machines, h), shares, binding, room, stoppedBy };
  });
}

/** Units on the hosts that run all their members today; undefined unless every machine is on a known host. */
function today({ hosts, vms, units }: ClusterProblem, hosting: Hosting | undefined) {
  if (!hosting || hosting.vms.length !== vms.length || vms.length === 0) return undefined;
  const index = new Map(hosts.map((host, h) => [host, h]));
  // A machine on no known host has -1.
  const hostOfVm = hosting.hostOf.map((h) => {
    const host = hosting.hosts[h];
    return (host && index.get(host)) ?? -1;
  });
  if (hostOfVm.includes(-1)) return undefined;
  return units.members.map((list) =>
    list.every((vm) => hostOfVm[vm] === hostOfVm[num(list, 0)]) ? num(hostOfVm, num(list, 0)) : -1,
  );
}

/** What a cluster consists of. */
interface Members {
  cluster: string;
  hosts: readonly InventoryHost[];
  vms: readonly InventoryVm[];
  hosting: Hosting | undefined;
}

function reportOf(plan: Plan, members: Members, budget: number): PackingReport | undefined {
  const { cluster, hosting } = members;
  const hosts = usableHosts(members.hosts, plan.placement);
  const vms = running(members.vms);
  if (hosts.length === 0 || vms.length === 0 || vms.length > MOST_MACHINES) return undefined;
  const problem = clusterProblem(hosts, vms, plan.settings, plan.placement, plan.technique);
  const packed = placeProblem(problem.problem);
  const search = fewestHosts(withCopies(plan, problem).problem, budget);
  const now = today(problem, hosting);
  const { bound, proved, nodes, attempts } = search;
  return {
    cluster,
    machines: vms.length,
    bound,
    hosts: search.hosts,
    proved,
    nodes,
    unplaced: search.unplaced,
    attempts,
    basis: now ? 'now' : 'packed',
    perHost: perHost(problem, now ?? packed.hostOf),
    noPlace: whyNotByObstacle(problem, packed),
    broken: now ? brokenRules(problem, now) : [],
    numa: numaCost(problem, packed.hostOf),
  };
}

/** Every cluster packed on the fewest hosts like its own, beside the bound; `budget` nodes of search each. */
export function packingReports(plan: Plan, budget = 20_000): PackingReport[] {
  const { inventory } = plan;
  const [hosts, vms] = [byCluster(inventory.hosts), byCluster(inventory.vms)];
  const hosted = new Map(hostings(inventory).map((hosting) => [hosting.cluster, hosting]));
  return clusterNames(inventory).flatMap((cluster) => {
    const lists = { hosts: hosts.get(cluster) ?? [], vms: vms.get(cluster) ?? [] };
    return reportOf(plan, { cluster, ...lists, hosting: hosted.get(cluster) }, budget) ?? [];
  });
}
