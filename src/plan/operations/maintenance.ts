import { placeOnHosts } from '../placement/place.ts';
import type { PlanSettings } from '../what-if.ts';
import type { Hosting } from './hosting.ts';
import { type MoveSettings, moveCost } from './move-cost.ts';

export interface MaintenanceSettings {
  /** Minutes the work on one host takes, reboot included. */
  minutesPerHost: number;
  /** Migrations at once off one host; they share its link. */
  parallelMoves: number;
}

export interface Maintenance {
  cluster: string;
  hosts: number;
  /** Host at which the roll stops because its machines have no place, and how many of them. */
  blockedAt: string | null;
  blockedMachines: number;
  moves: number;
  /** Hours for the whole cluster: evacuations and the work, one host after the other. */
  hours: number;
  evacuationHours: number;
  /** Longest and summed pause of machines, ms. */
  worstBlackoutMs: number;
  totalBlackoutMs: number;
  /** Moves the migration model does not see finishing by pre-copy alone. */
  doubtfulMoves: number;
}

/**
 * Rolling maintenance: each host in turn is emptied onto the others by their room at that time, worked on
 * and returned empty; machines stay where they went. Machines of a host the others cannot hold stop the roll.
 */
export function rollMaintenance(
  hosting: Hosting,
  plan: PlanSettings,
  settings: MaintenanceSettings,
  move: MoveSettings,
): Maintenance {
  const place = [...hosting.hostOf];
  const { hosts, vms } = hosting;
  const free = hosts.map((host) => [host.cores * plan.cpuRatio, host.memoryMib * plan.memoryRatio]);
  const shift = (vm: number, host: number, sign: number) => {
    free[host]![0]! += sign * vms[vm]!.vcpus;
    free[host]![1]! += sign * vms[vm]!.memoryMib;
  };
  place.forEach((host, vm) => {
    if (host >= 0) shift(vm, host, -1);
  });
  const result: Maintenance = {
    cluster: hosting.cluster,
    hosts: hosts.length,
    blockedAt: null,
    blockedMachines: 0,
    moves: 0,
    hours: 0,
    evacuationHours: 0,
    worstBlackoutMs: 0,
    totalBlackoutMs: 0,
    doubtfulMoves: 0,
  };
  const shared = { ...move, linkGbit: move.linkGbit / settings.parallelMoves };
  for (let host = 0; host < hosts.length; host++) {
    const leaving = vms.map((_, i) => i).filter((i) => place[i] === host);
    const others = hosts.map((_, h) => h).filter((h) => h !== host);
    const placement = placeOnHosts(
      [
        Float64Array.from(leaving, (i) => vms[i]!.vcpus),
        Float64Array.from(leaving, (i) => vms[i]!.memoryMib),
      ],
      [0, 1].map((r) => Float64Array.from(others, (h) => Math.max(0, free[h]![r]!))),
    );
    if (placement.placed < leaving.length) {
      result.blockedAt = hosts[host]!.name;
      result.blockedMachines = leaving.length - placement.placed;
      return result;
    }
    let seconds = 0;
    leaving.forEach((vm, k) => {
      const to = others[placement.hostOf[k]!]!;
      shift(vm, host, 1);
      shift(vm, to, -1);
      place[vm] = to;
      const cost = moveCost(vms[vm]!.memoryMib, shared);
      seconds += cost.totalS / settings.parallelMoves;
      result.worstBlackoutMs = Math.max(result.worstBlackoutMs, cost.blackoutMs);
      result.totalBlackoutMs += cost.blackoutMs;
      if (cost.verdict !== 'completes') result.doubtfulMoves++;
    });
    result.moves += leaving.length;
    result.evacuationHours += seconds / 3600;
    result.hours += seconds / 3600 + settings.minutesPerHost / 60;
  }
  return result;
}
