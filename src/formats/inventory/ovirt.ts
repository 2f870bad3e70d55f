import { badInput } from '../../errors.ts';
import type { Collected } from './findings.ts';
import { type Fields, jsonWith, Objects, readObjects } from './json-objects.ts';
import type { InventoryReader } from './reader.ts';

const MIB = 2 ** 20;
/** Links and texts of the API that carry no sizes. */
const KNOWN = [
  'id',
  'href',
  'actions',
  'link',
  'description',
  'comment',
  'display',
  'bios',
  'high_availability',
];

/** A host or cluster by its name, else by its id, which other files give a name. */
const nameOf = (entry: Fields, key: string) => entry.text(`${key}.name`, `${key}.id`);

/** CPUs of a topology, whose numbers are text; sockets and cores of a socket default to one. */
function cpusOf(entry: Fields): { sockets: number; cores: number; threads: number } | undefined {
  if (!entry.has('cpu.topology')) return undefined;
  const [sockets, cores, threads] = ['sockets', 'cores', 'threads'].map(
    (key) => entry.optional(`cpu.topology.${key}`) ?? 1,
  ) as [number, number, number];
  return { sockets, cores: sockets * cores, threads: sockets * cores * threads };
}

function machineOf(vm: Fields, into: Collected, path: string): void {
  const cpus = cpusOf(vm);
  const memory = vm.optional('memory');
  if (!cpus || memory === undefined) {
    throw badInput({
      file: path,
      expected: 'memory and cpu.topology of each machine',
      found: 'a machine without them',
      hint: 'Ask the API for whole machines: GET /ovirt-engine/api/vms with Accept: application/json.',
    });
  }
  into.vm({
    name: vm.text('name'),
    id: vm.text('id') || undefined,
    power: into.power(vm.text('status'), 'ovirt'),
    host: nameOf(vm, 'host'),
    cluster: nameOf(vm, 'cluster'),
    vcpus: cpus.threads,
    memoryMib: memory / MIB,
    memoryReservationMib: vm.number('memory_policy.guaranteed') / MIB,
    os: vm.text('os.type'),
  });
}

function hostOf(host: Fields, into: Collected, path: string): void {
  const [cpus, memory] = [cpusOf(host), host.optional('memory')];
  const state = into.hostState(host.text('status'));
  if (state === 'up' && (!cpus || memory === undefined)) {
    throw badInput({
      file: path,
      expected: 'memory and cpu.topology of each host that is up',
      found: 'a host without them',
      hint: 'GET /ovirt-engine/api/hosts with Accept: application/json.',
    });
  }
  const [id, name] = [host.text('id'), host.text('name')];
  into.across.names.set(id, name);
  into.across.host(`ovirt ${id || name}`, {
    name,
    state,
    cluster: nameOf(host, 'cluster'),
    sockets: cpus?.sockets ?? 1,
    cores: cpus?.cores ?? 0,
    mhzPerCore: host.number('cpu.speed'),
    memoryMib: (memory ?? 0) / MIB,
    vms: host.optional('summary.total'),
  });
}

const listOf = (head: string, key: string) =>
  jsonWith(head, new RegExp(`^\\ufeff?\\s*\\{\\s*"${key}"\\s*:`));

export const ovirtClusters: InventoryReader = {
  id: 'ovirt-clusters',
  title: 'oVirt or RHV clusters, JSON, beside hosts and machines',
  make: `curl -s -u USER -H 'Accept: application/json' https://ENGINE/ovirt-engine/api/clusters > clusters.json`,
  isLookup: true,
  sniff: (_name, head) => listOf(head, 'cluster'),
  async read(path, into) {
    for (const value of await readObjects(path, 'cluster')) {
      const cluster = new Objects(path, into).fields(value);
      into.across.names.set(cluster.text('id'), cluster.text('name'));
    }
  },
};

export const ovirtHosts: InventoryReader = {
  id: 'ovirt-hosts',
  title: 'oVirt or RHV hosts, JSON',
  make: `curl -s -u USER -H 'Accept: application/json' https://ENGINE/ovirt-engine/api/hosts > hosts.json`,
  isLookup: true,
  sniff: (_name, head) =>
    (listOf(head, 'host') && /"(address|topology)"/.test(head)) ||
    jsonWith(head, /"max_scheduling_memory"\s*:/),
  async read(path, into) {
    const objects = new Objects(path, into);
    for (const value of await readObjects(path, 'host', 'ovirt_hosts'))
      hostOf(objects.fields(value), into, path);
    objects.reportUnread('oVirt hosts', KNOWN);
  },
};

export const ovirtMachines: InventoryReader = {
  id: 'ovirt-vms',
  title: 'oVirt or RHV machines, JSON',
  make: `curl -s -u USER -H 'Accept: application/json' https://ENGINE/ovirt-engine/api/vms > vms.json`,
  sniff: (_name, head) => listOf(head, 'vm') || jsonWith(head, /"memory_policy"\s*:/),
  async read(path, into) {
    const objects = new Objects(path, into);
    for (const value of await readObjects(path, 'vm', 'ovirt_vms'))
      machineOf(objects.fields(value), into, path);
    objects.reportUnread('oVirt machines', KNOWN);
  },
};
