import { i32 } from '../../../elements.ts';
import { HostState, type SimulationPolicy } from '../scenario.ts';
import { wakeHost } from './wake.ts';

/** Maintenance: the machines of a host that is wanted move to others; where there is no room a host is powered on. */
export function evacuateForMaintenance(): SimulationPolicy {
  const wanted = new Set<number>();
  return {
    id: 'maintenance',
    maintenance(cluster, host) {
      cluster.close(host);
      wanted.add(host);
    },
    tick(cluster) {
      for (const host of wanted) {
        if (!cluster.closed[host] || cluster.state[host] !== HostState.on) {
          wanted.delete(host);
          continue;
        }
        for (const vm of [...cluster.machinesOn(host)]) {
          if (i32(cluster.targetOf, vm) >= 0) continue;
          const target = cluster.findHost(vm, (other) => other !== host);
          if (target >= 0) cluster.move(vm, target);
          else wakeHost(cluster);
        }
      }
    },
  };
}
