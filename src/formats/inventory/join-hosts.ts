import { nth } from '../../elements.ts';
import { isAddress, isShortOf, labelsOf } from '../../inventory/host-names.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { type Collected, listed } from './findings.ts';

/** Most hosts the slow comparison of endings is tried for. */
const MOST_COMPARED = 2000;
/** Shorter names end alike by chance. */
const LEAST_ENDING = 4;
/** A prefix one name has and the other lacks is a site's habit when several hosts show it. */
const LEAST_ALIKE = 2;

type Scope = Pick<InventoryVm, 'vcenter' | 'datacenter' | 'cluster'>;

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
const agree = (a: string | undefined, b: string | undefined) => !a || !b || same(a, b);

/** Whether two scopes may be one: what either does not say is no difference. */
export const inScope = (a: Omit<Scope, 'cluster'>, b: Omit<Scope, 'cluster'>): boolean =>
  agree(a.vcenter, b.vcenter) && agree(a.datacenter, b.datacenter);

/** Hosts by name, and by the first label of a name that has a domain or may lack one. */
function indexOf(hosts: readonly InventoryHost[]) {
  const [whole, first] = [new Map<string, InventoryHost[]>(), new Map<string, InventoryHost[]>()];
  const add = (map: Map<string, InventoryHost[]>, key: string, host: InventoryHost) => {
    const list = map.get(key);
    if (list) list.push(host);
    else map.set(key, [host]);
  };
  for (const host of hosts) {
    add(whole, host.name.toLowerCase(), host);
    if (!isAddress(host.name)) add(first, nth(labelsOf(host.name), 0), host);
  }
  return { whole, first };
}

/** The one host of several a machine can mean, by its scope and then its cluster; undefined where several remain. */
function only(candidates: readonly InventoryHost[], vm: Scope): InventoryHost | undefined {
  const near = candidates.filter((host) => inScope(host, vm));
  const close = near.length > 1 ? near.filter((host) => same(host.cluster, vm.cluster)) : near;
  const [host, ...others] = close.length > 0 ? close : near;
  // A host listed twice in one place is one host.
  const again = (other: InventoryHost) =>
    same(other.name, host!.name) && same(other.cluster, host!.cluster);
  return host && others.every(again) ? host : undefined;
}

/** Hosts by their whole name, else by an unambiguous short one; undefined for a name no host has. */
class HostNames {
  private readonly index: ReturnType<typeof indexOf>;
  private readonly hosts: readonly InventoryHost[];

  constructor(hosts: readonly InventoryHost[]) {
    this.hosts = hosts;
    this.index = indexOf(hosts);
  }

  whole(name: string, vm: Scope): InventoryHost | undefined {
    return only(this.index.whole.get(name.toLowerCase()) ?? [], vm);
  }

  short(name: string, vm: Scope): InventoryHost | undefined {
    if (isAddress(name)) return undefined;
    const alike = this.index.first.get(nth(labelsOf(name), 0)) ?? [];
    return only(
      alike.filter((host) => isShortOf(name, host.name) || isShortOf(host.name, name)),
      vm,
    );
  }

  /** A host whose short name has a prefix more, or less, than this one; with that prefix. */
  ending(name: string, vm: Scope): { host: InventoryHost; prefix: string } | undefined {
    if (isAddress(name) || this.hosts.length > MOST_COMPARED) return undefined;
    const mine = nth(labelsOf(name), 0);
    const prefixOf = (theirs: string) =>
      theirs.endsWith(mine)
        ? `-${theirs.slice(0, theirs.length - mine.length)}`
        : mine.endsWith(theirs)
          ? `+${mine.slice(0, mine.length - theirs.length)}`
          : undefined;
    const alike = this.hosts.filter((host) => {
      const theirs = nth(labelsOf(host.name), 0);
      const shorter = Math.min(theirs.length, mine.length);
      return !isAddress(host.name) && shorter >= LEAST_ENDING && prefixOf(theirs) !== undefined;
    });
    const host = only(alike, vm);
    return host && { host, prefix: prefixOf(nth(labelsOf(host.name), 0))! };
  }
}

/** A name of a host as machines of one scope give it, and the host it means. */
interface Use {
  name: string;
  scope: Scope;
  host: InventoryHost | undefined;
  by: 'whole' | 'short' | 'ending' | 'none';
}

