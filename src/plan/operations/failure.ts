import { i32, nth, present } from '../../elements.ts';
import type { InventoryHost } from '../../inventory/inventory.ts';
import { boardOf, countOf, type PlanRules } from './board-of.ts';
import type { Hosting } from './hosting.ts';

export interface FailureSettings {
  /** Seconds until a failure is noticed, and a machine's restart; restarts at once per live host. */
  detectS: number;
  restartS: number;
  restartsPerHost: number;
}

/** What a failure of some hosts does to the machines on them. */
export interface FailureReplay {
  cluster: string;
  what: string;
  hosts: number;
  stopped: number;
  restarted: number;
  /** Machines without a place, largest first, at most 20. */
  lost: string[];
  /** Seconds until the last restarted machine serves, and machine seconds missed until then. */
  recoveredS: number;
  missedMachineS: number;
}

/**
 * Fails the hosts named by index: their machines restart where the others have room now, largest first,
 * nothing else moves. Restarts run in waves of `restartsPerHost` on each live host.
 */
export function replayFailure(
  hosting: Hosting,
  what: string,
  failed: readonly number[],
  rules: PlanRules,
  timing: FailureSettings,
): FailureReplay {
  return replayOn(boardOf(hosting, rules), hosting, what, failed, timing);
}

/** The same on a board, which is left as it was. */
function replayOn(
  { board, members }: ReturnType<typeof boardOf>,
  { cluster, vms }: Hosting,
  what: string,
  failed: readonly number[],
  timing: FailureSettings,
): FailureReplay {
  const dead = new Set(failed);
  const before = failed.flatMap((host) => board.units(host).map((unit) => ({ unit, host })));
  const stopped = before.map(({ unit }) => unit);
  board.evacuate(stopped, dead);
  const back = stopped.filter((unit) => i32(board.hostOf, unit) >= 0);
  const lost = stopped
    .filter((unit) => board.hostOf[unit] === -1)
    .flatMap((unit) => nth(members, unit).map((vm) => nth(vms, vm)))
    .sort((a, b) => b.memoryMib - a.memoryMib)
    .map((vm) => vm.name);
  const starts = new Map<number, number>();
  let [recoveredS, missedMachineS] = [0, 0];
  for (const unit of [...back].sort((a, b) => a - b)) {
    for (const _ of nth(members, unit)) {
      const host = i32(board.hostOf, unit);
      const begun = starts.get(host) ?? 0;
      starts.set(host, begun + 1);
      const wave = Math.floor(begun / timing.restartsPerHost) + 1;
      const upAt = timing.detectS + wave * timing.restartS;
      recoveredS = Math.max(recoveredS, upAt);
      missedMachineS += upAt;
    }
  }
  for (const unit of back) board.take(unit);
  for (const { unit, host } of before) board.put(unit, host);
  return {
    cluster,
    what,
    hosts: dead.size,
    stopped: countOf(members, stopped),
    restarted: countOf(members, back),
    lost: lost.slice(0, 20),
    recoveredS,
    missedMachineS,
  };
}

/** Hosts of each rack or zone by the names given. */
export function domainHosts(hosts: readonly InventoryHost[], names: readonly string[]): number[] {
  const wanted = new Set(names);
  return hosts.flatMap((host, i) => (wanted.has(host.name) ? [i] : []));
}

/** The worst single host of a cluster: the one whose failure loses most machines, then stops most. */
export function worstHost(
  hosting: Hosting,
  rules: PlanRules,
  timing: FailureSettings,
): FailureReplay | undefined {
  const board = boardOf(hosting, rules);
  let worst: FailureReplay | undefined;
  hosting.hosts.forEach((host, h) => {
    const replay = replayOn(board, hosting, host.name, [h], timing);
    const loses = worst ? replay.stopped - replay.restarted - (worst.stopped - worst.restarted) : 1;
    if (loses > 0 || (loses === 0 && replay.stopped > present(worst).stopped)) worst = replay;
  });
  return worst;
}
