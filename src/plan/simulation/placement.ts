import { f64, nth, num } from '../../elements.ts';
import { curveWatts } from '../policies/power.ts';
import { HostState, type PlacementId } from './scenario.ts';
import type { ClusterState } from './state.ts';

/** Less is better; of equal hosts the first wins. `use` is planned demand with the machine over capacity. */
type Score = (cluster: ClusterState, vm: number, host: number, use: number) => number;

const scores: Record<PlacementId, Score> = {
  'least-power'(cluster, _, host, use) {
    const { watts } = nth(cluster.machines, host);
    const before = f64(cluster.plannedMhz, host) / f64(cluster.capacityMhz, host);
    return curveWatts(watts, use) - (before > 0 ? curveWatts(watts, before) : 0);
  },
  'first-fit': (_cluster, _vm, host) => host,
  'best-fit': (cluster, vm, host) =>
    f64(cluster.usableMib, host) - f64(cluster.usedMib, host) - f64(cluster.memoryMib, vm),
  'most-free-memory-per-core': (cluster, _, host) =>
    -(f64(cluster.usableMib, host) - f64(cluster.usedMib, host)) /
    nth(cluster.machines, host).cores,
};

/**
 * The host for a machine: on, open, with room in memory and vCPUs, best by the placement rule among those that stay
 * below the ceiling; without one, the least loaded that has room. -1 when none has.
 */
export function hostRule(
  cluster: ClusterState,
): (vm: number, allowed?: (host: number) => boolean) => number {
  const score = scores[cluster.settings.placement];
  const { ceiling } = cluster.settings;
  // Hosts alike in everything but their machines are one kind: of its empty ones the first is enough.
  const kinds = new Map<string, number>();
  const kindOf = cluster.machines.map(({ cores, mhzPerCore, memoryMib, watts }) => {
    const key = `${cores}/${mhzPerCore}/${memoryMib}/${watts.join()}`;
    const kind = kinds.get(key) ?? kinds.size;
    kinds.set(key, kind);
    return kind;
  });
  const seenEmpty = new Int32Array(kinds.size).fill(-1);
  let look = 0;
  return (vm, allowed) => {
    look++;
    const demand = f64(cluster.demandMhz, vm);
    let [found, least] = [-1, Number.POSITIVE_INFINITY];
    let [spare, spareUse] = [-1, Number.POSITIVE_INFINITY];
    for (let host = 0; host < cluster.hosts; host++) {
      if (cluster.state[host] !== HostState.on || cluster.closed[host]) continue;
      if (cluster.usedMib[host] === 0) {
        const kind = num(kindOf, host);
        if (seenEmpty[kind] === look && allowed === undefined) continue;
        seenEmpty[kind] = look;
      }
      if (!cluster.fits(vm, host) || (allowed && !allowed(host))) continue;
      const use = (f64(cluster.plannedMhz, host) + demand) / f64(cluster.capacityMhz, host);
      if (use > ceiling) {
        if (use < spareUse) [spare, spareUse] = [host, use];
        continue;
      }
      const value = score(cluster, vm, host, use);
      if (value < least) [found, least] = [host, value];
    }
    return found >= 0 ? found : allowed === undefined ? spare : -1;
  };
}
