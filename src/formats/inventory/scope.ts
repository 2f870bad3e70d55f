import { nth } from '../../elements.ts';
import { NO_CLUSTER, ONLY_CLUSTER } from '../../inventory/clusters.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { type Collected, listed } from './findings.ts';
import { inScope } from './join-hosts.ts';

type Placed = InventoryHost | InventoryVm;

/**
 * Puts hosts and machines into clusters whose names are unique: a cluster is one within its datacenter, and that within
 * its vCenter. Only names that several places have are qualified.
 */
export function settleClusters(into: Collected): void {
  qualify([...into.hosts, ...into.vms.filter(({ cluster }) => cluster !== '')], into);
  const named = into.hosts.some(({ cluster }) => cluster !== '');
  for (const host of into.hosts) host.cluster ||= named ? NO_CLUSTER : ONLY_CLUSTER;
  settleMachines(into);
}

/** Machines of no known cluster go where only one can hold them. */
function settleMachines(into: Collected): void {
  const open = into.vms.filter(({ cluster }) => cluster === '');
  if (open.length === 0) return;
  const clusters = new Map(into.hosts.map((host) => [host.cluster, host]));
  let lost = 0;
  for (const vm of open) {
    const near = [...clusters].filter(([, host]) => inScope(host, vm));
    const lone = into.hosts.length === 0 ? ONLY_CLUSTER : near.length === 1 ? nth(near, 0)[0] : '';
    vm.cluster = lone || NO_CLUSTER;
    if (lone === '' && (vm.vcpus > 0 || vm.memoryMib > 0)) lost++;
  }
  if (lost > 0)
    into.finding(
      'unknown-host',
      'machines that name neither a cluster nor a listed host: no host can be found for them',
      lost,
    );
}

/** Gives clusters of one name in several places the names of those places. */
function qualify(placed: readonly Placed[], into: Collected): void {
  const places = new Map<string, Map<string, Placed>>();
  for (const entry of placed) {
    if (!entry.datacenter && !entry.vcenter) continue;
    const of = places.get(entry.cluster) ?? new Map<string, Placed>();
    places.set(entry.cluster, of);
    of.set(`${entry.vcenter ?? ''}\0${entry.datacenter ?? ''}`, entry);
  }
  const ambiguous = new Map([...places].filter(([, of]) => areSeveral([...of.values()])));
  if (ambiguous.size === 0) return;
  const told = new Set<string>();
  for (const entry of placed) {
    const of = ambiguous.get(entry.cluster);
    if (!of) continue;
    entry.cluster = qualified(entry, [...of.values()]);
    told.add(entry.cluster);
  }
  into.finding(
    'duplicate-name',
    `clusters of one name in several datacenters or vCenters, told apart: ${listed([...told])}`,
    told.size,
  );
}

const areSeveral = (of: readonly Placed[]) => of.some((a) => of.some((b) => !inScope(a, b)));

/** A cluster's name with as much of its place as tells it from others of the name. */
function qualified({ cluster, datacenter, vcenter }: Placed, of: readonly Placed[]): string {
  const inDatacenter = of.filter((other) => other.datacenter === datacenter);
  const vcenters = new Set(inDatacenter.map((other) => other.vcenter ?? ''));
  const datacenters = new Set(of.map((other) => other.datacenter ?? ''));
  return [
    ...(vcenters.size > 1 && vcenter ? [vcenter] : []),
    ...(datacenters.size > 1 && datacenter ? [datacenter] : []),
    cluster || NO_CLUSTER,
  ].join('/');
}
