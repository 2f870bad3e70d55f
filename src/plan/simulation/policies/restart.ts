import { f64, i32 } from '../../../elements.ts';
import type { FailureSettings } from '../../operations/failure.ts';
import type { ClusterControl, SimulationPolicy } from '../scenario.ts';
import { wakeHost } from './wake.ts';

/**
 * HA: machines of a failed host start elsewhere after `detectS`, `restartsPerHost` at once on a host, `restartS` each,
 * largest memory first; where no host has room one is powered on, and the rest waits for the next step.
 */
export function restartElsewhere({
  detectS,
  restartS,
  restartsPerHost,
}: FailureSettings): SimulationPolicy {
  const due = new Map<number, number>();
  const place = (cluster: ClusterControl, vms: readonly number[]) => {
    const starts = new Map<number, number>();
    for (const vm of [...vms].sort(
      (a, b) => f64(cluster.memoryMib, b) - f64(cluster.memoryMib, a) || a - b,
    )) {
      const host = cluster.findHost(vm);
      if (host < 0) {
        wakeHost(cluster);
        continue;
      }
      const before = starts.get(host) ?? 0;
      starts.set(host, before + 1);
      const seen = Math.max(0, (due.get(vm) ?? cluster.now) - cluster.now);
      cluster.start(vm, host, seen + (Math.floor(before / restartsPerHost) + 1) * restartS);
      due.delete(vm);
    }
  };
  return {
    id: 'HA restart',
    failed(cluster, _host, stopped) {
      for (const vm of stopped) due.set(vm, cluster.now + detectS);
      place(cluster, stopped);
    },
    tick(cluster) {
      const left = [...cluster.waiting].filter((vm) => i32(cluster.targetOf, vm) < 0);
      if (left.length > 0) place(cluster, left);
    },
  };
}
