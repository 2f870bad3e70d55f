import { f64, i32, num } from '../../../elements.ts';
import { type DrsRoom, drsMoves, imbalance } from '../../policies/drs.ts';
import { type ClusterControl, HostState, type SimulationPolicy } from '../scenario.ts';

/**
 * Imbalance a cluster of so many hosts is left at: the standard deviation of their loads from which a move is at least
 * a "good" one, the default of the migration threshold. From KB 1007485, priority = 6 - ceil(imbalance / 0.1 x
 * sqrt(hosts)) and 3 applied; the formula is recalled, not read.
 */
const toleratedImbalance = (hosts: number) => 0.2 / Math.sqrt(hosts);

/** Moves a step: those of one run of DRS. */
const MOST_MOVES = 32;
const LEAST_GAIN = 0.001;

/** Hosts that machines may be balanced over. */
export function openHosts(cluster: ClusterControl): number[] {
  return Array.from({ length: cluster.hosts }, (_, host) => host).filter(
    (host) => cluster.state[host] === HostState.on && !cluster.closed[host],
  );
}

const loadOf = (cluster: ClusterControl, host: number) =>
  f64(cluster.plannedMhz, host) / f64(cluster.capacityMhz, host);

/**
 * Balances CPU over the open hosts by the greedy moves of DRS, each lowering the imbalance by more than `leastGain`;
 * returns how many moves began.
 */
export function balanceNow(cluster: ClusterControl, leastGain = LEAST_GAIN): number {
  const hosts = openHosts(cluster);
  if (hosts.length < 2) return 0;
  const vms: number[] = [];
  const hostOf: number[] = [];
  const fixed = hosts.map((host) => f64(cluster.plannedMhz, host));
  hosts.forEach((host, h) => {
    for (const vm of cluster.machinesOn(host)) {
      if (i32(cluster.targetOf, vm) >= 0 || !(f64(cluster.demandMhz, vm) > 0)) continue;
      vms.push(vm);
      hostOf.push(h);
      fixed[h] = num(fixed, h) - f64(cluster.demandMhz, vm);
    }
  });
  // What cannot move now still loads its host: one machine a host that fits nowhere else.
  const demand = [...vms.map((vm) => f64(cluster.demandMhz, vm)), ...fixed];
  const placed = [...hostOf, ...hosts.map((_, h) => h)];
  const room: DrsRoom = {
    fits: (vm, to) => vm < vms.length && cluster.fits(num(vms, vm), num(hosts, to)),
    moved(vm, _, to) {
      cluster.reserve(num(vms, vm), num(hosts, to));
    },
  };
  const moves = drsMoves(
    demand,
    hosts.map((host) => f64(cluster.capacityMhz, host)),
    placed,
    { leastGain, mostMoves: MOST_MOVES, room },
  );
  for (const { vm, to } of moves) cluster.release(num(vms, vm), num(hosts, to));
  // A machine moved twice in the plan goes to where it ends.
  const last = new Map(moves.map(({ vm, to }) => [num(vms, vm), num(hosts, to)]));
  let begun = 0;
  for (const [vm, to] of last) if (to !== i32(cluster.hostOf, vm) && cluster.move(vm, to)) begun++;
  return begun;
}

/** DRS: balances CPU whenever hosts are further apart than the migration threshold leaves them. */
export function balanceLoad(): SimulationPolicy {
  return {
    id: 'DRS',
    tick(cluster) {
      const hosts = openHosts(cluster);
      const loads = hosts.map((host) => loadOf(cluster, host));
      if (hosts.length > 1 && imbalance(loads) > toleratedImbalance(hosts.length))
        balanceNow(cluster);
    },
  };
}
