import { printable } from '../../errors.ts';
import { toPlaces } from '../../format.ts';
import type { ObjectLoad, ViewLoad } from '../../formats/vrops/load.ts';
import { isUp } from '../../inventory/host-state.ts';
import type { Inventory } from '../../inventory/inventory.ts';
import { activeVcpus, running } from '../../inventory/inventory.ts';
import type { Message } from '../../message.ts';
import { findingText } from '../../messages/findings.ts';
import { importWords, loadSubjects } from '../../messages/import.ts';
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

/** The answer in one sentence. */
export function inventorySentence(totals: InventoryTotals): Message {
  const { hosts, hostsUp: up, cores, machines, running, vcpus } = totals;
  const gib = (memory: number) => String(toPlaces(memory, 1));
  return importWords.inventory({
    ...{ machines, running, vcpus, memory: gib(totals.promisedGib) },
    hosts:
      hosts === 0
        ? importWords.noHosts()
        : importWords.hosts({ hosts, up, cores, memory: gib(totals.memoryGib) }),
  });
}

export function showInventory(inventory: Inventory): void {
  sayFirst(inventorySentence(totalsOf(inventory)));
  for (const { message, count } of inventory.findings)
    note(importWords.data({ text: findingText(printable(message, 600)), n: count }));
}

const countedObjects = {
  machine: importWords.machines,
  host: importWords.loadHosts,
  cluster: importWords.loadClusters,
} as const;

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
export function loadSentence({ subject, objects }: ViewLoad): Message {
  const peaks = objects.flatMap(({ waitPeakPercent: peak }) => (peak === undefined ? [] : [peak]));
  return importWords.load({
    objects: countedObjects[subject]({ n: objects.length }),
    rows: Math.max(...objects.map(({ rows }) => rows)),
    worst: peaks.length === 0 ? '' : importWords.waited({ peak: Math.max(...peaks) }),
  });
}

export function showLoad(load: ViewLoad): void {
  sayFirst(loadSentence(load));
  const subject = loadSubjects(load.subject);
  printTable(load.objects.slice(0, MAX_ROWS).map(loadRow), importWords.loadOf({ subject }));
  const left = load.objects.length - MAX_ROWS;
  if (left > 0) note(importWords.more({ left }));
  const { unread } = load;
  if (unread.length > 0)
    note(importWords.unread({ names: printable(unread.join(', '), 600), n: unread.length }));
}
