/** Resources of one host or one claim: MHz (or GHz) and MiB (or GB), any unit used throughout. */
export interface TwoResources {
  cpu: number;
  memory: number;
}

export interface SlotAdmission {
  /** Largest CPU reservation, and largest memory reservation plus overhead. */
  slot: TwoResources;
  /** Slots per host, in the order given. */
  slots: number[];
  /** Hosts that may fail, largest first, with every machine still in a slot. */
  failoverHosts: number;
  /** Slots left beyond the machines after `tolerate` hosts failed. */
  freeSlots: number;
}

/**
 * vSphere HA slot policy (vSphere 6.7 Availability, p. 24-26): a slot holds the largest reservation of
 * each resource; a host holds the smaller count of the two; hosts are taken away largest first.
 * `claims` are reservations; a CPU reservation below `leastCpu` counts as that (32 MHz by default).
 */
export function slotAdmission(
  hosts: readonly TwoResources[],
  claims: readonly TwoResources[],
  { leastCpu = 0, tolerate = 1, capCpu = Infinity, capMemory = Infinity } = {},
): SlotAdmission {
  const largest = (pick: (claim: TwoResources) => number, least: number) =>
    claims.reduce((most, claim) => Math.max(most, pick(claim)), least);
  const slot = {
    cpu: Math.min(
      capCpu,
      largest((claim) => claim.cpu, leastCpu),
    ),
    memory: Math.min(
      capMemory,
      largest((claim) => claim.memory, 0),
    ),
  };
  const fits = (capacity: number, size: number) =>
    size > 0 ? Math.floor(capacity / size) : Infinity;
  const slots = hosts.map((host) =>
    Math.min(fits(host.cpu, slot.cpu), fits(host.memory, slot.memory)),
  );
  const descending = [...slots].sort((a, b) => b - a);
  const left = (failed: number) => descending.slice(failed).reduce((sum, count) => sum + count, 0);
  let failoverHosts = 0;
  while (failoverHosts < hosts.length - 1 && left(failoverHosts + 1) >= claims.length)
    failoverHosts++;
  const afterFailure = left(Math.min(tolerate, hosts.length));
  return { slot, slots, failoverHosts, freeSlots: Math.max(0, afterFailure - claims.length) };
}

export interface PercentageAdmission {
  /** Share of each resource no reservation claims, 0..1. */
  cpuFree: number;
  memoryFree: number;
  /** Share left above the configured reserve, negative when admission is refused. */
  cpuLeft: number;
  memoryLeft: number;
  admits: boolean;
}

/** vSphere HA percentage policy: (total - reserved) / total per resource has to stay above `reserve`. */
export function percentageAdmission(
  total: TwoResources,
  reserved: TwoResources,
  reserve: number,
): PercentageAdmission {
  const cpuFree = (total.cpu - reserved.cpu) / total.cpu;
  const memoryFree = (total.memory - reserved.memory) / total.memory;
  const cpuLeft = cpuFree - reserve;
  const memoryLeft = memoryFree - reserve;
  return { cpuFree, memoryFree, cpuLeft, memoryLeft, admits: cpuLeft >= 0 && memoryLeft >= 0 };
}
