import { nth, num } from '../../elements.ts';
import { drsMoves, imbalance } from '../policies/drs.ts';
import { type Hosting, hostMhz } from './hosting.ts';
import { type MoveCost, type MoveSettings, moveCost } from './move-cost.ts';

export interface CostedMove extends MoveCost {
  vm: string;
  from: string;
  to: string;
  imbalanceAfter: number;
}

/** Balancing of one cluster: the moves, what each costs, and all of them one after the other. */
export interface Balance {
  cluster: string;
  before: number;
  after: number;
  moves: CostedMove[];
  totalS: number;
  blackoutMs: number;
  transferredGib: number;
}

/** Exports give use per host; a machine's part of it is taken in proportion to its vCPUs. */
export function demandMhz({ hosts, vms, hostOf }: Hosting): number[] {
  const vcpus = hosts.map(() => 0);
  vms.forEach((vm, i) => {
    if (num(hostOf, i) >= 0) vcpus[num(hostOf, i)] = num(vcpus, num(hostOf, i)) + vm.vcpus;
  });
  return vms.map((vm, i) => {
    const host = hosts[num(hostOf, i)];
    return host ? ((host.cpuUse ?? 0) * hostMhz(host) * vm.vcpus) / num(vcpus, num(hostOf, i)) : 0;
  });
}

/** DRS moves by imbalance of CPU use, none that would not fit in memory; undefined when no host tells its use. */
export function balance(
  hosting: Hosting,
  settings: MoveSettings,
  mostMoves = 25,
): Balance | undefined {
  const known = hosting.hostOf.map((host, i) => (host >= 0 ? i : -1)).filter((i) => i >= 0);
  const { hosts } = hosting;
  if (hosts.length < 2 || known.length === 0) return undefined;
  if (hosts.some((host) => host.cpuUse === undefined)) return undefined;
  const demand = demandMhz(hosting);
  const place = known.map((i) => num(hosting.hostOf, i));
  const need = known.map((i) => nth(hosting.vms, i).memoryMib);
  const free = hosts.map((host) => host.memoryMib);
  place.forEach((host, i) => {
    free[host] = num(free, host) - num(need, i);
  });
  const moves = drsMoves(
    known.map((i) => num(demand, i)),
    hosts.map(hostMhz),
    place,
    { mostMoves, room: { need, free } },
  ).map((move) => ({
    vm: nth(hosting.vms, num(known, move.vm)).name,
    from: nth(hosts, move.from).name,
    to: nth(hosts, move.to).name,
    imbalanceAfter: move.after,
    ...moveCost(num(need, move.vm), settings),
  }));
  const load = hosts.map(() => 0);
  place.forEach((host, i) => {
    load[host] = num(load, host) + num(demand, num(known, i)) / hostMhz(nth(hosts, host));
  });
  const before = imbalance(load);
  const sum = (pick: (move: CostedMove) => number) =>
    moves.reduce((total, move) => total + pick(move), 0);
  return {
    cluster: hosting.cluster,
    before,
    after: moves.at(-1)?.imbalanceAfter ?? before,
    moves,
    totalS: sum((move) => move.totalS),
    blackoutMs: sum((move) => move.blackoutMs),
    transferredGib: sum((move) => move.transferredGib),
  };
}
