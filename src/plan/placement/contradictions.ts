import { nth, u8 } from '../../elements.ts';
import { byCluster } from '../../inventory/by-cluster.ts';
import { type InventoryHost, type InventoryVm, running } from '../../inventory/inventory.ts';
import { matcher } from './names.ts';
import { inventoryRules, joined } from './rules.ts';
import type { PlacementRule } from './schema.ts';

/** Rules that cannot hold together whatever the hosts have room for. */
export interface Contradiction {
  cluster: string;
  machines: string[];
  rules: string[];
}

/** A rule on the machines of one cluster. */
interface Applied {
  rule: PlacementRule;
  vms: number[];
}

const isHard = (rule: PlacementRule): rule is Extract<PlacementRule, { hosts: string[] }> =>
  'hosts' in rule && rule.must;

function appliedTo(vms: readonly InventoryVm[], rules: readonly PlacementRule[]): Applied[] {
  return rules.map((rule) => {
    const named = matcher(rule.vms);
    return { rule, vms: vms.flatMap((vm, i) => (named(vm.name) ? [i] : [])) };
  });
}

/** The first pair kept together by some rules and apart by another. */
function togetherAndApart(
  applied: readonly Applied[],
  members: readonly number[][],
): { machines: number[]; rules: PlacementRule[] } | undefined {
  const unitOf = new Map<number, number>();
  members.forEach((list, unit) => {
    for (const vm of list) unitOf.set(vm, unit);
  });
  for (const { rule, vms } of applied) {
    if (rule.rule !== 'apart') continue;
    const seen = new Map<number | undefined, number>();
    for (const vm of vms) {
      const unit = unitOf.get(vm);
      const other = seen.get(unit);
      if (other !== undefined && other !== vm) {
        const own = new Set(nth(members, unit ?? 0));
        const joins = applied.filter(
          (one) => one.rule.rule === 'together' && one.vms.some((each) => own.has(each)),
        );
        return { machines: [other, vm], rules: [rule, ...joins.map((one) => one.rule)] };
      }
      seen.set(unit, vm);
    }
  }
  return undefined;
}

/** The first unit that its rules of hosts leave none, though each of them alone leaves some. */
function withoutHost(
  applied: readonly Applied[],
  members: readonly number[][],
  hosts: readonly InventoryHost[],
): { machines: number[]; rules: PlacementRule[] } | undefined {
  const rulesOf = new Map<number, { rule: PlacementRule; may: Uint8Array }[]>();
  for (const { rule, vms } of applied) {
    if (!isHard(rule)) continue;
    const named = matcher(rule.hosts);
    const wanted = rule.rule === 'on';
    const may = Uint8Array.from(hosts, ({ name }) => (named(name) === wanted ? 1 : 0));
    if (!may.includes(1)) continue;
    for (const vm of vms) {
      const list = rulesOf.get(vm);
      if (list) list.push({ rule, may });
      else rulesOf.set(vm, [{ rule, may }]);
    }
  }
  for (const list of members) {
    const rules = [...new Set(list.flatMap((vm) => rulesOf.get(vm) ?? []))];
    if (rules.length < 2) continue;
    const left = hosts.some((_, host) => rules.every(({ may }) => u8(may, host) === 1));
    if (left) continue;
    const machines = list.filter((vm) => rulesOf.has(vm));
    const joins = applied.filter(
      ({ rule, vms }) => rule.rule === 'together' && vms.some((vm) => machines.includes(vm)),
    );
    return {
      machines,
      rules: [...new Set([...rules, ...joins].map(({ rule }) => rule))],
    };
  }
  return undefined;
}

/**
 * The first rules that no hosts of a cluster could hold: machines kept together and apart, or rules of hosts that leave
 * none. Rules the inventory lists count too; contradictions of those alone are not told, they are how the source is.
 */
export function contradiction(
  hosts: readonly InventoryHost[],
  vms: readonly InventoryVm[],
  given: readonly PlacementRule[],
): Contradiction | undefined {
  const hostsOf = byCluster(hosts);
  for (const [cluster, all] of byCluster(vms)) {
    const machines = running(all);
    const applied = appliedTo(machines, [...given, ...inventoryRules(machines)]);
    const members = joined(
      machines.length,
      applied.filter(({ rule }) => rule.rule === 'together').map((one) => one.vms),
    );
    const found =
      togetherAndApart(applied, members) ??
      withoutHost(applied, members, hostsOf.get(cluster) ?? []);
    if (!found?.rules.some((rule) => given.includes(rule))) continue;
    return {
      cluster,
      machines: found.machines.map((vm) => nth(machines, vm).name),
      rules: [...new Set(found.rules.map(({ rule, name }) => `"${name}" (${rule})`))],
    };
  }
  return undefined;
}
