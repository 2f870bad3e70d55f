import { badInput } from '../../errors.ts';
import type { Collected } from './findings.ts';
import { coresOfThreads } from './host-threads.ts';
import { type Fields, jsonWith, Objects, readObjects } from './json-objects.ts';
import type { InventoryReader } from './reader.ts';

const MIB = 2 ** 20;

/** Names of topologies: a node's status does not name the node, its threads and memory tell it apart. */
const sizeKey = (threads: number, bytes: number) => `proxmox ${threads} ${bytes}`;

function nodeOf(node: Fields, into: Collected): void {
  const [threads, bytes] = [node.number('maxcpu'), node.number('maxmem')];
  const known = into.across.topologies.get(sizeKey(threads, bytes));
  const used = node.optional('mem');
  const name = node.text('node', 'name');
  into.across.host(`proxmox ${name}`, {
    name,
    state: into.hostState(node.text('status')),
    cores:
      known?.cores ??
      coresOfThreads(
        threads,
        into,
        'pvesh get /nodes/NODE/status --output-format json of each node, in the same folder, says cores and clock',
      ),
    ...(known ? { sockets: known.sockets, mhzPerCore: known.mhzPerCore } : {}),
    memoryMib: bytes / MIB,
    cpuUse: node.optional('cpu'),
    memoryUse: used === undefined || bytes === 0 ? undefined : used / bytes,
  });
}

function guestOf(guest: Fields, into: Collected): void {
  const [id, disk] = [guest.text('vmid'), guest.number('disk')];
  const isContainer = guest.text('type') === 'lxc';
  into.across.vm(`proxmox ${id}`, {
    name: guest.text('name') || id,
    id,
    host: guest.text('node'),
    power: into.power(guest.text('status'), 'proxmox'),
    template: guest.flag('template'),
    vcpus: guest.number('maxcpu', 'cpus'),
    memoryMib: guest.number('maxmem') / MIB,
    provisionedMib: guest.number('maxdisk') / MIB,
    // Of a QEMU guest the field is 0 for "unknown".
    inUseMib: disk / MIB,
    pool: guest.text('pool') || undefined,
  });
  if (isContainer) {
    into.finding(
      'assumed',
      'containers (lxc), counted as machines: their memory is a limit, and they share the kernel of their host',
    );
  }
}

/** Storage every node mounts is listed once a node. */
function storageOf(storage: Fields, into: Collected): void {
  const isShared = storage.flag('shared');
  const [name, node] = [storage.text('storage'), storage.text('node')];
  const capacityMib = storage.number('maxdisk') / MIB;
  const label = isShared ? name : `${name} (${node})`;
  if (capacityMib === 0 || into.datastores.some((known) => known.name === label)) return;
  into.datastores.push({
    name: label,
    capacityMib,
    provisionedMib: 0,
    inUseMib: storage.number('disk') / MIB,
  });
}

/** A guest of /nodes/NODE/qemu has no type; everything of /cluster/resources has. */
const kindOf = (entry: Fields) => entry.text('type') || (entry.has('vmid') ? 'qemu' : '');

/** Fields that name or count what no plan asks for. */
const KNOWN = [
  'id',
  'type',
  'uptime',
  'level',
  'netin',
  'netout',
  'diskread',
  'diskwrite',
  'ssl_fingerprint',
];

export const proxmox: InventoryReader = {
  id: 'proxmox',
  title: 'Proxmox VE resources or nodes, JSON of pvesh or of the API',
  make: 'pvesh get /cluster/resources --output-format json > resources.json',
  sniff: (_name, head) =>
    jsonWith(head, /"(maxmem|maxcpu|ssl_fingerprint)"\s*:/, /"(vmid|node)"\s*:/) ||
    jsonWith(head, /"type"\s*:\s*"(qemu|lxc|node)"/, /"(vmid|node)"\s*:/),
  async read(path, into) {
    const [nodes, guests, stores, others] = Array.from(
      { length: 4 },
      () => new Objects(path, into),
    ) as [Objects, Objects, Objects, Objects];
    const passed = new Map<string, number>();
    for (const value of await readObjects(path, 'data')) {
      const kind = kindOf(others.fields(value));
      if (kind === 'node') nodeOf(nodes.fields(value), into);
      else if (kind === 'qemu' || kind === 'lxc') guestOf(guests.fields(value), into);
      else if (kind === 'storage') storageOf(stores.fields(value), into);
      else passed.set(kind, (passed.get(kind) ?? 0) + 1);
    }
    for (const [kind, count] of passed) {
      into.finding('not-read', `resources of type "${kind}", which carry no machines`, count);
    }
    nodes.reportUnread('Proxmox nodes', KNOWN);
    guests.reportUnread('Proxmox guests', KNOWN);
    stores.reportUnread('Proxmox storage', KNOWN);
  },
};

/** The status of one node: what a core is, and how fast. */
export const proxmoxNodeStatus: InventoryReader = {
  id: 'proxmox-node-status',
  title: 'Proxmox VE node status, beside the resources',
  make: 'pvesh get /nodes/NODE/status --output-format json > NODE.json',
  isLookup: true,
  sniff: (_name, head) =>
    jsonWith(head, /"cpuinfo"\s*:/, /"(pveversion|kversion|loadavg|rootfs)"\s*:/),
  async read(path, into) {
    const objects = new Objects(path, into);
    for (const value of await readObjects(path, 'data')) {
      const status = objects.fields(value);
      const [cores, threads] = [status.number('cpuinfo.cores'), status.number('cpuinfo.cpus')];
      const bytes = status.number('memory.total');
      if (cores === 0 || threads === 0 || bytes === 0) {
        throw badInput({
          file: path,
          expected: 'cpuinfo with cores and cpus, and memory with its total',
          found: 'a status without them',
        });
      }
      into.across.topologies.set(sizeKey(threads, bytes), {
        // Of all sockets together (PVE::ProcFSTools adds them up).
        cores,
        sockets: status.number('cpuinfo.sockets') || 1,
        mhzPerCore: status.number('cpuinfo.mhz'),
      });
    }
  },
};
