import { f64, i32 } from '../../../elements.ts';
import { dpmBand, dpmDefaults } from '../../policies/dpm.ts';
import {
  type ClusterControl,
  HostState,
  type KeptBy,
  type SimulationPolicy,
  type StayReason,
} from '../scenario.ts';
import { balanceNow, openHosts } from './balance.ts';
import { DemandWindow } from './demand-window.ts';
import { StayTally } from './stay-tally.ts';
import { isQuiet, poweredHosts, wakeHost } from './wake.ts';

/** Before power is decided every move counts that brings the busiest host down. */
const ANY_GAIN = 1e-6;
/** Hosts tried as the one to leave, the least loaded first. */
const MOST_CANDIDATES = 64;

export interface PowerRules {
  /** Hosts that are never powered off. */
  keepOn: number;
  /** Hosts whose machines must have memory on the others when they fail. */
  tolerateHosts: number;
}

/** What keeps a host from being emptied. */
interface Blocked {
  machine: number;
  kept: KeptBy;
}

/**
 * Distributed power management after DRS has balanced: a host on when every host was above 81 % for 5 minutes, one off
 * when all were below 45 % for 40 (docs/model/simulation.md); one at a time, the least loaded first, its machines
 * moved away before. Why every other host stays on is counted step by step.
 */
export function distributedPower(rules: PowerRules): SimulationPolicy {
  return new DistributedPower(rules);
}

class DistributedPower implements SimulationPolicy {
  readonly id = 'DPM';
  private readonly rules: PowerRules;
  private readonly band = dpmBand();
  private readonly tally = new StayTally();
  private window: DemandWindow | undefined;
  /** Steps each host has been on. */
  private onFor: Int32Array | undefined;
  private leaving = -1;

  constructor(rules: PowerRules) {
    this.rules = rules;
  }

  stayed(host: number): StayReason[] {
    return this.tally.of(host);
  }

  tick(cluster: ClusterControl): void {
    const steps = (minutes: number) => Math.max(1, Math.round((minutes * 60) / cluster.stepS));
    const [on, off] = [steps(dpmDefaults.onWindowMinutes), steps(dpmDefaults.offWindowMinutes)];
    this.window ??= new DemandWindow(off);
    this.onFor ??= new Int32Array(cluster.hosts);
    this.window.add(cluster.demandMhz);
    for (let host = 0; host < cluster.hosts; host++)
      this.onFor[host] = cluster.state[host] === HostState.on ? i32(this.onFor, host) + 1 : 0;
    if (this.stillLeaving(cluster)) {
      for (const host of openHosts(cluster)) this.tally.add(host, 'candidate');
      return;
    }
    const hosts = openHosts(cluster);
    const recent = this.window.means(cluster, on);
    if (hosts.length > 0 && hosts.every((host) => this.band.above(f64(recent, host))))
      wakeHost(cluster);
    this.decide(cluster, hosts, this.window.means(cluster, off), off);
  }

  /** Powers the host off that is being emptied once it is empty; true while its machines are under way. */
  private stillLeaving(cluster: ClusterControl): boolean {
    const host = this.leaving;
    if (host < 0) return false;
    const on = cluster.state[host] === HostState.on;
    if (on && isQuiet(cluster, host)) cluster.powerOff(host);
    if (cluster.state[host] === HostState.on && cluster.traffic(host) > 0) return true;
    cluster.open(host);
    this.leaving = -1;
    return false;
  }

  /** Powers one host off, or counts why each stays. */
  private decide(
    cluster: ClusterControl,
    hosts: readonly number[],
    loads: Float64Array,
    offSteps: number,
  ): void {
    const held = this.heldBy(cluster, hosts, loads, offSteps);
    if (held) for (const host of hosts) this.tally.add(host, held.reason, held.what);
    else
      this.leaveFirst(
        cluster,
        [...hosts].sort((a, b) => f64(loads, a) - f64(loads, b) || a - b),
      );
  }

