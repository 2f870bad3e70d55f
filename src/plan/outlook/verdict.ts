import { nth } from '../../elements.ts';
import { ONLY_CLUSTER } from '../../inventory/clusters.ts';
import { isUp } from '../../inventory/host-state.ts';
import { type Inventory, running } from '../../inventory/inventory.ts';
import { capital, plural } from '../../words.ts';
import type { ClusterAnswer, PlanAnswer } from '../answer.ts';
import { bindingOf } from '../placement/cluster.ts';
import { resourceNames } from '../placement/resource.ts';
import type { Plan } from '../plan.ts';

/** Load of the resource a cluster runs out of first, with the tolerated hosts gone. */
export const tightness = (cluster: ClusterAnswer): number =>
  cluster.loadAfterFailure[cluster.binding] ?? 0;

/** Clusters that hold machines, the tightest first. */
export const byTightness = ({ clusters }: PlanAnswer): ClusterAnswer[] =>
  clusters.filter((cluster) => cluster.vms > 0).sort((a, b) => tightness(b) - tightness(a));

/** Share of a cluster's capacity that is left when the tolerated hosts have failed: its N+k line. */
export function failureLine(cluster: ClusterAnswer, resource: 'cpu' | 'memory'): number {
  const [all, left] = [cluster.load[resource], cluster.loadAfterFailure[resource]];
  return left > 0 && Number.isFinite(all / left) ? Math.min(1, all / left) : 1;
}

/** What a cluster lacks of a resource, with all its hosts or after the tolerated failures, in words. */
function shortage(plan: Plan, cluster: ClusterAnswer, when: 'now' | 'after failure'): string {
  const load = when === 'now' ? cluster.load : cluster.loadAfterFailure;
  const binding = bindingOf(load);
  const over = (load[binding] ?? 0) - 1;
  if (over === Number.POSITIVE_INFINITY) return ': no host is left to carry them';
  if (!(over > 0)) return ' although the sum would suffice: no packing was found';
  const left = (resource: 'cpu' | 'memory') =>
    when === 'now' ? 1 : failureLine(cluster, resource);
  const hosts = plan.inventory.hosts.filter(
    (host) => host.cluster === cluster.cluster && isUp(host),
  );
  const amounts = { cpu: 0, memory: 0 };
  for (const host of hosts) {
    amounts.cpu += host.cores * plan.settings.cpuRatio;
    amounts.memory += host.memoryMib * plan.settings.memoryRatio;
  }
  if (binding === 'memory') {
    const gib = (amounts.memory * left('memory') * over) / 1024;
    return `: memory is ${Math.ceil(gib).toLocaleString('en-US')} GiB short`;
  }
  if (binding === 'cpu') {
    const vcpus = amounts.cpu * left('cpu') * over;
    return `: CPU is ${Math.ceil(vcpus).toLocaleString('en-US')} vCPUs short`;
  }
  return `: ${resourceNames[binding] ?? binding} is ${Math.ceil(100 * over)} % short`;
}

const listed = (names: readonly string[]) =>
  names.length > 3
    ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
    : names.join(', ');

/** A shortage in a cluster whose hosts the export does not all list may not be real. */
function doubt({ inventory }: Plan, { cluster }: ClusterAnswer): string {
  const missing = missingHosts(inventory).find((entry) => entry.cluster === cluster);
  return missing
    ? ` That may not be real: ${plural(missing.hosts, 'host')} of ${cluster} ${missing.hosts === 1 ? 'is' : 'are'} missing from the export.`
    : '';
}

/** Machines a plan places, by what they are. */
function countedText({ inventory }: Plan, machines: number): string {
  const suspended = running(inventory.vms).filter(({ power }) => power === 'suspended').length;
  return suspended > 0
    ? `${plural(machines, 'machine')} (${suspended.toLocaleString('en-US')} suspended, with memory alone)`
    : plural(machines, 'running machine');
}

