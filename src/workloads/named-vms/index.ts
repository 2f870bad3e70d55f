import type { NamedVm } from './named-vm.ts';

const shape = {
  status: 'estimated',
  source: 'typical of the role, of our choosing: replace it by your own figures',
} as const;

/** Every named VM. A new one is one entry. */
export const namedVms: readonly NamedVm[] = [
  {
    id: 'web-server',
    title: 'Web server behind a load balancer',
    vm: {
      vcpus: 2,
      memory: '4GiB',
      load: 0.3,
      workload: {
        pattern: { kind: 'zipf', footprint: '1GiB', accesses: 200_000 },
        instructionsPerAccess: 60,
        missesInFlight: 2,
        events: 'server',
      },
    },
    sources: { vcpus: shape, memory: shape, load: shape, workload: shape },
  },
];

const byId = new Map(namedVms.map((one) => [one.id, one]));

export function namedVmById(id: string): NamedVm {
  const found = byId.get(id);
  if (!found) throw new RangeError(`no named VM "${id}"`);
  return found;
}
