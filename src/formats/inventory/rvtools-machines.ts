import type { InventoryVm } from '../../inventory/inventory.ts';
import type { Collected } from './findings.ts';
import { columnNames } from './rvtools-columns.ts';
import { machineKeys } from './rvtools-keys.ts';
import { partitionsOf, snapshotsOf } from './rvtools-reclaim.ts';
import { datastoreOfPath, disksOf, rulesOf } from './rvtools-storage.ts';
import type { Tab } from './tab.ts';
import { Columns, isTrue, type TableRow } from './table.ts';

/** What is known of machines in another tab, by the keys of its rows. */
type ByMachine<T> = ReadonlyMap<string, T>;

function amountsOf(
  tab: Tab | undefined,
  into: Collected,
  names: (typeof columnNames)['vCPU' | 'vMemory'],
  titles: readonly string[],
) {
  const amounts = new Map<string, number>();
  if (!tab) return amounts;
  const columns = new Columns(tab, into);
  if (!columns.has(...titles)) return amounts;
  const [keys, amount] = [machineKeys(columns, names), columns.number('whole', titles)];
  for (const row of tab.rows) for (const key of keys(row)) amounts.set(key, amount(row));
  return amounts;
}

/** Keys that several machines have: what another tab says under them may be of any. An ID in its vCenter is one. */
function sharedKeys(tab: Tab, keys: (row: TableRow) => string[]): ReadonlySet<string> {
  const [seen, shared] = [new Set<string>(), new Set<string>()];
  for (const row of tab.rows) {
    const mine = keys(row);
    for (const key of mine[0]?.includes('\0id\0') ? mine.slice(1) : mine)
      if (seen.size === seen.add(key).size) shared.add(key);
  }
  return shared;
}

/** What a row of vInfo says of a machine, as a reader of its columns. */
function machineOf(tab: Tab, into: Collected) {
  const [columns, names] = [new Columns(tab, into), columnNames.vInfo];
  for (const needed of [names.vm, names.power, names.vcpus, names.memory]) columns.need(...needed);
  const text = (titles: readonly string[]) => columns.text(...titles);
  const [vm, id, power, template] = [
    text(names.vm),
    text(names.id),
    text(names.power),
    text(names.template),
  ];
  const [host, cluster, datacenter, vcenter] = [
    text(names.host),
    text(names.cluster),
    text(names.datacenter),
    text(names.vcenter),
  ];
  const [os, path, pool] = [text(names.os), text(names.path), text(names.pool)];
  const [kinds, rules] = [text(names.ruleKinds), text(names.rules)];
  const vcpus = columns.number('count', names.vcpus);
  const size = (titles: readonly string[]) => columns.number('whole', titles);
  const [memory, provisioned, used] = [
    size(names.memory),
    size(names.provisioned),
    size(names.used),
  ];
  const read = (row: TableRow): Partial<InventoryVm> & { name: string } => ({
    name: vm(row),
    id: id(row) || undefined,
    cluster: cluster(row),
    datacenter: datacenter(row) || undefined,
    vcenter: vcenter(row) || undefined,
    host: host(row),
    power: into.power(power(row), 'vsphere'),
    template: isTrue(template(row)),
    vcpus: vcpus(row),
    memoryMib: memory(row),
    provisionedMib: provisioned(row),
    inUseMib: used(row),
    os: os(row),
    pool: pool(row) || undefined,
    datastore: datastoreOfPath(path(row)) || undefined,
    rules: rulesOf(kinds(row), rules(row)),
  });
  return { read, keys: machineKeys(columns, names) };
}

/** Machines of vInfo, with what the other tabs say of them by ID, or by a name that is one machine's alone. */
export function collectMachines(tab: Tab, tabs: ReadonlyMap<string, Tab>, into: Collected): void {
  const { read, keys } = machineOf(tab, into);
  const { vCPU, vMemory } = columnNames;
  const [cpu, memory, consumed] = [
    amountsOf(tabs.get('vCPU'), into, vCPU, vCPU.reservation),
    amountsOf(tabs.get('vMemory'), into, vMemory, vMemory.reservation),
    amountsOf(tabs.get('vMemory'), into, vMemory, vMemory.consumed),
  ];
  const snapshots = snapshotsOf(tabs.get('vSnapshot'), into);
  const partitions = partitionsOf(tabs.get('vPartition'), into);
  const disks = disksOf(tabs.get('vDisk'), into);
  const shared = sharedKeys(tab, keys);
  let mixed = 0;
  for (const row of tab.rows) {
    const mine = keys(row);
    const of = <T>(known: ByMachine<T>): T | undefined => {
      const found = mine.find((key) => known.has(key));
      if (found === undefined) return undefined;
      if (!shared.has(found)) return known.get(found);
      mixed++;
      return undefined;
    };
    into.vm({
      ...read(row),
      cpuReservationMhz: of(cpu) ?? 0,
      memoryReservationMib: of(memory) ?? 0,
      disks: of(disks),
      memoryConsumedMib: of(consumed),
      snapshots: of(snapshots),
      partitions: of(partitions),
    });
  }
  if (mixed > 0)
    into.finding(
      'conflict',
      'disks, snapshots and reservations left out, because several machines of one vCenter have the name and no ID tells them apart',
      mixed,
    );
}