/** Why the cluster that leaves most machines without a place does so with all its hosts. */
function reasonOf(plan: Plan, answer: PlanAnswer): string {
  const [worst] = answer.clusters
    .filter((cluster) => !cluster.fits)
    .sort((a, b) => b.vms - b.placed - (a.vms - a.placed));
  if (!worst) return '';
  const gone = worst.vms - worst.placed;
  const none = `${gone === 1 ? 'has' : 'have'} none${shortage(plan, worst, 'now')}.`;
  if (worst.cluster === ONLY_CLUSTER) return ` ${gone.toLocaleString('en-US')} ${none}`;
  return ` In ${worst.cluster}, ${gone.toLocaleString('en-US')} of ${plural(worst.vms, 'machine')} ${none}`;
}

/** The answer in a few sentences: fits or not, what a failure does, and what binds. */
export function leadOf(plan: Plan, answer: PlanAnswer): string {
  const filled = byTightness(answer);
  const tight = filled[0];
  if (!tight) return 'Nothing to place: the inventory has no running machine.';
  const machines = filled.reduce((sum, cluster) => sum + cluster.vms, 0);
  const placed = filled.reduce((sum, cluster) => sum + cluster.placed, 0);
  const failures = answer.settings.tolerateHosts;
  const what = resourceNames[tight.binding] ?? tight.binding;
  const counted = countedText(plan, machines);
  const have = machines === 1 ? 'has' : 'have';
  const first = answer.fits
    ? `Fits: ${machines === 1 ? 'the' : 'all'} ${counted} ${have} a place.`
    : `Does not fit: ${placed.toLocaleString('en-US')} of ${counted} ${have} a place.${reasonOf(plan, answer)}`;
  // A source without clusters is one of no name of its own.
  const alone = filled.length === 1 && tight.cluster === ONLY_CLUSTER;
  const inCluster = (name: string) => (alone ? '' : ` in ${name}`);
  const binds = `${capital(what)} runs out first${alone ? '' : `, in ${tight.cluster}`}.`;
  if (failures === 0) return `${first} ${binds}`;
  const lost = filled.filter((cluster) => !cluster.survives);
  if (lost.length === 0)
    return `${first} ${alone ? 'They do' : 'Every cluster holds them'} also with ${plural(failures, 'host')} failed. ${binds}`;
  const worst = nth(lost, 0);
  const gone = worst.vms - worst.placedAfterFailure;
  const others =
    lost.length > 1 ? `; also short: ${listed(lost.slice(1).map(({ cluster }) => cluster))}` : '';
  return `${first} With ${plural(failures, 'host')} failed, ${gone.toLocaleString('en-US')} of the ${plural(worst.vms, 'machine')}${inCluster(worst.cluster)} ${gone === 1 ? 'has' : 'have'} no place${shortage(plan, worst, 'after failure')}${others}.${doubt(plan, worst)} ${binds}`;
}

/** Hosts that machines of a cluster run on and the export does not list. */
export interface MissingHosts {
  cluster: string;
  hosts: number;
  machines: number;
}

/** Per cluster, what the export leaves out of its capacity; the tail of a sum that looks short may be here. */
export function missingHosts({ hosts, vms }: Inventory): MissingHosts[] {
  if (hosts.length === 0) return [];
  const listed = new Set(hosts.map((host) => host.name));
  const away = new Map<string, { names: Set<string>; machines: number }>();
  for (const vm of running(vms)) {
    if (vm.host === '' || listed.has(vm.host)) continue;
    const entry = away.get(vm.cluster) ?? { names: new Set<string>(), machines: 0 };
    away.set(vm.cluster, entry);
    entry.names.add(vm.host);
    entry.machines++;
  }
  return [...away].map(([cluster, { names, machines }]) => ({
    cluster,
    hosts: names.size,
    machines,
  }));
}

export const missingText = ({ cluster, hosts, machines }: MissingHosts): string =>
  `${plural(machines, 'machine')} of ${cluster} ${machines === 1 ? 'runs' : 'run'} on ${plural(hosts, 'host')} the export does not list: what ${hosts === 1 ? 'it offers' : 'they offer'} is not counted, so ${cluster} has more room than shown.`;
