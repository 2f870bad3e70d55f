import { f64 } from '../../../elements.ts';
import { dpmAdvice, dpmDefaults } from '../../policies/dpm.ts';
import { HostState, type SimulationPolicy } from '../scenario.ts';
import { emptyingMoves, isQuiet, poweredHosts, wakeHost } from './wake.ts';

/**
 * Distributed power management (docs/model/plan.md): a host on when one was above 81 % for 5 minutes, one off when
 * all were below 45 % for 40; one at a time, the least loaded first, its machines moved away before. `keepOn` stay on.
 */
export function distributedPower(keepOn: number): SimulationPolicy {
  let history: Float64Array[] = [];
  let leaving = -1;
  return {
    id: 'DPM',
    tick(cluster) {
      const perStep = (minutes: number) => Math.max(1, Math.round((minutes * 60) / cluster.stepS));
      const [onSteps, offSteps] = [
        perStep(dpmDefaults.onWindowMinutes),
        perStep(dpmDefaults.offWindowMinutes),
      ];
      const load = (host: number) => f64(cluster.plannedMhz, host) / f64(cluster.capacityMhz, host);
      history.push(Float64Array.from({ length: cluster.hosts }, (_, host) => load(host)));
      if (history.length > offSteps) history = history.slice(-offSteps);
      if (leaving >= 0) {
        if (cluster.state[leaving] === HostState.on && isQuiet(cluster, leaving))
          cluster.powerOff(leaving);
        if (cluster.state[leaving] === HostState.on && cluster.traffic(leaving) > 0) return;
        cluster.open(leaving);
        leaving = -1;
      }
      const on = Array.from({ length: cluster.hosts }, (_, host) => host).filter(
        (host) => cluster.state[host] === HostState.on && !cluster.closed[host],
      );
      const advice = dpmAdvice(
        on.map((host) => history.map((row) => f64(row, host))),
        keepOn,
        { ...dpmDefaults, onWindowMinutes: onSteps, offWindowMinutes: offSteps },
      );
      if (advice.powerOn > 0) wakeHost(cluster);
      if (advice.powerOff === 0 || poweredHosts(cluster) <= keepOn) return;
      for (const host of on.sort((a, b) => load(a) - load(b) || a - b)) {
        const moves = emptyingMoves(cluster, host, (target) => target !== host);
        if (moves === null) continue;
        for (const [vm, target] of moves) cluster.move(vm, target);
        cluster.close(host);
        leaving = host;
        return;
      }
    },
  };
}
