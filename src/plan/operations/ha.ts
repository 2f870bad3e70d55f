import { cellAt } from '../../elements.ts';
import type { InventoryVm } from '../../inventory/inventory.ts';
import { placeOnHosts } from '../placement/place.ts';
import { vmOverheadMb } from '../policies/esxi-memory.ts';
import { percentageAdmission, slotAdmission, type TwoResources } from '../policies/ha-slots.ts';
import type { PlanSettings } from '../settings.ts';
import { type Hosting, hostMhz, totalOf } from './hosting.ts';

/** What one admission policy says of a cluster. */
export interface HaVerdict {
  cluster: string;
  policy: 'slots' | 'percentage' | 'dedicated hosts';
  admits: boolean;
  /** Machines of the largest claim (slots) or of the mean claim (the others) still admitted. */
  moreMachines: number;
  /** What the verdict rests on, in words. */
  reason: string;
}

/** CPU a machine without reservation counts with (das.vmcpuminmhz, vSphere 6.7 Availability p. 24). */
const LEAST_CPU_MHZ = 32;

/** What admission control counts of a machine: its reservation, at least 32 MHz, and memory plus overhead. */
export const claimOf = (vm: InventoryVm): TwoResources => ({
  cpu: Math.max(LEAST_CPU_MHZ, vm.cpuReservationMhz),
  memory: vm.memoryReservationMib + vmOverheadMb(vm.memoryMib, vm.vcpus),
});

function slots(hosting: Hosting, claims: TwoResources[], tolerate: number): HaVerdict {
  const capacity = hosting.hosts.map((host) => ({ cpu: hostMhz(host), memory: host.memoryMib }));
  const result = slotAdmission(capacity, claims, { leastCpu: LEAST_CPU_MHZ, tolerate });
  return {
    cluster: hosting.cluster,
    policy: 'slots',
    admits: result.failoverHosts >= tolerate,
    moreMachines: result.freeSlots,
    reason: `slot ${Math.round(result.slot.cpu)} MHz, ${Math.round(result.slot.memory)} MiB; ${result.failoverHosts} hosts may fail`,
  };
}

function percentage(hosting: Hosting, claims: TwoResources[], tolerate: number): HaVerdict {
  const total = {
    cpu: totalOf(hosting.hosts, hostMhz),
    memory: totalOf(hosting.hosts, (host) => host.memoryMib),
  };
  const reserved = {
    cpu: totalOf(claims, (claim) => claim.cpu),
    memory: totalOf(claims, (claim) => claim.memory),
  };
  const reserve = Math.min(1, tolerate / hosting.hosts.length);
  const result = percentageAdmission(total, reserved, reserve);
  const mean = { cpu: reserved.cpu / claims.length, memory: reserved.memory / claims.length };
  const more = Math.min(
    (result.cpuLeft * total.cpu) / mean.cpu,
    (result.memoryLeft * total.memory) / mean.memory,
  );
  const shown = (share: number) => `${(100 * share).toFixed(1)} %`;
  return {
    cluster: hosting.cluster,
    policy: 'percentage',
    admits: result.admits,
    moreMachines: claims.length > 0 ? Math.max(0, Math.floor(more)) : 0,
    reason: `${shown(result.cpuFree)} CPU and ${shown(result.memoryFree)} memory unclaimed, ${shown(reserve)} kept`,
  };
}

/**
 * The largest hosts stand empty. Unlike the other two this counts what machines may use and not what they
 * reserve, because an empty host of at least the same size takes over whatever a failed host ran.
 */
function dedicated(hosting: Hosting, settings: PlanSettings): HaVerdict {
  const kept = [...hosting.hosts]
    .sort((a, b) => b.memoryMib - a.memoryMib || b.cores - a.cores)
    .slice(settings.tolerateHosts);
  const overhead = (vm: InventoryVm) =>
    settings.overhead ? vmOverheadMb(vm.memoryMib, vm.vcpus) : 0;
  const needs = [
    Float64Array.from(hosting.vms, (vm) => vm.vcpus),
    Float64Array.from(hosting.vms, (vm) => vm.memoryMib + overhead(vm)),
  ];
  const placement = placeOnHosts(needs, [
    Float64Array.from(kept, (host) => host.cores * settings.cpuRatio),
    Float64Array.from(kept, (host) => host.memoryMib * settings.memoryRatio),
  ]);
  const mean = needs.map((need) => need.reduce((sum, value) => sum + value, 0) / need.length);
  const more = totalOf(
    kept.map((_, h) => Math.min(...mean.map((need, r) => cellAt(placement.free, r, h) / need))),
    (room) => Math.max(0, Math.floor(room + 1e-9)),
  );
  return {
    cluster: hosting.cluster,
    policy: 'dedicated hosts',
    admits: placement.placed === hosting.vms.length,
    moreMachines: hosting.vms.length > 0 ? more : 0,
    reason: `${placement.placed} of ${hosting.vms.length} machines on the ${kept.length} hosts not kept empty`,
  };
}

/** The three admission policies of vSphere HA on one cluster, for the failures the plan tolerates. */
export function haVerdicts(hosting: Hosting, settings: PlanSettings): HaVerdict[] {
  if (hosting.hosts.length === 0) return [];
  const claims = hosting.vms.map(claimOf);
  return [
    slots(hosting, claims, settings.tolerateHosts),
    percentage(hosting, claims, settings.tolerateHosts),
    dedicated(hosting, settings),
  ];
}
