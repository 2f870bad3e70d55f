import { f64, i32 } from '../../../elements.ts';
import { type ClusterControl, HostState, type SimulationPolicy } from '../scenario.ts';
import { wakeHost } from './wake.ts';

/**
 * Moves machines off hosts whose demand is above `threshold` of their clock, least memory first (the shortest moves),
 * to hosts that stay below it; where none has room a host is powered on.
 */
export function relieveOverload(threshold: number): SimulationPolicy {
  return {
    id: `overload above ${threshold}`,
    tick(cluster) {
      const limit = (host: number) => threshold * f64(cluster.capacityMhz, host);
      const leaving: number[] = [];
      const over = new Set<number>();
      for (let host = 0; host < cluster.hosts; host++) {
        if (cluster.state[host] !== HostState.on) continue;
        let planned = f64(cluster.plannedMhz, host);
        if (planned <= limit(host)) continue;
        over.add(host);
        for (const vm of byMemory(cluster, host)) {
          if (planned <= limit(host)) break;
          if (!(f64(cluster.demandMhz, vm) > 0)) continue;
          leaving.push(vm);
          planned -= f64(cluster.demandMhz, vm);
        }
      }
      leaving.sort((a, b) => f64(cluster.demandMhz, b) - f64(cluster.demandMhz, a) || a - b);
      for (const vm of leaving) {
        const target = cluster.findHost(vm, (host) => !over.has(host));
        if (target >= 0) cluster.move(vm, target);
        else wakeHost(cluster);
      }
    },
  };
}

/** Machines of a host that are not moving, least memory first. */
function byMemory(cluster: ClusterControl, host: number): number[] {
  return cluster
    .machinesOn(host)
    .filter((vm) => i32(cluster.targetOf, vm) < 0)
    .sort((a, b) => f64(cluster.memoryMib, a) - f64(cluster.memoryMib, b) || a - b);
}
