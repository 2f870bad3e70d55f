import { nth } from '../../elements.ts';
import { badInput, printable } from '../../errors.ts';
import { parseJson } from '../../files/parse-json.ts';
import type { HostState } from '../../inventory/host-state.ts';
import { worstOf } from '../../inventory/host-state.ts';
import type { PowerState } from '../../inventory/power-state.ts';
import type { Collected, Size } from './findings.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

type Entry = Record<string, unknown>;

async function entriesOf(path: string): Promise<Entry[]> {
  let document: unknown;
  try {
    document = parseJson(await readUnpacked(path));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw badInput({
      file: path,
      expected: 'a JSON document',
      found: printable(error.message, 160),
    });
  }
  const list = Array.isArray(document)
    ? document
    : Object.values((document ?? {}) as object).find((value) => Array.isArray(value));
  const entries = Array.isArray(list) ? list : [];
  if (entries.length > 0 && entries.every((entry) => typeof entry === 'object' && entry !== null)) {
    return entries as Entry[];
  }
  throw badInput({ file: path, expected: 'a list of objects', found: 'something else' });
}

/** The first of several keys an entry has, as text. */
function textOf(entry: Entry, ...keys: string[]): string | undefined {
  for (const key of keys) {
    const value = entry[key];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
  }
  return undefined;
}

function amountOf(into: Collected, entry: Entry, path: string, ...keys: string[]): number {
  return into.amount(textOf(entry, ...keys), nth(keys, 0), path);
}

/** Cells, sockets of each, cores and threads, as libvirt tells Nova; older releases give the object as text. */
function topologyOf(entry: Entry): { sockets: number; threads: number } | undefined {
  let info = entry.cpu_info ?? entry['CPU Info'];
  if (typeof info === 'string') {
    try {
      info = parseJson(info);
    } catch {
      return undefined;
    }
  }
  const topology = (info as { topology?: Entry } | null | undefined)?.topology;
  const count = (key: string) => {
    const value = Number(topology?.[key] ?? 1);
    return Number.isInteger(value) && value > 0 && value <= 4096 ? value : 1;
  };
  if (typeof topology !== 'object' || topology === null || !('threads' in topology))
    return undefined;
  return { sockets: count('cells') * count('sockets'), threads: count('threads') };
}

/** Up or down as the service says, and enabled or disabled as the operator says. */
function stateOf(entry: Entry, into: Collected): HostState {
  const words = [textOf(entry, 'state', 'State'), textOf(entry, 'status', 'Status')];
  return worstOf(words.flatMap((word) => (word === undefined ? [] : [into.hostState(word)])));
}

