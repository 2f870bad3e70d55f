import { nth } from '../../elements.ts';
import { running } from '../../inventory/inventory.ts';
import { afterFailure } from '../answer.ts';
import { usableHosts } from '../placement/cluster.ts';
import { type Units, unitsOf } from '../placement/rules.ts';
import type { Plan } from '../plan.ts';

/** A rule that keeps more machines apart than there are hosts for them. */
interface ApartShort {
  name: string;
  machines: number;
  hosts: number;
}

/** Hosts that some unit of a group may use. */
function hostsFor({ allowed }: Units, group: readonly number[], hosts: number): number {
  const lists = group.map((unit) => allowed.get(unit));
  if (lists.includes(undefined)) return hosts;
  return Array.from({ length: hosts }, (_, h) => lists.some((list) => list?.[h] === 1)).filter(
    Boolean,
  ).length;
}

/** The rule of a cluster that lacks most hosts, after so many failures; undefined where none does. */
export function apartShort(
  { inventory, placement }: Plan,
  cluster: string,
  failures: number,
): ApartShort | undefined {
  const inCluster = (entry: { cluster: string }) => entry.cluster === cluster;
  const live = usableHosts(inventory.hosts.filter(inCluster), placement);
  const hosts = afterFailure(live, failures);
  const vms = running(inventory.vms.filter(inCluster));
  const units = unitsOf(vms, hosts, placement?.rules ?? []);
  const short = units.apart.map((all, g): ApartShort => {
    const group = all.filter((unit) => !units.blocked.has(unit));
    const name = nth(units.apartNames, g);
    return { name, machines: group.length, hosts: hostsFor(units, group, hosts.length) };
  });
  const lack = (of: ApartShort) => of.machines - of.hosts;
  const [worst] = short.sort((a, b) => lack(b) - lack(a));
  return worst && lack(worst) > 0 ? worst : undefined;
}