  /** What keeps every host of the cluster on, or undefined when one may go. */
  private heldBy(
    cluster: ClusterControl,
    hosts: readonly number[],
    loads: Float64Array,
    offSteps: number,
  ): Pick<StayReason, 'reason' | 'what'> | undefined {
    const { band, onFor } = this;
    if (hosts.some((host) => !onFor || i32(onFor, host) < offSteps))
      return { reason: 'window', what: undefined };
    if (!hosts.every((host) => band.below(f64(loads, host)))) {
      const [sum, busiest] = hosts.reduce(
        ([all, most], host) => [
          all + f64(loads, host),
          most < 0 || f64(loads, host) > f64(loads, most) ? host : most,
        ],
        [0, -1],
      );
      // The load is low enough and lies on the wrong hosts: balance first.
      if (band.below(sum / hosts.length)) balanceNow(cluster, ANY_GAIN);
      return { reason: 'load', what: { host: busiest, load: f64(loads, busiest) } };
    }
    const { keepOn, tolerateHosts } = this.rules;
    // HA is the reason only where the machines would have memory were no host to fail.
    if (hosts.length > 1 && !this.hasMemory(cluster, hosts, 0))
      return { reason: 'evacuate', what: { kept: 'memory' } };
    const many = hosts.length > Math.max(1, keepOn) && poweredHosts(cluster) > keepOn;
    return many && this.hasMemory(cluster, hosts, tolerateHosts)
      ? undefined
      : { reason: 'failover', what: undefined };
  }

  /** Whether all machines have memory without one host, and without so many of the largest left. */
  private hasMemory(cluster: ClusterControl, hosts: readonly number[], failures: number): boolean {
    const usable = hosts.map((host) => f64(cluster.usableMib, host)).sort((a, b) => a - b);
    // The least of them goes, the largest of the others fail.
    const left = usable.slice(1, usable.length - failures);
    let needed = 0;
    for (let vm = 0; vm < cluster.vms; vm++)
      if (i32(cluster.hostOf, vm) >= 0 || i32(cluster.targetOf, vm) >= 0)
        needed += f64(cluster.memoryMib, vm);
    return left.reduce((sum, mib) => sum + mib, 0) >= needed;
  }

  /** Empties the first host whose machines all have a place; the others before it could not be emptied. */
  private leaveFirst(cluster: ClusterControl, order: readonly number[]): void {
    const tried = order.slice(0, MOST_CANDIDATES);
    for (const [i, host] of tried.entries()) {
      const found = this.spreadMoves(cluster, host, order);
      if ('kept' in found) {
        this.tally.add(host, 'evacuate', found);
        continue;
      }
      const refused = found.moves.find(([vm, target]) => !cluster.move(vm, target));
      if (refused) {
        this.tally.add(host, 'evacuate', { machine: refused[0], kept: 'migration' });
        continue;
      }
      cluster.close(host);
      this.leaving = host;
      for (const other of order.slice(i + 1)) this.tally.add(other, 'candidate', { host });
      if (found.moves.length === 0) this.stillLeaving(cluster);
      return;
    }
    for (const host of order.slice(MOST_CANDIDATES)) this.tally.add(host, 'candidate');
  }

  /** Where the machines of a host go, each to the least loaded that takes it and stays within the band, or what keeps one. */
  private spreadMoves(
    cluster: ClusterControl,
    host: number,
    hosts: readonly number[],
  ): { moves: [number, number][] } | Blocked {
    const vms = [...cluster.machinesOn(host)].sort(
      (a, b) => f64(cluster.memoryMib, b) - f64(cluster.memoryMib, a) || a - b,
    );
    const moves: [number, number][] = [];
    let blocked: Blocked | undefined;
    for (const vm of vms) {
      const { target, kept } = this.leastLoaded(cluster, vm, host, hosts);
      if (target < 0) {
        blocked = { machine: vm, kept };
        break;
      }
      cluster.reserve(vm, target);
      moves.push([vm, target]);
    }
    for (const [vm, target] of moves) cluster.release(vm, target);
    return blocked ?? { moves };
  }

  private leastLoaded(
    cluster: ClusterControl,
    vm: number,
    from: number,
    hosts: readonly number[],
  ): { target: number; kept: KeptBy } {
    let [target, least] = [-1, Number.POSITIVE_INFINITY];
    const kept = new Map<KeptBy, number>();
    const refuse = (what: KeptBy) => kept.set(what, (kept.get(what) ?? 0) + 1);
    for (const host of hosts) {
      if (host === from) continue;
      const refusal = cluster.refusal(vm, host);
      const use =
        (f64(cluster.plannedMhz, host) + f64(cluster.demandMhz, vm)) /
        f64(cluster.capacityMhz, host);
      if (refusal !== undefined) refuse(refusal);
      else if (this.band.above(use)) refuse('CPU');
      else if (use < least) [target, least] = [host, use];
    }
    const most = [...kept].sort((a, b) => b[1] - a[1])[0];
    return { target, kept: most?.[0] ?? 'memory' };
  }
}
