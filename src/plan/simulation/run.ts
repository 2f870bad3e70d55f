import { f64, nth, num, present } from '../../elements.ts';
import { Bursts } from './bursts.ts';
import { Cluster } from './cluster.ts';
import type { LoadMachine } from './load.ts';
import { type HostStay, type SimulationOutcome, spreadOf } from './outcome.ts';
import { type HostEvent, HostState, type SimScenario } from './scenario.ts';

const JOULES_PER_KWH = 3.6e6;
/** Cells of the utilisation map kept; beyond it the map is left out. */
const MOST_CELLS = 50_000_000;

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

/** Told after each step of a load. */
export type OnStep = () => void;

/**
 * Runs a load on a cluster: demand changes at steps, moves, starts and failures happen between them, and everything in
 * between is constant, so sums are exact. The same scenario gives the same outcome, to the last bit.
 */
export function simulateCluster(scenario: SimScenario, onStep?: OnStep): SimulationOutcome {
  return new Simulation(scenario).run(onStep);
}

class Simulation {
  private readonly scenario: SimScenario;
  private readonly cluster: Cluster;
  private readonly outside: HostEvent[];
  private readonly wanted = new Map<number, number>();
  private readonly arrivals: number[][];
  private readonly departures: number[][];
  private readonly series: SimulationOutcome['series'];
  private readonly before = { asked: 0, given: 0, joules: 0, powered: 0 };
  /** What the meter of each host showed at the last step. */
  private readonly seen: { onS: Float64Array; usedMhzS: Float64Array };
  private readonly bursts: Bursts;
  private mostMemoryShare = 0;

  constructor(scenario: SimScenario) {
    this.scenario = scenario;
    const { load, hosts } = scenario;
    this.cluster = new Cluster(scenario);
    this.bursts = new Bursts(this.cluster, load.machines);
    this.seen = {
      onS: new Float64Array(hosts.length),
      usedMhzS: new Float64Array(hosts.length),
    };
    this.outside = [...scenario.events].sort((a, b) => a.atS - b.atS);
    const byStep = (pick: (machine: LoadMachine) => number) => {
      const lists: number[][] = Array.from({ length: load.steps + 1 }, () => []);
      load.machines.forEach((machine, vm) => {
        nth(lists, Math.min(pick(machine), load.steps)).push(vm);
      });
      return lists;
    };
    this.arrivals = byStep((machine) => machine.firstStep);
    this.departures = byStep((machine) => machine.endStep);
    const map = load.steps * hosts.length <= MOST_CELLS ? load.steps * hosts.length : 0;
    this.series = {
      stepS: load.stepS,
      hostsOn: new Float64Array(load.steps),
      askedMhz: new Float64Array(load.steps),
      servedMhz: new Float64Array(load.steps),
      watts: new Float64Array(load.steps),
      utilisation: new Float32Array(map).fill(-1),
    };
  }

  run(onStep?: OnStep): SimulationOutcome {
    const { cluster, scenario } = this;
    const { load } = scenario;
    const width = load.machines.length;
    for (let step = 0; step < load.steps; step++) {
      const at = step * load.stepS;
      this.until(at);
      cluster.settleAll();
      if (step > 0) this.record(step - 1);
      for (const vm of nth(this.departures, step)) cluster.disappear(vm);
      cluster.setDemand(load.demandMhz.subarray(step * width, (step + 1) * width));
      this.admit(step);
      for (const policy of scenario.policies) policy.tick?.(cluster, step);
      if (step === 0 && !scenario.settings.allOn) this.offUnused();
      this.startWork();
      onStep?.();
    }
    this.until(load.steps * load.stepS);
    cluster.settleAll();
    if (load.steps > 0) this.record(load.steps - 1);
    return this.outcome();
  }

  /** Everything that happens up to `time`, in order; the outside goes first. */
  private until(time: number): void {
    const { cluster, scenario } = this;
    for (;;) {
      const first = this.outside[0];
      const [mine, theirs] = [cluster.events.nextAt, first?.atS ?? Number.POSITIVE_INFINITY];
      if (Math.min(mine, theirs) > time) break;
      if (theirs <= mine && first !== undefined) {
        this.outside.shift();
        cluster.now = Math.max(cluster.now, theirs);
        if (first.kind === 'failure') {
          const stopped = cluster.fail(first.host, first.repairS);
          for (const policy of scenario.policies) policy.failed?.(cluster, first.host, stopped);
          continue;
        }
        this.wanted.set(first.host, first.workS);
        for (const policy of scenario.policies) policy.maintenance?.(cluster, first.host);
      } else {
        const { at, event } = present(cluster.events.take());
        cluster.now = at;
        cluster.happen(event);
        if (event.kind === 'arrive') this.startWork();
      }
    }
    cluster.now = time;
  }

  /** Machines that begin, where they have a place; the others wait and are tried again every step. */
  private admit(step: number): void {
    const { cluster } = this;
    for (const vm of nth(this.arrivals, step)) cluster.appear(vm);
    if (cluster.waiting.size === 0) return;
    for (const vm of nth(this.arrivals, step)) {
      const known = this.scenario.placed?.[vm] ?? -1;
      const host = known >= 0 && cluster.fits(vm, known) ? known : cluster.findHost(vm);
      if (host >= 0) cluster.start(vm, host);
    }
  }

  private offUnused(): void {
    const { cluster } = this;
    for (let host = 0; host < cluster.hosts; host++) cluster.powerOff(host);
    cluster.happened.powerOffs = 0;
  }

