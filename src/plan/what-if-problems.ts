import { byCluster } from '../inventory/by-cluster.ts';
import { matcherOf } from '../wildcard.ts';
import { hostsToAdd, vmsToAdd } from './apply-what-if.ts';
import { contradiction } from './placement/contradictions.ts';
import { matcher } from './placement/names.ts';
import type { PlacementSettings } from './placement/schema.ts';
import type { Plan } from './plan.ts';
import type { WhatIf } from './what-if.ts';

/** What a patch should have said and what it says instead. */
export interface WhatIfProblem {
  expected: string;
  found: string;
}

const MOST_NAMED = 8;
const named = (names: readonly string[]) =>
  `${names.slice(0, MOST_NAMED).join(', ')}${names.length > MOST_NAMED ? ', ...' : ''}`;

/** Lists that share a member, with it; undefined where each name is in one list at most. */
function shared(
  names: readonly string[],
  lists: readonly { name: string; of: readonly string[] }[],
): { name: string; lists: string[] } | undefined {
  const matchers = lists.map(({ name, of }) => ({ name, matches: matcher(of) }));
  for (const name of names) {
    const own = matchers.filter(({ matches }) => matches(name));
    if (own.length > 1) return { name, lists: own.slice(0, 2).map((list) => list.name) };
  }
  return undefined;
}

const exact = ({ name, of }: { name: string; of: readonly string[] }) => ({
  name,
  of: of.filter((pattern) => !pattern.includes('*')),
});

const inTwo = (what: string, where: string, two: ReturnType<typeof shared>) =>
  two && {
    expected: `each ${what} in one ${where}`,
    found: `${two.name} in ${two.lists.map((name) => `"${name}"`).join(' and ')}`,
  };

/** Hosts a patch takes by a name that stands for several: two sites may call theirs alike. */
function ambiguousHosts({ inventory }: Plan, patch: WhatIf): WhatIfProblem | undefined {
  const asked = [
    ...(patch.remove?.hosts ?? []),
    ...(patch.placement?.maintenance ?? []).filter((name) => !name.includes('*')),
  ];
  for (const name of asked) {
    const own = inventory.hosts.filter((host) => host.name === name);
    if (own.length > 1)
      return {
        expected: 'names of one host each (--cluster NAME asks about one cluster alone)',
        found: `${name}, a host in ${named([...byCluster(own).keys()])}`,
      };
  }
  return undefined;
}

/** Rules after the patch that no hosts can hold, where the patch has a part in it. */
function contradicting({ inventory }: Plan, patch: WhatIf, rules: PlacementSettings['rules'] = []) {
  if (!patch.placement?.rules) return undefined;
  const isGone = matcherOf(patch.remove?.rules ?? []);
  const kept = rules.filter(({ name }) => !isGone(name));
  const found = contradiction(
    [...inventory.hosts, ...hostsToAdd(patch, inventory.hosts)],
    [...inventory.vms, ...vmsToAdd(patch, inventory.vms)],
    [...kept, ...patch.placement.rules],
  );
  return (
    found && {
      expected: 'rules of placement that can hold together',
      found: `${found.rules.join(', ')}: they leave ${named(found.machines)} no host of ${found.cluster}`,
    }
  );
}

/** What contradicts itself in a patch on a base, or means more than one thing; undefined for nothing. */
export function whatIfProblem(base: Plan, patch: WhatIf): WhatIfProblem | undefined {
  const { inventory, placement } = base;
  const hosts = inventory.hosts.map(({ name }) => name);
  const vms = inventory.vms.map(({ name }) => name);
  const zones = patch.zones?.zones.map((zone) => ({ name: zone.name, of: zone.hosts })) ?? [];
  const listed = (list: readonly { name: string; vms?: string[] | undefined }[] = []) =>
    list.map((entry) => ({ name: entry.name, of: entry.vms ?? ['*'] }));
  return (
    ambiguousHosts(base, patch) ??
    contradicting(base, patch, placement?.rules) ??
    // Of wildcards the first counts; a name that stands in two lists is a slip.
    inTwo('host', 'zone', shared(hosts, zones.map(exact))) ??
    inTwo('machine', 'datastore', shared(vms, listed(patch.storage?.datastores))) ??
    inTwo(
      'machine',
      'group of linked clones',
      shared(vms, listed(patch.storage?.linkedClones).map(exact)),
    )
  );
}
