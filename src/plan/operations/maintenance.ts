import { nth } from '../../elements.ts';
import { boardOf, countOf, type PlanRules } from './board-of.ts';
import type { Hosting } from './hosting.ts';
import { type MoveCost, type MoveSettings, moveCost } from './move-cost.ts';

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
  rules: PlanRules,
  settings: MaintenanceSettings,
  move: MoveSettings,
): Maintenance {
  const { hosts } = hosting;
  const { board, members } = boardOf(hosting, rules);
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
  // The closed form depends on memory alone, and few sizes occur.
  const costs = new Map<number, MoveCost>();
  const costOf = (memoryMib: number) => {
    const known = costs.get(memoryMib) ?? moveCost(memoryMib, shared);
    costs.set(memoryMib, known);
    return known;
  };
  for (let host = 0; host < hosts.length; host++) {
    const leaving = board.units(host);
    if (board.evacuate(leaving, new Set([host])) < leaving.length) {
      result.blockedAt = nth(hosts, host).name;
      result.blockedMachines = countOf(
        members,
        leaving.filter((unit) => board.hostOf[unit] === -1),
      );
      return result;
    }
    let seconds = 0;
    for (const vm of leaving.flatMap((unit) => nth(members, unit))) {
      const cost = costOf(nth(hosting.vms, vm).memoryMib);
      seconds += cost.totalS / settings.parallelMoves;
      result.worstBlackoutMs = Math.max(result.worstBlackoutMs, cost.blackoutMs);
      result.totalBlackoutMs += cost.blackoutMs;
      result.moves++;
      if (cost.verdict !== 'completes') result.doubtfulMoves++;
    }
    result.evacuationHours += seconds / 3600;
    result.hours += seconds / 3600 + settings.minutesPerHost / 60;
  }
  return result;
}