  /** Hosts wanted for maintenance that are empty. */
  private startWork(): void {
    const { cluster } = this;
    for (const [host, seconds] of this.wanted) {
      const ready = cluster.state[host] === HostState.on || cluster.state[host] === HostState.off;
      if (!ready || !cluster.isEmpty(host)) continue;
      this.wanted.delete(host);
      cluster.maintain(host, seconds);
    }
  }

  private record(step: number): void {
    const { cluster, series } = this;
    const { meter, hosts } = cluster;
    const now = {
      asked: sum(meter.askedMhzS),
      given: sum(meter.givenMhzS),
      joules: sum(meter.joules),
      powered: sum(meter.poweredS),
    };
    const mean = (key: keyof typeof now) => (now[key] - this.before[key]) / series.stepS;
    series.askedMhz[step] = mean('asked');
    series.servedMhz[step] = mean('given');
    series.watts[step] = mean('joules');
    series.hostsOn[step] = mean('powered');
    Object.assign(this.before, now);
    for (let host = 0; host < hosts; host++) {
      const onS = f64(meter.onS, host) - f64(this.seen.onS, host);
      const usedMhzS = f64(meter.usedMhzS, host) - f64(this.seen.usedMhzS, host);
      const use = onS > 0 ? usedMhzS / onS / f64(cluster.capacityMhz, host) : -1;
      if (onS > 0) this.bursts.add(host, use, onS);
      if (series.utilisation.length > 0) series.utilisation[step * hosts + host] = use;
      const share = f64(cluster.usedMib, host) / f64(cluster.usableMib, host);
      if (share > this.mostMemoryShare) this.mostMemoryShare = share;
    }
    this.seen.onS.set(meter.onS);
    this.seen.usedMhzS.set(meter.usedMhzS);
  }

  private outcome(): SimulationOutcome {
    const { cluster, scenario } = this;
    const { meter } = cluster;
    const { load, hosts } = scenario;
    const seconds = load.steps * load.stepS;
    const asked = sum(meter.askedMhzS);
    const served = sum(meter.givenMhzS);
    const perHost = (pick: (host: number) => number) =>
      hosts.reduce((total, _, host) => total + pick(host), 0);
    const active = perHost((host) => f64(meter.usedMhzS, host) / nth(hosts, host).mhzPerCore);
    const onCoreSeconds = perHost((host) => f64(meter.onS, host) * nth(hosts, host).cores);
    const percentOf = (pick: (vm: number) => number) =>
      spreadOf(Float64Array.from({ length: cluster.vms }, (_, vm) => pick(vm)));
    return {
      load: load.name,
      hosts: hosts.length,
      machines: cluster.vms,
      seconds,
      ...cluster.happened,
      energyKwh: sum(meter.joules) / JOULES_PER_KWH,
      idleKwh:
        perHost((host) => f64(meter.poweredS, host) * num(nth(hosts, host).watts, 0)) /
        JOULES_PER_KWH,
      poweredHostHours: sum(meter.poweredS) / 3600,
      meanHostsOn: seconds > 0 ? sum(meter.poweredS) / seconds : 0,
      askedMhzS: asked,
      servedMhzS: served,
      unservedShare: asked > 0 ? (asked - served) / asked : 0,
      shortTimeShare: sum(meter.onS) > 0 ? sum(meter.shortS) / sum(meter.onS) : 0,
      coreSeconds: { active, idle: onCoreSeconds - active, steal: sum(meter.readyS) },
      outageS: sum(meter.outageS),
      unplaced: cluster.waiting.size,
      homeless: cluster.waiting.size,
      mostMemoryShare: this.mostMemoryShare,
      contentionPercent: percentOf((vm) => {
        const wanted = f64(meter.askedMhzS, vm);
        return wanted > 0 ? Math.max(0, 100 * (1 - f64(meter.givenMhzS, vm) / wanted)) : 0;
      }),
      readyPercent: percentOf((vm) => {
        const vcpuS = f64(meter.runS, vm) * nth(load.machines, vm).vcpus;
        return vcpuS > 0 ? (100 * f64(meter.readyS, vm)) / vcpuS : 0;
      }),
      burstReadyPercent: percentOf((vm) =>
        f64(meter.runS, vm) > 0 ? (100 * f64(this.bursts.readyS, vm)) / f64(meter.runS, vm) : 0,
      ),
      stays: this.stays(),
      series: this.series,
    };
  }

  /** Why hosts stayed on, by the policy that may power them off. */
  private stays(): HostStay[] {
    const { hosts, load, policies } = this.scenario;
    const { meter } = this.cluster;
    const policy = policies.find(({ stayed }) => stayed !== undefined);
    if (!policy) return [];
    return hosts.map(({ name }, host) => {
      const reasons = policy.stayed?.(host) ?? [];
      const steps = reasons.reduce((total, reason) => total + reason.steps, 0);
      const [first] = reasons;
      const { machine, host: busiest, kept, load: busy } = first?.what ?? {};
      return {
        host: name,
        onHours: f64(meter.poweredS, host) / 3600,
        kwh: f64(meter.joules, host) / JOULES_PER_KWH,
        reason: first?.reason,
        share: first ? first.steps / steps : 0,
        ...(machine === undefined ? {} : { machine: nth(load.machines, machine).name }),
        ...(busiest === undefined ? {} : { busiest: nth(hosts, busiest).name }),
        ...(busy === undefined ? {} : { load: busy }),
        ...(kept === undefined ? {} : { kept }),
      };
    });
  }
}
