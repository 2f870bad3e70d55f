import { badInput, printable } from '../../errors.ts';
import type { Collected } from './findings.ts';
import { readUnpacked } from './open.ts';
import type { InventoryReader } from './reader.ts';

type Entry = Record<string, unknown>;

async function entriesOf(path: string): Promise<Entry[]> {
  let document: unknown;
  try {
    document = JSON.parse(await readUnpacked(path));
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
  return into.amount(textOf(entry, ...keys), keys[0]!, path);
}

/** openstack hypervisor list --long, or os-hypervisors/detail of the API. */
export const hypervisors: InventoryReader = {
  id: 'openstack-hypervisors',
  title: 'OpenStack hypervisor list, JSON',
  make: 'openstack hypervisor list --long -f json > hypervisors.json',
  sniff: (_name, head) =>
    /^\s*[[{]/.test(head) && /"(hypervisor_hostname|Hypervisor Hostname)"/.test(head),
  async read(path, into) {
    for (const entry of await entriesOf(path)) {
      const status = textOf(entry, 'status', 'Status');
      into.host({
        name: textOf(entry, 'hypervisor_hostname', 'Hypervisor Hostname') ?? '',
        cores: amountOf(into, entry, path, 'vcpus', 'vCPUs'),
        memoryMib: amountOf(into, entry, path, 'memory_mb', 'Memory MB'),
        inMaintenance: status === 'disabled',
      });
    }
  },
};

/** servers/detail of the API from microversion 2.47 on: the size of the flavor stands in each server. */
export const servers: InventoryReader = {
  id: 'openstack-servers',
  title: 'OpenStack servers in detail, JSON',
  make: 'GET /servers/detail?all_tenants=1 (microversion 2.47 or later) > servers.json',
  sniff: (_name, head) => /^\s*[[{]/.test(head) && /"flavor"\s*:/.test(head),
  async read(path, into) {
    for (const entry of await entriesOf(path)) {
      const flavor = entry.flavor;
      if (typeof flavor !== 'object' || flavor === null || !('vcpus' in flavor)) {
        throw badInput({
          file: path,
          expected: 'a flavor with vcpus and ram in each server',
          found: 'a flavor by id alone',
          hint: 'Ask the API with microversion 2.47 or later.',
        });
      }
      const size = flavor as Entry;
      into.vm({
        name: textOf(entry, 'name', 'id') ?? '',
        host: textOf(entry, 'OS-EXT-SRV-ATTR:hypervisor_hostname', 'OS-EXT-SRV-ATTR:host') ?? '',
        vcpus: amountOf(into, size, path, 'vcpus'),
        memoryMib: amountOf(into, size, path, 'ram'),
        provisionedMib: amountOf(into, size, path, 'disk') * 1024,
        poweredOn: (textOf(entry, 'status') ?? 'ACTIVE') === 'ACTIVE',
      });
    }
  },
};