/** openstack hypervisor list --long, or os-hypervisors/detail of the API. Nova's vcpus are threads. */
export const hypervisors: InventoryReader = {
  id: 'openstack-hypervisors',
  title: 'OpenStack hypervisor list, JSON',
  make: 'openstack hypervisor list --long -f json > hypervisors.json; or GET /os-hypervisors/detail, which tells threads from cores',
  sniff: (_name, head) =>
    /^\s*[[{]/.test(head) && /"(hypervisor_hostname|Hypervisor Hostname)"/.test(head),
  async read(path, into) {
    for (const entry of await entriesOf(path)) {
      const threads = amountOf(into, entry, path, 'vcpus', 'vCPUs');
      const topology = topologyOf(entry);
      if (!topology)
        into.finding(
          'unit',
          'hypervisors whose list does not tell threads from cores: each thread counts as a core (GET /os-hypervisors/detail tells)',
        );
      into.host({
        name: textOf(entry, 'hypervisor_hostname', 'Hypervisor Hostname') ?? '',
        cores: threads / (topology?.threads ?? 1),
        sockets: topology?.sockets ?? 1,
        memoryMib: amountOf(into, entry, path, 'memory_mb', 'Memory MB'),
        state: stateOf(entry, into),
      });
    }
  },
};

/** Flavors: the sizes that servers name. */
export const flavors: InventoryReader = {
  id: 'openstack-flavors',
  title: 'OpenStack flavors, JSON, beside the servers',
  make: 'openstack flavor list --all -f json > flavors.json; or GET /flavors/detail',
  isLookup: true,
  sniff: (_name, head) =>
    /^\s*[[{]/.test(head) &&
    /"vcpus"\s*:/i.test(head) &&
    !/"(flavor|hypervisor_hostname|Flavor)"/.test(head),
  async read(path, into) {
    for (const entry of await entriesOf(path)) {
      const size = sizeOf(into, entry, path);
      // Servers name a flavor by id in the API, by name in the client's list.
      for (const name of [textOf(entry, 'id', 'ID'), textOf(entry, 'name', 'Name')]) {
        if (name !== undefined && !into.sizes.has(name)) into.sizes.set(name, size);
      }
    }
  },
};

const sizeOf = (into: Collected, entry: Entry, path: string): Size => ({
  vcpus: amountOf(into, entry, path, 'vcpus', 'VCPUs'),
  memoryMib: amountOf(into, entry, path, 'ram', 'RAM'),
  // Nova takes the root disk, the ephemeral one and swap from the host; swap alone is in MiB.
  diskMib:
    amountOf(into, entry, path, 'disk', 'Disk') * 1024 +
    amountOf(into, entry, path, 'OS-FLV-EXT-DATA:ephemeral', 'ephemeral', 'Ephemeral') * 1024 +
    amountOf(into, entry, path, 'swap', 'Swap'),
});

/** The size of a server: in it from microversion 2.47 on, else in the list of flavors by the name it gives. */
function flavorOf(into: Collected, server: Entry, path: string): Size {
  const flavor = server.flavor;
  if (typeof flavor === 'object' && flavor !== null) {
    if ('vcpus' in flavor) return sizeOf(into, flavor as Entry, path);
    return into.sizeOf(textOf(flavor as Entry, 'id', 'original_name') ?? '', path, FLAVORS);
  }
  const name = textOf(server, 'Flavor ID', 'Flavor', 'Flavor Name', 'flavor') ?? '';
  return into.sizeOf(name, path, FLAVORS);
}

const FLAVORS = 'a list of flavors (openstack flavor list --all -f json > flavors.json)';

/** Status, or the power state where a release shows that alone; a server of neither runs. */
function powerOf(server: Entry, into: Collected): PowerState {
  const status = textOf(server, 'status', 'Status');
  if (status !== undefined && !/^(error|unknown)$/i.test(status)) return into.power(status, 'nova');
  const power = textOf(server, 'OS-EXT-STS:power_state', 'Power State');
  return power === undefined && status === undefined ? 'on' : into.power(power ?? status, 'nova');
}

/** servers/detail of the API, or the client's list. */
export const servers: InventoryReader = {
  id: 'openstack-servers',
  title: 'OpenStack servers, JSON',
  make: 'GET /servers/detail?all_tenants=1 > servers.json; or openstack server list --all-projects --long -f json, with flavors.json beside it',
  sniff: (_name, head) => /^\s*[[{]/.test(head) && /"[Ff]lavor( ID| Name)?"\s*:/.test(head),
  async read(path, into) {
    for (const entry of await entriesOf(path)) {
      const size = flavorOf(into, entry, path);
      into.vm({
        name: textOf(entry, 'name', 'Name', 'id', 'ID') ?? '',
        host:
          textOf(entry, 'OS-EXT-SRV-ATTR:hypervisor_hostname', 'OS-EXT-SRV-ATTR:host', 'Host') ??
          '',
        vcpus: size.vcpus,
        memoryMib: size.memoryMib,
        provisionedMib: size.diskMib,
        id: textOf(entry, 'id', 'ID'),
        power: powerOf(entry, into),
      });
    }
  },
};
