import { badInput, printable } from '../../errors.ts';
import type { InventoryDisk } from '../../inventory/inventory.ts';
import type { Collected } from './findings.ts';
import { type Fields, jsonWith, Objects, readObjects } from './json-objects.ts';
import type { InventoryReader } from './reader.ts';

const MIB = 2 ** 20;
const KNOWN = [
  'id',
  'parent',
  'revision',
  'selfLink',
  'policyVersion',
  'revisionValidated',
  'uuid',
  'firmware',
];

/** References are an id, or in older versions an object with one; files of hosts tell the names. */
function nameOf(into: Collected, entry: Fields, key: string): string {
  const id = entry.text(`${key}.id`) || entry.text(key);
  return into.across.names.get(`forklift ${id}`) ?? id;
}

function disksOf(vm: Fields, into: Collected): InventoryDisk[] {
  return vm.list('disks').map((disk) => ({
    capacityMib: disk.number('capacity') / MIB,
    datastore: nameOf(into, disk, 'datastore'),
    thin: undefined,
  }));
}

/** A path such as /DC-1/vm/folder/name begins with the datacenter. */
const datacenterOf = (path: string) => /^\/([^/]+)\/vm\//.exec(path)?.[1];

function machineOf(vm: Fields, into: Collected, path: string): void {
  const [vcpus, memory] = [vm.optional('cpuCount'), vm.optional('memoryMB')];
  if (vcpus === undefined || memory === undefined) {
    throw badInput({
      file: path,
      expected: 'cpuCount and memoryMB of each machine',
      found: 'names alone',
      hint: 'Ask the inventory for details: .../providers/vsphere/ID/vms?detail=4',
    });
  }
  const disks = disksOf(vm, into);
  into.vm({
    name: vm.text('name'),
    id: vm.text('id') || undefined,
    datacenter: datacenterOf(vm.text('path')),
    host: nameOf(into, vm, 'host'),
    power: into.power(vm.text('powerState'), 'vsphere'),
    template: vm.flag('isTemplate'),
    vcpus,
    memoryMib: memory,
    os: vm.text('guestName'),
    provisionedMib: disks.reduce((sum, disk) => sum + disk.capacityMib, 0),
    inUseMib: vm.number('storageUsed') / MIB,
    disks: disks.length > 0 ? disks : undefined,
  });
  for (const concern of vm.list('concerns')) {
    const label = printable(concern.text('label'), 120);
    into.finding(
      'not-read',
      `concerns of the migration toolkit, ${concern.text('category') || 'no category'}: ${label}`,
    );
  }
}

export const forkliftMachines: InventoryReader = {
  id: 'forklift-vms',
  title: 'Migration toolkit (Forklift) inventory of vSphere machines, JSON',
  make: `curl -sk -H "Authorization: Bearer $(oc whoami -t)" 'https://INVENTORY/providers/vsphere/ID/vms?detail=4' > vms.json`,
  sniff: (_name, head) =>
    jsonWith(
      head,
      /"(cpuCount|memoryMB|powerState)"\s*:/,
      /"(selfLink|revisionValidated|policyVersion)"\s*:/,
    ) || jsonWith(head, /"selfLink"\s*:\s*"providers\/vsphere\/[^"]*\/vms\//),
  async read(path, into) {
    const objects = new Objects(path, into);
    for (const value of await readObjects(path)) machineOf(objects.fields(value), into, path);
    objects.reportUnread('Forklift machines', KNOWN);
  },
};

export const forkliftHosts: InventoryReader = {
  id: 'forklift-hosts',
  title: 'Migration toolkit (Forklift) inventory of vSphere hosts, JSON',
  make: `curl -sk -H "Authorization: Bearer $(oc whoami -t)" 'https://INVENTORY/providers/vsphere/ID/hosts?detail=4' > hosts.json`,
  isLookup: true,
  sniff: (_name, head) =>
    jsonWith(
      head,
      /"cpuSockets"\s*:/,
      /"cpuCores"\s*:/,
      /"(managementServerIp|inMaintenance)"\s*:/,
    ),
  async read(path, into) {
    const objects = new Objects(path, into);
    let without = 0;
    for (const value of await readObjects(path)) {
      const host = objects.fields(value);
      const name = host.text('name');
      into.across.names.set(`forklift ${host.text('id')}`, name);
      const memory = host.optional('memoryBytes');
      if (memory === undefined) {
        without++;
        continue;
      }
      into.host({
        name,
        cluster: host.text('cluster'),
        state: host.flag('inMaintenance') ? 'maintenance' : 'up',
        sockets: host.number('cpuSockets') || 1,
        cores: host.number('cpuCores'),
        memoryMib: memory / MIB,
      });
    }
    if (without > 0) {
      into.finding(
        'not-read',
        'hosts without memory, as older versions of the toolkit list them: names alone are used; give hosts with --hosts or a hosts.csv',
        without,
      );
    }
    objects.reportUnread('Forklift hosts', KNOWN);
  },
};