const keyOf = ({ host, vcenter, datacenter, cluster }: InventoryVm) =>
  `${host}\0${vcenter ?? ''}\0${datacenter ?? ''}\0${cluster}`;

/** What each name machines give means. */
function usesOf(hosts: readonly InventoryHost[], vms: readonly InventoryVm[]): Map<string, Use> {
  const names = new HostNames(hosts);
  const uses = new Map<string, Use>();
  for (const vm of vms) {
    if (vm.host === '' || uses.has(keyOf(vm))) continue;
    const whole = names.whole(vm.host, vm);
    const host = whole ?? names.short(vm.host, vm);
    const by = whole ? 'whole' : host ? 'short' : 'none';
    uses.set(keyOf(vm), { name: vm.host, scope: vm, host, by });
  }
  keepUnambiguous([...uses.values()]);
  byEnding(names, [...uses.values()]);
  return uses;
}

/** A short name two whole names share is neither's. */
function keepUnambiguous(uses: readonly Use[]): void {
  const spellings = new Map<InventoryHost, Set<string>>();
  for (const { name, host, by } of uses) {
    if (!host || by !== 'short') continue;
    const known = spellings.get(host) ?? new Set();
    spellings.set(host, known.add(name.toLowerCase()));
  }
  for (const use of uses) {
    if (use.by !== 'short' || !use.host) continue;
    const clash = [...spellings.get(use.host)!].some(
      (other) => !isShortOf(other, use.name) && !isShortOf(use.name, other),
    );
    if (clash) Object.assign(use, { host: undefined, by: 'none' });
  }
}

/** Some sites write a prefix before every host in one list and not in the other. */
function byEnding(names: HostNames, uses: readonly Use[]): void {
  const open = uses.flatMap((use) => {
    const found = use.by === 'none' ? names.ending(use.name, use.scope) : undefined;
    return found ? [{ use, ...found }] : [];
  });
  const hostsBy = new Map<string, Set<InventoryHost>>();
  for (const { prefix, host } of open)
    hostsBy.set(prefix, (hostsBy.get(prefix) ?? new Set()).add(host));
  for (const { use, prefix, host } of open)
    if (hostsBy.get(prefix)!.size >= LEAST_ALIKE) Object.assign(use, { host, by: 'ending' });
}

/**
 * Gives machines the name of their host as the host list has it, and what either lacks of its place from the other.
 * What does not join is reported.
 */
export function joinHosts(into: Collected): void {
  if (into.hosts.length === 0) return;
  const uses = usesOf(into.hosts, into.vms);
  const carried = new Map<InventoryHost, InventoryVm[]>();
  for (const vm of into.vms) {
    const host = uses.get(keyOf(vm))?.host;
    if (!host) continue;
    const list = carried.get(host);
    if (list) list.push(vm);
    else carried.set(host, [vm]);
  }
  for (const [host, vms] of carried) {
    for (const place of ['cluster', 'datacenter', 'vcenter'] as const) {
      const said = new Set(vms.map((vm) => vm[place]).filter(Boolean));
      if (!host[place] && said.size === 1) host[place] = [...said][0]!;
    }
  }
  report(into, [...uses.values()], carried);
  for (const [host, vms] of carried) {
    for (const vm of vms) {
      vm.host = host.name;
      vm.cluster ||= host.cluster;
      vm.datacenter ??= host.datacenter;
      vm.vcenter ??= host.vcenter;
    }
  }
}

function report(
  into: Collected,
  uses: readonly Use[],
  carried: ReadonlyMap<InventoryHost, unknown>,
): void {
  const namesOf = (kept: readonly Use['by'][]) => [
    ...new Set(uses.filter(({ by }) => kept.includes(by)).map(({ name }) => name)),
  ];
  const [renamed, absent] = [namesOf(['short', 'ending']), namesOf(['none'])];
  if (renamed.length > 0)
    into.finding(
      'renamed-host',
      `hosts named differently by their machines and in the host list, matched by short name: ${listed(renamed)}`,
      renamed.length,
    );
  if (absent.length > 0)
    into.finding(
      'unknown-host',
      `hosts of machines that no host list names; their machines are kept: ${listed(absent)}`,
      absent.length,
    );
  const empty = into.hosts.filter((host) => !carried.has(host)).map(({ name }) => name);
  if (empty.length > 0 && uses.length > 0)
    into.finding('host-without-vms', `hosts without machines: ${listed(empty)}`, empty.length);
}
