import { f64 } from '../../../elements.ts';
import { type ClusterControl, HostState } from '../scenario.ts';

/** Powers on the first host that is off, unless one boots already; false when there is none to come. */
export function wakeHost(cluster: ClusterControl): boolean {
  let off = -1;
  for (let host = 0; host < cluster.hosts; host++) {
    const state = cluster.state[host];
    if (state === HostState.booting) return true;
    if (state === HostState.off && !cluster.closed[host] && off < 0) off = host;
  }
  return off >= 0 && cluster.powerOn(off);
}

/** Hosts on, and booting. */
export function poweredHosts(cluster: ClusterControl): number {
  let count = 0;
  for (let host = 0; host < cluster.hosts; host++) {
    const state = cluster.state[host];
    if (state === HostState.on || state === HostState.booting) count++;
  }
  return count;
}

/** Whether nothing runs on a host, comes to it or leaves it. */
export const isQuiet = (cluster: ClusterControl, host: number) =>
  cluster.machinesOn(host).length === 0 && cluster.traffic(host) === 0;

/**
 * Moves that empty `host` onto others that `allowed` names, or null when one machine has no place. Room is
 * taken back again: nothing has moved yet.
 */
export function emptyingMoves(
  cluster: ClusterControl,
  host: number,
  allowed: (host: number) => boolean,
): [vm: number, target: number][] | null {
  const vms = [...cluster.machinesOn(host)].sort(
    (a, b) => f64(cluster.demandMhz, b) - f64(cluster.demandMhz, a) || a - b,
  );
  const moves: [number, number][] = [];
  for (const vm of vms) {
    const target = cluster.findHost(vm, allowed);
    if (target < 0) break;
    cluster.reserve(vm, target);
    moves.push([vm, target]);
  }
  for (const [vm, target] of moves) cluster.release(vm, target);
  return moves.length === vms.length ? moves : null;
}
