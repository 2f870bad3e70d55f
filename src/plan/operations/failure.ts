import type { InventoryHost, InventoryVm } from '../inventory.ts';
import { placeOnHosts } from '../placement/place.ts';
import type { PlanSettings } from '../what-if.ts';
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

const needsOf = (vms: readonly InventoryVm[]) => [
  Float64Array.from(vms, (vm) => vm.vcpus),
  Float64Array.from(vms, (vm) => vm.memoryMib),
];

/** Room each host has left beside the machines on it, vCPUs and MiB. */
function freeRoom({ hosts, vms, hostOf }: Hosting, settings: PlanSettings): [number, number][] {
  const free = hosts.map((host): [number, number] => [
    host.cores * settings.cpuRatio,
    host.memoryMib * settings.memoryRatio,
  ]);
  vms.forEach((vm, i) => {
    const room = free[hostOf[i]!];
    if (!room) return;
    room[0] -= vm.vcpus;
    room[1] -= vm.memoryMib;
  });
  return free;
}

/**
 * Fails the hosts named by index: their machines restart where the others have room now, largest first,
 * nothing else moves. Restarts run in waves of `restartsPerHost` on each live host.
 */
export function replayFailure(
  hosting: Hosting,
  what: string,
  failed: readonly number[],
  settings: PlanSettings,
  timing: FailureSettings,
): FailureReplay {
  const rooms = freeRoom(hosting, settings);
  const dead = new Set(failed);
  const stopped = hosting.vms.filter((_, i) => dead.has(hosting.hostOf[i]!));
  const alive = hosting.hosts.map((_, h) => h).filter((h) => !dead.has(h));
  const free = alive.map((host) => rooms[host]!);
  const placement = placeOnHosts(needsOf(stopped), [
    Float64Array.from(free, (room) => Math.max(0, room[0])),
    Float64Array.from(free, (room) => Math.max(0, room[1])),
  ]);
  const lost = stopped
    .filter((_, i) => placement.hostOf[i] === -1)
    .sort((a, b) => b.memoryMib - a.memoryMib)
    .map((vm) => vm.name);
  const starts = alive.map(() => 0);
  let [recoveredS, missedMachineS] = [0, 0];
  for (const host of placement.hostOf) {
    if (host < 0) continue;
    const wave = Math.floor(starts[host]!++ / timing.restartsPerHost) + 1;
    const upAt = timing.detectS + wave * timing.restartS;
    recoveredS = Math.max(recoveredS, upAt);
    missedMachineS += upAt;
  }
  return {
    cluster: hosting.cluster,
    what,
    hosts: dead.size,
    stopped: stopped.length,
    restarted: placement.placed,
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

/** Hosts of a large cluster looked at: those with most memory of machines. */
const MOST_TRIED = 128;

/** The worst single host of a cluster: the one whose failure loses most machines, then stops most. */
export function worstHost(
  hosting: Hosting,
  settings: PlanSettings,
  timing: FailureSettings,
): FailureReplay | undefined {
  const memory = hosting.hosts.map(() => 0);
  hosting.vms.forEach((vm, i) => {
    const host = hosting.hostOf[i]!;
    if (host >= 0) memory[host]! += vm.memoryMib;
  });
  const tried = memory
    .map((_, h) => h)
    .sort((a, b) => memory[b]! - memory[a]! || a - b)
    .slice(0, MOST_TRIED);
  const replays = tried.map((h) =>
    replayFailure(hosting, hosting.hosts[h]!.name, [h], settings, timing),
  );
  return replays.reduce<FailureReplay | undefined>((worst, replay) => {
    if (!worst) return replay;
    const loses = replay.stopped - replay.restarted - (worst.stopped - worst.restarted);
    return loses > 0 || (loses === 0 && replay.stopped > worst.stopped) ? replay : worst;
  }, undefined);
}
