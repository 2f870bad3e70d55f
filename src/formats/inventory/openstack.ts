import { z } from 'zod';
import { badInput, printable } from '../../errors.ts';
import type { Inventory } from '../../plan/inventory.ts';
import { ASSUMED_MHZ, bareHost, bareVm, Findings } from './findings.ts';

const size = z
  .number()
  .min(0)
  .max(2 ** 50);
const flavor = z.looseObject({
  id: z.string().optional(),
  original_name: z.string().optional(),
  name: z.string().optional(),
  vcpus: size.optional(),
  ram: size.optional(),
  disk: size.optional(),
});
const server = z.looseObject({
  name: z.string(),
  status: z.string().default('ACTIVE'),
  flavor,
  'OS-EXT-AZ:availability_zone': z.string().nullish(),
  'OS-EXT-SRV-ATTR:hypervisor_hostname': z.string().nullish(),
});
const hypervisor = z.looseObject({
  hypervisor_hostname: z.string(),
  vcpus: size,
  memory_mb: size,
  status: z.string().default('enabled'),
  state: z.string().default('up'),
});
const part = z.looseObject({
  servers: z.array(server).optional(),
  hypervisors: z.array(hypervisor).optional(),
  flavors: z.array(flavor).optional(),
});

/** What holds a host's memory: a stopped server keeps its place in Placement, a shelved one does not. */
const gone = new Set(['DELETED', 'SOFT_DELETED', 'SHELVED_OFFLOADED', 'ERROR']);
const DEFAULT_ZONE = 'nova';

/**
 * Answers of the Nova API (`/servers/detail`, `/os-hypervisors/detail`, `/flavors/detail`), in one document or
 * several. Zones are clusters; a hypervisor is in the zone of the servers on it. vCPUs of a hypervisor are
 * what Placement counts as cores. Flavours are inside servers from microversion 2.47, before that by id.
 */
export function openstackInventory(
  documents: readonly { file: string; content: unknown }[],
  source: string,
): Inventory {
  const findings = new Findings();
  const parts = documents.map(({ file, content }) => {
    const parsed = part.safeParse(content);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0]!;
    throw badInput({
      file,
      expected: 'an answer of the Nova API with servers, hypervisors or flavors',
      found: printable(`${issue.path.join('.')}: ${issue.message}`, 200),
    });
  });
  const servers = parts.flatMap((document) => document.servers ?? []);
  const hypervisors = parts.flatMap((document) => document.hypervisors ?? []);
  if (servers.length + hypervisors.length === 0)
    throw badInput({ file: source, expected: 'servers or hypervisors', found: 'neither' });
  const flavors = new Map(
    parts.flatMap((document) => document.flavors ?? []).map((entry) => [entry.id ?? '', entry]),
  );
  const zones = new Map<string, string>();
  const vms = servers.flatMap((entry) => {
    const shape =
      entry.flavor.vcpus === undefined ? flavors.get(entry.flavor.id ?? '') : entry.flavor;
    const host = entry['OS-EXT-SRV-ATTR:hypervisor_hostname'] ?? '';
    const zone = entry['OS-EXT-AZ:availability_zone'] || DEFAULT_ZONE;
    if (host !== '') zones.set(host, zone);
    if (!shape?.vcpus || !shape.ram) {
      findings.add('bad-number', 'servers whose flavor is not told, not counted');
      return [];
    }
    return [
      bareVm({
        name: entry.name,
        cluster: zone,
        host,
        vcpus: shape.vcpus,
        memoryMib: shape.ram,
        provisionedMib: (shape.disk ?? 0) * 1024,
        poweredOn: !gone.has(entry.status),
      }),
    ];
  });
  if (hypervisors.length > 0)
    findings.add(
      'unit',
      `Nova does not tell clocks: ${ASSUMED_MHZ} MHz assumed`,
      hypervisors.length,
    );
  const hosts = hypervisors.map((entry) =>
    bareHost({
      name: entry.hypervisor_hostname,
      cluster: zones.get(entry.hypervisor_hostname) ?? DEFAULT_ZONE,
      cores: entry.vcpus,
      memoryMib: entry.memory_mb,
      inMaintenance: entry.status !== 'enabled' || entry.state !== 'up',
    }),
  );
  return { source, hosts, vms, findings: findings.list };
}
