import { nth, num } from '../../elements.ts';
import type { InventoryHost, InventoryVm } from '../../inventory/inventory.ts';
import { committedMemory } from '../../model/overcommit/commitment.ts';
import {
  defaultHost,
  type Reclaim,
  reclaim,
  type VmMemory,
} from '../../model/overcommit/reclaim.ts';
import { esxi6 } from '../../model/overcommit/reclaim-profile.ts';
import { AdmissionRefused } from '../../model/scheduling/allocate.ts';
import { unverified } from '../../sourced.ts';
import { type Hosting, totalOf } from '../operations/hosting.ts';

/** What inventories do not say of a machine's memory, shares of what it has touched. */
export const assumedMemory = {
  active: unverified(0.3, 'share of consumed', 'assumed: touched lately', 0.5),
  guestFree: unverified(0.15, 'share of consumed', 'assumed: free inside the guest', 0.67),
  shareable: unverified(0.1, 'share of consumed', 'assumed: equal to pages of others', 0.9),
} as const;

/** Shares a MB at the level "normal" of vSphere. */
const SHARES_PER_MB = 10;
const MOST_LISTED = 64;

/** What a host does about its memory in one situation; MB. */
interface HostReclaim {
  situation: 'as used now' | 'all touched' | 'filled, all touched';
  machines: number;
  consumedMb: number;
  state: string;
  freed: Reclaim['freed'];
  missingMb: number;
  slowest: number;
  slowestLow: number;
}

export interface HostMemory {
  host: string;
  memoryMb: number;
  configuredMb: number;
  /** Configured memory of its machines over its own. */
  ratio: number;
  /** What each of its machines is promised at the plan's ratio, in the inventory's order, at most 64. */
  promisedMb: number[];
  /** Reservations do not fit: HA would not start these machines here. */
  refused: boolean;
  reclaim: HostReclaim[];
}

function machineOf(vm: InventoryVm, consumedMb: number): VmMemory {
  const share = (of: { value: number }) => of.value * consumedMb;
  return {
    id: vm.name,
    configuredMb: vm.memoryMib,
    consumedMb,
    activeMb: share(assumedMemory.active),
    guestFreeMb: share(assumedMemory.guestFree),
    shareableMb: share(assumedMemory.shareable),
    reservationMb: Math.min(vm.memoryReservationMib, consumedMb),
    limitMb: Number.POSITIVE_INFINITY,
    shares: Math.max(1, SHARES_PER_MB * vm.memoryMib),
  };
}

function situationOf(
  situation: HostReclaim['situation'],
  host: InventoryHost,
  machines: readonly VmMemory[],
): HostReclaim[] {
  if (machines.length === 0) return [];
  try {
    const found = reclaim(defaultHost(host.memoryMib, esxi6), machines);
    const least = (pick: (vm: (typeof found.vms)[number]) => number) =>
      found.vms.reduce((slowest, vm) => Math.min(slowest, pick(vm)), 1);
    return [
      {
        situation,
        machines: machines.length,
        consumedMb: totalOf(machines, (vm) => vm.consumedMb),
        state: found.state,
        freed: found.freed,
        missingMb: found.missingMb,
        slowest: least((vm) => vm.speed),
        slowestLow: least((vm) => vm.speedLow),
      },
    ];
  } catch (error) {
    if (error instanceof AdmissionRefused) return [];
    throw error;
  }
}

function commitments(host: InventoryHost, vms: readonly InventoryVm[], ratio: number) {
  try {
    const committed = committedMemory(
      host.memoryMib,
      ratio,
      vms.map((vm) => ({
        reservation: vm.memoryReservationMib,
        limit: vm.memoryMib,
        shares: Math.max(1, SHARES_PER_MB * vm.memoryMib),
        demand: vm.memoryMib,
      })),
    );
    return { promisedMb: committed.slice(0, MOST_LISTED), refused: false };
  } catch (error) {
    if (error instanceof AdmissionRefused) return { promisedMb: [], refused: true };
    throw error;
  }
}

/**
 * Memory of each host with machines, largest ratio first: what the machines are promised at `memoryRatio`, and what
 * ESXi would take back by which mechanism, as used now, with everything touched, and filled to the ratio.
 */
export function hostMemory({ hosts, vms, hostOf }: Hosting, memoryRatio: number): HostMemory[] {
  const mean = vms.length > 0 ? totalOf(vms, (vm) => vm.memoryMib) / vms.length : 0;
  const vcpus = vms.length > 0 ? totalOf(vms, (vm) => vm.vcpus) / vms.length : 0;
  const onHost = hosts.map((): InventoryVm[] => []);
  vms.forEach((vm, i) => {
    if (vm.memoryMib > 0) onHost[num(hostOf, i)]?.push(vm);
  });
  const rows = hosts.flatMap((host, h): HostMemory[] => {
    const own = nth(onHost, h);
    const configuredMb = totalOf(own, (vm) => vm.memoryMib);
    if (own.length === 0 || !(host.memoryMib > 0)) return [];
    const used = host.memoryUse === undefined ? undefined : host.memoryUse * host.memoryMib;
    const touched = used === undefined ? undefined : Math.min(1, used / configuredMb);
    const average = {
      ...nth(own, 0),
      name: 'average',
      vcpus,
      memoryMib: mean,
      memoryReservationMib: 0,
    };
    const fill = Math.min(10_000, Math.floor((host.memoryMib * memoryRatio) / mean));
    return [
      {
        host: host.name,
        memoryMb: host.memoryMib,
        configuredMb,
        ratio: configuredMb / host.memoryMib,
        ...commitments(host, own, memoryRatio),
        reclaim: [
          ...(touched === undefined
            ? []
            : situationOf(
                'as used now',
                host,
                own.map((vm) => machineOf(vm, vm.memoryMib * touched)),
              )),
          ...situationOf(
            'all touched',
            host,
            own.map((vm) => machineOf(vm, vm.memoryMib)),
          ),
          ...situationOf(
            'filled, all touched',
            host,
            Array.from({ length: fill }, () => machineOf(average, mean)),
          ),
        ],
      },
    ];
  });
  return rows.sort((a, b) => b.ratio - a.ratio);
}
