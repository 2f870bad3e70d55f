import type { Inventory } from '../../inventory/inventory.ts';
import { matcherOf, unmatched } from '../../wildcard.ts';
import type { PlacementSettings } from './schema.ts';

/** Whether a name is one of the patterns; `*` stands for any text, and `#2` behind a copy's name is left out. */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const one = matcherOf(patterns);
  return (name) => one(name) || one(name.replace(/#\d+$/, ''));
}

/** Names in rules that match nothing in the inventory: a typo would silently switch a rule off. */
export function unmatchedNames(inventory: Inventory, settings: PlacementSettings): string[] {
  const vms = inventory.vms.map((vm) => vm.name);
  const hosts = inventory.hosts.map((host) => host.name);
  return [
    ...unmatched(settings.maintenance ?? [], hosts),
    ...(settings.rules ?? []).flatMap((rule) => [
      ...unmatched(rule.vms, vms),
      ...('hosts' in rule ? unmatched(rule.hosts, hosts) : []),
    ]),
    ...(settings.pools ?? []).flatMap((pool) =>
      pool.vms
        ? unmatched(pool.vms, vms)
        : inventory.vms.some((vm) => vm.pool === pool.name)
          ? []
          : [pool.name],
    ),
  ];
}
