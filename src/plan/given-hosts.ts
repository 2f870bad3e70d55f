import { badInput, UserError } from '../errors.ts';
import { ONLY_CLUSTER } from '../inventory/clusters.ts';
import type { Inventory, InventoryFinding, InventoryHost } from '../inventory/inventory.ts';
import { plural } from '../words.ts';

const expected = 'expected COUNT:CORES:MHZ:GIB such as 8:32:2600:512';

/** Equal hosts from `COUNT:CORES:MHZ:GIB`. */
export function hostsFrom(text: string): InventoryHost[] {
  const parts = /^(\d{1,5}):(\d{1,4}):(\d{1,5}):(\d{1,7}(?:\.\d+)?)$/.exec(text);
  const [count, cores, mhz, gib] = (parts ?? []).slice(1).map(Number);
  if (!count || !cores || !mhz || !gib) throw new UserError(`${expected}, found "${text}".`);
  return Array.from({ length: count }, (_, i) => ({
    name: `host-${i + 1}`,
    cluster: ONLY_CLUSTER,
    sockets: 1,
    cores,
    mhzPerCore: mhz,
    memoryMib: gib * 1024,
    state: 'up',
  }));
}

/** What of a list is wrong in itself is told before what is missing beside it. */
const isWrong = ({ kind, message }: InventoryFinding) =>
  kind === 'bad-number' || / looks like another unit/.test(message);

/** Sources that list machines alone (libvirt, exporters) get the hosts given, as one cluster of all machines. */
export function withHosts(inventory: Inventory, given: string | undefined): Inventory {
  if (inventory.hosts.length > 0) {
    if (given === undefined) return inventory;
    throw new UserError(
      `${inventory.source}: expected no --hosts, because it lists ${inventory.hosts.length} hosts; add hosts with a what-if.`,
    );
  }
  if (given === undefined) {
    throw badInput({
      file: inventory.source,
      expected: 'hosts beside the machines',
      found: `${[...inventory.findings.filter(isWrong).map(({ message, count }) => `${message} (${count})`), plural(inventory.vms.length, 'machine')].join(', ')} and no host`,
      hint: 'Say which with --hosts COUNT:CORES:MHZ:GIB, or put a hosts.csv (name,cores,memory_mib) and the machines into one folder and give the folder.',
    });
  }
  return {
    ...inventory,
    hosts: hostsFrom(given),
    vms: inventory.vms.map((vm) => ({ ...vm, cluster: ONLY_CLUSTER })),
  };
}
