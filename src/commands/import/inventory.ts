import { printable } from '../../errors.ts';
import { toPlaces } from '../../format.ts';
import type { ObjectLoad, ViewLoad } from '../../formats/vrops/load.ts';
import { isUp } from '../../inventory/host-state.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { activeVcpus, running } from '../../inventory/inventory.ts';
import { sum } from '../../statistics.ts';
import { note, sayFirst } from '../../terminal/output.ts';
import { printTable } from '../../terminal/table.ts';
import { MIB_PER_GIB } from '../../units.ts';

const MAX_ROWS = 200;

/** What an inventory adds up to. */
export interface InventoryTotals {
  hosts: number;
  hostsUp: number;
  cores: number;
  memoryGib: number;
  machines: number;
  running: number;
  vcpus: number;
  promisedGib: number;
}

/** Totals of hosts that are up and of machines that run; pure. */
export function totalsOf({ hosts, vms }: Inventory): InventoryTotals {
  const [up, here] = [hosts.filter(isUp), running(vms)];
  return {
    hosts: hosts.length,
    hostsUp: up.length,
    cores: sum(up.map(({ cores }) => cores)),
    memoryGib: sum(up.map(({ memoryMib }) => memoryMib)) / MIB_PER_GIB,
    machines: vms.length,
    running: here.length,
    vcpus: sum(here.map(activeVcpus)),
    promisedGib: sum(here.map(({ memoryMib }) => memoryMib)) / MIB_PER_GIB,
  };
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** The answer in one sentence. */
export function inventorySentence(totals: InventoryTotals): string {
  const hosts =
    totals.hosts === 0
      ? 'no hosts'
      : `${counted(totals.hosts, 'host')} (${totals.hostsUp} up: ${totals.cores} cores, ${toPlaces(totals.memoryGib, 1)} GiB)`;
  return `An inventory: ${counted(totals.machines, 'machine')}, ${totals.running} running with ${totals.vcpus} vCPUs and ${toPlaces(totals.promisedGib, 1)} GiB; ${hosts}. Use virtcost plan.`;
}

export function showInventory(inventory: Inventory): void {
  sayFirst(inventorySentence(totalsOf(inventory)));
  for (const { message, count } of inventory.findings)
    note(`data: ${printable(message, 600)} (${count})`);
}

const loadRow = (object: ObjectLoad) => ({
  name: printable(object.name, 60),
  rows: object.rows,
  vcpus: object.vcpus ?? '',
  'cpu mean MHz': object.cpuMeanMhz ?? '',
  'cpu peak MHz': object.cpuPeakMhz ?? '',
  'memory mean MiB': object.memoryMeanMib ?? '',
  'memory peak MiB': object.memoryPeakMib ?? '',
  'waiting peak %': object.waitPeakPercent ?? '',
  'co-stop peak %': object.costopPeakPercent ?? '',
});

/** The answer in one sentence. */
export function loadSentence({ subject, objects }: ViewLoad): string {
  const peaks = objects.flatMap(({ waitPeakPercent: peak }) => (peak === undefined ? [] : [peak]));
  const worst =
    peaks.length === 0
      ? ''
      : `; the most any waited for a CPU is ${Math.max(...peaks)} % over five minutes`;
  return `Load of ${counted(objects.length, subject)} over ${counted(Math.max(...objects.map(({ rows }) => rows)), 'row')} each${worst}.`;
}

export function showLoad(load: ViewLoad): void {
  sayFirst(loadSentence(load));
  printTable(load.objects.slice(0, MAX_ROWS).map(loadRow), `load of each ${load.subject}`);
  if (load.objects.length > MAX_ROWS)
    note(`... ${load.objects.length - MAX_ROWS} more (--json has all)`);
  if (load.unread.length > 0)
    note(
      `data: columns that are not used: ${printable(load.unread.join(', '), 600)} (${load.unread.length})`,
    );
}
