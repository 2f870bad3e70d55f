import type { InventoryHost, InventoryVm } from './inventory.ts';

/** The host a machine is on; two clusters may have hosts of one name, then it is the one of the machine's own. */
export function hostFinder(
  hosts: readonly InventoryHost[],
): (vm: Pick<InventoryVm, 'host' | 'cluster'>) => InventoryHost | undefined {
  const named = new Map<string, InventoryHost[]>();
  for (const host of hosts) {
    const list = named.get(host.name);
    if (list) list.push(host);
    else named.set(host.name, [host]);
  }
  return ({ host, cluster }) => {
    const list = named.get(host) ?? [];
    return list.find((one) => one.cluster === cluster) ?? list[0];
  };
}
