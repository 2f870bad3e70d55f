import { badInput } from '../../errors.ts';
import { Cluster } from './cluster.ts';
import { Consolidation, type Move } from './consolidate.ts';
import type { Demand } from './demand.ts';
import { History } from './history.ts';
import { Ledger, type ServiceLevel } from './ledger.ts';
import {
  fixedThreshold,
  interquartileRange,
  localRegression,
  medianAbsoluteDeviation,
  type Overload,
} from './overload.ts';
import type { Policy } from './policy.ts';
import { asPublished, type Quirks } from './quirks.ts';
import {
  END_S,
  HOSTS,
  hostModels,
  INTERVAL_S,
  KBIT_PER_MIGRATED_MB,
  LOAD_START_S,
  VM_BANDWIDTH_KBIT,
} from './setup.ts';
import { intervalEnergy, specPower } from './spec-power.ts';

export interface Outcome extends ServiceLevel {
  energyKwh: number;
  migrations: number;
  vmsEnded: number;
}

const JOULES_PER_KWH = 3600 * 1000;

/** One PlanetLab day on 800 hosts, as CloudSim 3.0.3 computes it unless `quirks` says otherwise. */
export function simulate(demand: Demand, policy: Policy, quirks: Quirks = asPublished): Outcome {
  return new Run(demand, policy, quirks).outcome();
}

class Run {
  private readonly demand: Demand;
  private readonly policy: Policy;
  private readonly quirks: Quirks;
  private readonly ledger: Ledger;
  private readonly cluster: Cluster;
  private readonly history: History;
  private readonly consolidation: Consolidation | null;
  private readonly utilization: Float64Array;
  private lastTime = 0;
  private joules = 0;
  private migrations = 0;
  private ended = 0;

  constructor(demand: Demand, policy: Policy, quirks: Quirks) {
    this.demand = demand;
    this.policy = policy;
    this.quirks = quirks;
    this.ledger = new Ledger(HOSTS, demand.vms);
    this.cluster = new Cluster(HOSTS, demand.vms, this.ledger);
    this.history = new History(this.cluster);
    this.utilization = new Float64Array(demand.vms);
    const overload = this.overload();
    this.consolidation =
      overload && new Consolidation(this.cluster, this.history, overload, quirks);
  }

  private overload(): Overload | null {
    const { policy, cluster, history } = this;
    switch (policy.rule) {
      case 'npa':
      case 'dvfs':
        return null;
      case 'thr':
        return fixedThreshold(policy.parameter);
      case 'iqr':
        return interquartileRange(history, policy.parameter);
      case 'mad':
        return medianAbsoluteDeviation(history, policy.parameter);
      case 'lr':
        return localRegression(cluster, history, policy.parameter);
    }
  }

  outcome(): Outcome {
    this.boot();
    for (let time = LOAD_START_S + INTERVAL_S; time < END_S; time += INTERVAL_S) {
      this.advance(time);
      if ((time - LOAD_START_S) % INTERVAL_S === 0) this.history.record(this.utilization);
      this.endIdle();
      if (this.consolidation) this.migrate(time, this.consolidation.moves());
    }
    return {
      ...this.ledger.summary(),
      energyKwh: this.joules / JOULES_PER_KWH,
      migrations: this.migrations,
      vmsEnded: this.ended,
    };
  }

  /** VMs start with a request of all their MIPS; memory and bandwidth count only here. */
  private boot(): void {
    const { cluster } = this;
    const ramMb = new Float64Array(HOSTS);
    const kbit = new Float64Array(HOSTS);
    cluster.requested.set(cluster.vmMips);
    for (let vm = 0; vm < cluster.vms; vm++) {
      const needed = cluster.requested[vm]!;
      const fits = (host: number) => {
        const model = hostModels[host % hostModels.length]!;
        return (
          ramMb[host]! + cluster.vmRamMb[vm]! <= model.ramMb * (this.quirks.ramRatio ?? 1) &&
          kbit[host]! + VM_BANDWIDTH_KBIT <= model.bandwidthKbit
        );
      };
      const host = this.consolidation
        ? this.consolidation.boot(vm, fits)
        : this.firstFit(vm, needed, fits);
      if (host < 0) {
        throw badInput({
          expected: `VMs that fit on ${HOSTS} hosts when they start`,
          found: `${cluster.vms} VMs; number ${vm + 1} has no room`,
        });
      }
      cluster.hostOf[vm] = host;
      ramMb[host]! += cluster.vmRamMb[vm]!;
      kbit[host]! += VM_BANDWIDTH_KBIT;
    }
  }

  private firstFit(vm: number, needed: number, fits: (host: number) => boolean): number {
    const { coreMips, availableMips } = this.cluster;
    for (let host = 0; host < HOSTS; host++) {
      if (coreMips[host]! >= needed && availableMips[host]! >= needed && fits(host)) {
        this.cluster.add(host, vm);
        return host;
      }
    }
    return -1;
  }

  /** Brings all hosts to `time` and charges the energy since the last event. */
  private advance(time: number): void {
    const { cluster, utilization } = this;
    this.demand.at(time, utilization);
    for (let vm = 0; vm < cluster.vms; vm++) {
      cluster.requested[vm] = utilization[vm]! * cluster.vmMips[vm]!;
    }
    for (let host = 0; host < HOSTS; host++) cluster.update(host, time);
    const seconds = time - this.lastTime;
    let joules = 0;
    for (let host = 0; host < HOSTS; host++) joules += this.hostEnergy(host, seconds);
    this.joules += joules;
    this.lastTime = time;
  }

  private hostEnergy(host: number, seconds: number): number {
    const { cluster } = this;
    const watts = cluster.watts[host]!;
    if (this.policy.rule === 'npa') return specPower(watts, 1) * seconds;
    return intervalEnergy(
      watts,
      cluster.utilization(host, cluster.previousMips[host]!),
      cluster.utilization(host),
      seconds,
    );
  }

  private endIdle(): void {
    if (this.quirks.keepIdleVms) return;
    for (let host = 0; host < HOSTS; host++) this.ended += this.cluster.endIdle(host);
  }

  /** Starts the moves; each ends after memory / half the link, all of one length together. */
  private migrate(time: number, moves: readonly Move[]): void {
    const { cluster } = this;
    this.migrations += moves.length;
    const arrivals = new Map<number, Move[]>();
    for (const move of moves) {
      cluster.startMigration(move.vm, move.target, time);
      const bandwidth = hostModels[move.target % hostModels.length]!.bandwidthKbit;
      const seconds = cluster.vmRamMb[move.vm]! / (bandwidth / KBIT_PER_MIGRATED_MB);
      const arriving = arrivals.get(time + seconds) ?? [];
      arriving.push(move);
      arrivals.set(time + seconds, arriving);
    }
    for (const [arrival, arriving] of [...arrivals].sort(([a], [b]) => a - b)) {
      this.advance(arrival);
      this.endIdle();
      for (const { vm, target } of arriving) cluster.endMigration(vm, target);
      for (let host = 0; host < HOSTS; host++) cluster.update(host, arrival);
      this.endIdle();
    }
  }
}
