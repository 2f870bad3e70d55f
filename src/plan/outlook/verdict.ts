import { ONLY_CLUSTER } from '../../inventory/clusters.ts';
import { isUp } from '../../inventory/host-state.ts';
import { type Inventory, running } from '../../inventory/inventory.ts';
import type { Message, Text } from '../../message.ts';
import { planWords, resourceWords } from '../../messages/plan.ts';
import { terms } from '../../messages/terms.ts';
import { MIB_PER_GIB } from '../../units.ts';
import type { ClusterAnswer, PlanAnswer } from '../answer.ts';
import { bindingOf } from '../placement/cluster.ts';
import { resourceNames } from '../placement/resource.ts';
import type { Plan } from '../plan.ts';
import { apartShort } from './apart-short.ts';

/** What of a cluster says how tight it is. */
export type Loaded = Pick<ClusterAnswer, 'vms' | 'loadAfterFailure' | 'binding'>;

/** Load of the resource a cluster runs out of first, with the tolerated hosts gone. */
export const tightness = (cluster: Loaded): number =>
  cluster.loadAfterFailure[cluster.binding] ?? 0;

/** Clusters that hold machines, the tightest first. */
export const byTightness = <T extends Loaded>({ clusters }: { clusters: readonly T[] }): T[] =>
  clusters.filter((cluster) => cluster.vms > 0).sort((a, b) => tightness(b) - tightness(a));

/** Share of a cluster's capacity that is left when the tolerated hosts have failed: its N+k line. */
export function failureLine(cluster: ClusterAnswer, resource: 'cpu' | 'memory'): number {
  const [all, left] = [cluster.load[resource], cluster.loadAfterFailure[resource]];
  return left > 0 && Number.isFinite(all / left) ? Math.min(1, all / left) : 1;
}

const nameOf = (resource: string): Text => resourceWords(resourceNames[resource] ?? resource);

type When = 'now' | 'after failure';

/** Why machines have no place though the sum would suffice: a rule that no hosts could hold, or no packing was found. */
function noPacking(plan: Plan, { cluster }: ClusterAnswer, when: When): Message {
  const failures = when === 'now' ? 0 : plan.settings.tolerateHosts;
  const rule = apartShort(plan, cluster, failures);
  return rule
    ? planWords.apartShort({ ...rule, more: rule.machines - rule.hosts })
    : planWords.noPacking();
}

/** What a cluster lacks of a resource, with all its hosts or after the tolerated failures, in words. */
function shortage(plan: Plan, cluster: ClusterAnswer, when: When): Message {
  const load = when === 'now' ? cluster.load : cluster.loadAfterFailure;
  const binding = bindingOf(load);
  const over = (load[binding] ?? 0) - 1;
  if (over === Number.POSITIVE_INFINITY) return planWords.noHostLeft();
  if (!(over > 0)) return noPacking(plan, cluster, when);
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
    const gib = (amounts.memory * left('memory') * over) / MIB_PER_GIB;
    return planWords.memoryShort({ gib: Math.ceil(gib) });
  }
  if (binding === 'cpu') {
    const vcpus = amounts.cpu * left('cpu') * over;
    return planWords.cpuShort({ vcpus: Math.ceil(vcpus) });
  }
  return planWords.otherShort({ what: nameOf(binding), percent: Math.ceil(100 * over) });
}

const listed = (names: readonly string[]): Message =>
  names.length > 3
    ? planWords.namesAndMore({ names: names.slice(0, 3), more: names.length - 3 })
    : terms.list({ names });

/** A shortage in a cluster whose hosts the export does not all list may not be real. */
function doubt({ inventory }: Plan, { cluster }: ClusterAnswer): Text {
  const missing = missingHosts(inventory).find((entry) => entry.cluster === cluster);
  return missing ? planWords.doubt({ hosts: missing.hosts, cluster }) : '';
}

/** Machines a plan places, by what they are. */
function countedText({ inventory }: Plan, n: number): Message {
  const suspended = running(inventory.vms).filter(({ power }) => power === 'suspended').length;
  return suspended > 0
    ? planWords.suspendedToo({ n, suspended })
    : planWords.runningMachines({ n });
}

/** Why the cluster that leaves most machines without a place does so with all its hosts. */
function reasonOf(plan: Plan, answer: PlanAnswer): Text {
  const [worst] = answer.clusters
    .filter((cluster) => !cluster.fits)
    .sort((a, b) => b.vms - b.placed - (a.vms - a.placed));
  if (!worst) return '';
  const gone = worst.vms - worst.placed;
  const short = shortage(plan, worst, 'now');
  return worst.cluster === ONLY_CLUSTER
    ? planWords.noneHere({ gone, short })
    : planWords.noneIn({ cluster: worst.cluster, gone, all: worst.vms, short });
}

/** What the tolerated failures do to the clusters that hold machines. */
function failuresText(plan: Plan, answer: PlanAnswer, filled: readonly ClusterAnswer[]): Message {
  const failures = answer.settings.tolerateHosts;
  const [worst, ...others] = filled.filter((cluster) => !cluster.survives);
  const alone = isAlone(filled);
  if (!worst)
    return alone ? planWords.alsoFailedAlone({ failures }) : planWords.alsoFailed({ failures });
  return planWords.failed({
    failures,
    gone: worst.vms - worst.placedAfterFailure,
    all: worst.vms,
    where: alone ? '' : planWords.inCluster({ cluster: worst.cluster }),
    short: shortage(plan, worst, 'after failure'),
    others:
      others.length > 0
        ? planWords.alsoShort({ clusters: listed(others.map(({ cluster }) => cluster)) })
        : '',
    doubt: doubt(plan, worst),
  });
}

/** A source without clusters is one of no name of its own. */
const isAlone = ([first, ...others]: readonly ClusterAnswer[]) =>
  others.length === 0 && first?.cluster === ONLY_CLUSTER;

/** The answer in a few sentences: fits or not, what a failure does, and what binds. */
export function leadOf(plan: Plan, answer: PlanAnswer): Message {
  const filled = byTightness(answer);
  const tight = filled[0];
  if (!tight) return planWords.nothing();
  const n = filled.reduce((sum, cluster) => sum + cluster.vms, 0);
  const placed = filled.reduce((sum, cluster) => sum + cluster.placed, 0);
  const machines = countedText(plan, n);
  const first = answer.fits
    ? planWords.fits({ n, machines })
    : planWords.notFits({ placed, n, machines, reason: reasonOf(plan, answer) });
  const binds = planWords.runsOut({
    what: nameOf(tight.binding),
    where: isAlone(filled) ? '' : planWords.commaIn({ cluster: tight.cluster }),
  });
  const then = (one: Text, two: Text) => planWords.sentences({ first: one, second: two });
  if (answer.settings.tolerateHosts === 0) return then(first, binds);
  return then(then(first, failuresText(plan, answer, filled)), binds);
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

export const missingText = ({ cluster, hosts, machines }: MissingHosts): Message =>
  planWords.missing({ cluster, hosts, machines });
