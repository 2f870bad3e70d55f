import { lastOf, nth } from '../../elements.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import type { PlacementSettings } from './schema.ts';

/** Whether a name is one of the patterns; `*` stands for any text, and `#2` behind a copy's name is left out. */
export function matcher(patterns: readonly string[]): (name: string) => boolean {
  const plain = new Set(patterns.filter((pattern) => !pattern.includes('*')));
  const stars = patterns
    .filter((pattern) => pattern.includes('*'))
    .map((pattern) => pattern.split('*'));
  return (name) => {
    const original = name.replace(/#\d+$/, '');
    return (
      plain.has(name) || plain.has(original) || stars.some((parts) => matchesParts(original, parts))
    );
  };
}

/** Text against the pieces between the stars, left to right: linear, whatever the pattern. */
function matchesParts(text: string, parts: readonly string[]): boolean {
  const [first, last] = [nth(parts, 0), lastOf(parts)];
  if (!text.startsWith(first) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.endsWith(last) && text.length - last.length >= at;
}

/** Names in rules that match nothing in the inventory: a typo would silently switch a rule off. */
export function unmatchedNames(inventory: Inventory, settings: PlacementSettings): string[] {
  const vms = inventory.vms.map((vm) => vm.name);
  const hosts = inventory.hosts.map((host) => host.name);
  const missing = (patterns: readonly string[], known: readonly string[]) => {
    const exact = new Set(known);
    return patterns.filter((pattern) =>
      pattern.includes('*') ? !known.some(matcher([pattern])) : !exact.has(pattern),
    );
  };
  return [
    ...missing(settings.maintenance ?? [], hosts),
    ...(settings.rules ?? []).flatMap((rule) => [
      ...missing(rule.vms, vms),
      ...('hosts' in rule ? missing(rule.hosts, hosts) : []),
    ]),
    ...(settings.pools ?? []).flatMap((pool) =>
      pool.vms
        ? missing(pool.vms, vms)
        : inventory.vms.some((vm) => vm.pool === pool.name)
          ? []
          : [pool.name],
    ),
  ];
}
