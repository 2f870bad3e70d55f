import type { Inventory } from '../inventory/inventory.ts';
import { unmatched } from '../wildcard.ts';
import { hostsToAdd, vmsToAdd } from './apply-what-if.ts';
import { unmatchedNames } from './placement/names.ts';
import type { PlacementSettings } from './placement/schema.ts';
import type { WhatIf } from './what-if.ts';

/** Names in rules and zones that neither the base nor what the patch adds has. */
function rulesWithoutMatch(base: Inventory, patch: WhatIf): string[] {
  const inventory = {
    ...base,
    hosts: [...base.hosts, ...hostsToAdd(patch, base.hosts)],
    vms: [...base.vms, ...vmsToAdd(patch, base.vms)],
  };
  const zones = patch.zones && {
    maintenance: patch.zones.zones.flatMap((zone) => zone.hosts),
    rules: patch.zones.spread.map(({ name, vms }) => ({ rule: 'apart' as const, name, vms })),
  };
  const storage = patch.storage && {
    rules: [...(patch.storage.datastores ?? []), ...patch.storage.linkedClones].flatMap(
      ({ name, vms }) => (vms ? [{ rule: 'apart' as const, name, vms }] : []),
    ),
  };
  return [patch.placement, zones, storage].flatMap((rules) =>
    rules ? unmatchedNames(inventory, rules) : [],
  );
}

/** Clusters a patch adds hosts alone or machines alone to: without the other they can only be misspelt. */
function newClusters({ add }: WhatIf): string[] {
  const hosts = new Set((add?.hosts ?? []).map(({ cluster }) => cluster));
  const vms = new Set((add?.vms ?? []).map(({ cluster }) => cluster));
  return [...new Set([...hosts, ...vms])].filter((name) => !(hosts.has(name) && vms.has(name)));
}

/** Names a patch removes or adds to that the base does not have: said, because a typo would change nothing. */
export function unknownNames(
  base: Inventory,
  patch: WhatIf,
  placement: PlacementSettings = {},
): string[] {
  const { remove = {}, refresh } = patch;
  const hosts = base.hosts.map((host) => host.name);
  const clusters = [...new Set(base.hosts.map((host) => host.cluster))];
  const isCluster = (name: string) => clusters.includes(name);
  const namesIn = (list: readonly { name: string }[] = []) => list.map(({ name }) => name);
  return [
    ...unmatched(remove.hosts ?? [], hosts),
    ...unmatched(remove.vms ?? [], namesIn(base.vms)),
    ...unmatched(remove.clusters ?? [], clusters),
    ...newClusters(patch).filter((name) => !isCluster(name)),
    ...[refresh?.cluster].filter((name) => name !== undefined && !isCluster(name)),
    ...unmatched(remove.rules ?? [], namesIn(placement.rules)),
    ...unmatched(remove.pools ?? [], namesIn(placement.pools)),
    ...unmatched(remove.maintenance ?? [], [...hosts, ...(placement.maintenance ?? [])]),
    ...rulesWithoutMatch(base, patch),
  ].filter((name) => name !== undefined);
}
