import { f64 } from '../../../elements.ts';
import { HostState, type SimulationPolicy } from '../scenario.ts';
import { emptyingMoves, isQuiet, poweredHosts } from './wake.ts';

/**
 * Empties hosts, least loaded first, where all their machines fit on others in use, and powers empty hosts off;
 * `keepOn` stay on. Hosts with machines under way wait, so a host that was just given machines is not emptied.
 */
export function consolidate(keepOn = 1): SimulationPolicy {
  return {
    id: 'consolidate',
    tick(cluster) {
      let powered = poweredHosts(cluster);
      const used: number[] = [];
      for (let host = 0; host < cluster.hosts; host++) {
        if (cluster.state[host] !== HostState.on) continue;
        if (!isQuiet(cluster, host)) used.push(host);
        else if (powered > keepOn && !cluster.closed[host] && cluster.powerOff(host)) powered--;
      }
      const load = (host: number) => f64(cluster.plannedMhz, host) / f64(cluster.capacityMhz, host);
      const order = used
        .filter((host) => cluster.traffic(host) === 0 && !cluster.closed[host])
        .sort((a, b) => load(a) - load(b) || a - b);
      const inUse = new Set(used);
      for (const host of order) {
        // A host that became a target in this tick stays.
        if (inUse.size <= keepOn || cluster.traffic(host) > 0) continue;
        inUse.delete(host);
        const moves = emptyingMoves(cluster, host, (target) => inUse.has(target));
        if (moves === null) inUse.add(host);
        else for (const [vm, target] of moves) cluster.move(vm, target);
      }
    },
  };
}
