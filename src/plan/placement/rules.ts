import { i32, num, u8 } from '../../elements.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { matcher } from './names.ts';
import type { PlacementRule } from './schema.ts';

/** Machines as units of placement, with the rules in force on them. */
export interface Units {
  vms: readonly InventoryVm[];
  /** Machines of each unit by index; one each unless a rule keeps some together. */
  members: readonly (readonly number[])[];
  merged: boolean;
  apart: number[][];
  allowed: Map<number, Uint8Array>;
  preferred: Map<number, Uint8Array>;
  /** Units no host may take, and why. */
  blocked: Map<number, string>;
  /** The rule behind each entry of `apart` and of `allowed`. */
  apartNames: string[];
  allowedNames: Map<number, string[]>;
}

/** Groups of machines joined by `together`, also through a common member. */
export function joined(count: number, groups: readonly (readonly number[])[]): number[][] {
  const parent = Array.from({ length: count }, (_, i) => i);
  const root = (of: number): number => {
    let at = of;
    while (parent[at] !== at) {
      parent[at] = num(parent, num(parent, at));
      at = num(parent, at);
    }
    return at;
  };
  for (const group of groups)
    for (const vm of group.slice(1)) parent[root(vm)] = root(num(group, 0));
  const members = new Map<number, number[]>();
  for (let vm = 0; vm < count; vm++) {
    const list = members.get(root(vm));
    if (list) list.push(vm);
    else members.set(root(vm), [vm]);
  }
  return [...members.values()];
}

/** Of a list of machines, asked about on many lists of hosts: its own rules, and each machine as a unit. */
interface Alone {
  rules: PlacementRule[];
  members: number[][];
}

const known = new WeakMap<readonly InventoryVm[], Alone>();

function aloneOf(vms: readonly InventoryVm[]): Alone {
  const before = known.get(vms);
  if (before) return before;
  const alone = { rules: inventoryRules(vms), members: vms.map((_, i) => [i]) };
  known.set(vms, alone);
  return alone;
}

/** Rules of the settings, then those the inventory itself lists, on these machines and hosts. */
export function unitsOf(
  vms: readonly InventoryVm[],
  hosts: readonly InventoryHost[],
  given: readonly PlacementRule[],
): Units {
  const alone = aloneOf(vms);
  const rules = [...given, ...alone.rules];
  const together = rules.filter((rule) => rule.rule === 'together');
  const select = (patterns: readonly string[]) => {
    const matches = matcher(patterns);
    return vms.flatMap((vm, i) => (matches(vm.name) ? [i] : []));
  };
  const members =
    together.length > 0
      ? joined(
          vms.length,
          together.map((rule) => select(rule.vms)),
        )
      : alone.members;
  const units: Units = {
    vms,
    members,
    merged: together.length > 0,
    apart: [],
    allowed: new Map(),
    preferred: new Map(),
    blocked: new Map(),
    apartNames: [],
    allowedNames: new Map(),
  };
  if (rules.length === 0) return units;
  const unitOf = new Int32Array(vms.length);
  members.forEach((list, unit) => {
    for (const vm of list) unitOf[vm] = unit;
  });
  for (const rule of rules) {
    if (rule.rule === 'together') continue;
    const mine = select(rule.vms).map((vm) => i32(unitOf, vm));
    if (rule.rule === 'apart') addApart(units, rule.name, mine, hosts.length);
    else addHosts(units, rule, new Set(mine), hosts);
  }
  return units;
}

/** Two machines that must be together and apart at once have no place. */
function addApart(units: Units, name: string, list: readonly number[], hosts: number): void {
  const distinct = [...new Set(list)];
  for (const unit of distinct) {
    if (list.filter((other) => other === unit).length > 1)
      block(units, unit, `"${name}" contradicts a rule that keeps machines together`, hosts);
  }
  if (distinct.length < 2) return;
  units.apart.push(distinct);
  units.apartNames.push(name);
}

function addHosts(
  units: Units,
  rule: Extract<PlacementRule, { hosts: string[] }>,
  mine: ReadonlySet<number>,
  hosts: readonly InventoryHost[],
): void {
  const named = matcher(rule.hosts);
  const wanted = rule.rule === 'on';
  const list = Uint8Array.from(hosts, (host) => (named(host.name) === wanted ? 1 : 0));
  const into = rule.must ? units.allowed : units.preferred;
  // Units under the same rules share one list: that is how alike units are told.
  const both = new Map<Uint8Array, Uint8Array>();
  for (const unit of mine) {
    const before = into.get(unit);
    const joint = before && (both.get(before) ?? before.map((may, h) => may & u8(list, h)));
    if (before && joint) both.set(before, joint);
    into.set(unit, joint ?? list);
    if (rule.must)
      units.allowedNames.set(unit, [...(units.allowedNames.get(unit) ?? []), rule.name]);
  }
}

/** Keeps a unit off every host. */
export function block(units: Units, unit: number, why: string, hosts: number): void {
  if (!units.blocked.has(unit)) units.blocked.set(unit, why);
  units.allowed.set(unit, new Uint8Array(hosts));
}

/** Rules a vCenter export names at its machines: those of one name belong together. */
export function inventoryRules(vms: readonly InventoryVm[]): PlacementRule[] {
  const groups = new Map<string, { rule: 'together' | 'apart'; name: string; vms: string[] }>();
  for (const vm of vms) {
    for (const { rule, name } of vm.rules ?? []) {
      const known = groups.get(`${rule}/${name}`);
      if (known) known.vms.push(vm.name);
      else groups.set(`${rule}/${name}`, { rule, name, vms: [vm.name] });
    }
  }
  return [...groups.values()];
}
