import { median } from '../../../statistics.ts';
import { BandwidthSimulation } from './bandwidth.ts';
import { type CfsLoad, nearestRank } from './load.ts';
import type { Bandwidth } from './setting.ts';
import { SharesSimulation, type WeightedGroup } from './shares.ts';

/** A container's CPU settings and load, on `cpus` CPUs that nothing else uses but the second group. */
export interface CfsCase {
  load: CfsLoad;
  /** Null: no quota. */
  bandwidth: Bandwidth | null;
  cpus: number;
  /** cpu.shares of the container, and a group that competes with it. */
  shares: number;
  other: WeightedGroup | null;
  /** Used time is accounted at once (the program goes on reading its CPU clock). */
  readsAlways: boolean;
  /** The program reads its CPU clock before and after each request. */
  readsPerRequest: boolean;
}

/** What a container sees in one run. */
export interface CfsRun {
  /** Time held back over wall time, summed over CPUs; zero without a quota. */
  throttledShare: number;
  throttledPeriodShare: number;
  /** CPU time over wall time. */
  cpuShare: number;
  /** Null where no request ends. */
  latencyP50Us: number | null;
  latencyP99Us: number | null;
}

/**
 * Each figure the median over the phases of period and tick, which nobody knows: the kernel starts the period timer of a
 * new group at random. `phases` are the runs themselves.
 */
export interface CfsPrediction extends CfsRun {
  phases: readonly CfsRun[];
}

const TICK_NS = 4e6;
const PHASES = 30;
/** A stride that visits every phase of the tick, in another order than those of the period. */
const STRIDE = 7;
/** CPU time from wake-up to the first reading of a program that reads its clock. */
const READ_AT_NS = 30_000;

/** The median that leaves out what a phase does not have; null when none has it. */
function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length > 0 ? median(known) : null;
}

function onePhase(input: CfsCase, phase: number): CfsRun {
  const { load, bandwidth, cpus } = input;
  // Whole nanoseconds: a rest that does not move the clock would never run out.
  const tickPhaseNs = Math.trunc((TICK_NS * (((phase * STRIDE) % PHASES) + 0.5)) / PHASES);
  const us = (latencies: readonly number[], share: number) => {
    const ns = nearestRank(latencies, share);
    return ns === null ? null : ns / 1000;
  };
  if (!bandwidth) {
    const groups = [{ load, shares: input.shares }, ...(input.other ? [input.other] : [])];
    const [mine] = new SharesSimulation(groups, cpus, tickPhaseNs).run();
    const { cpuNs = 0, wallNs = 1, latenciesNs = [] } = mine ?? {};
    return {
      throttledShare: 0,
      throttledPeriodShare: 0,
      cpuShare: cpuNs / wallNs,
      latencyP50Us: us(latenciesNs, 0.5),
      latencyP99Us: us(latenciesNs, 0.99),
    };
  }
  const outcome = new BandwidthSimulation({
    load,
    bandwidth,
    cpus,
    ticks: !input.readsAlways,
    readAtNs: input.readsPerRequest ? READ_AT_NS : null,
    periodPhaseNs: Math.trunc((bandwidth.periodNs * (phase + 0.5)) / PHASES),
    tickPhaseNs,
  }).run();
  return {
    throttledShare: outcome.throttledNs / outcome.wallNs,
    throttledPeriodShare: outcome.periods > 0 ? outcome.throttledPeriods / outcome.periods : 0,
    cpuShare: outcome.cpuNs / outcome.wallNs,
    latencyP50Us: us(outcome.latenciesNs, 0.5),
    latencyP99Us: us(outcome.latenciesNs, 0.99),
  };
}

/** Throttling, CPU share and latency of a container under CFS bandwidth control or by weight. */
export function predictCfs(input: CfsCase): CfsPrediction {
  const runs = Array.from({ length: PHASES }, (_, phase) => onePhase(input, phase));
  const of = (pick: (run: CfsRun) => number | null) => medianOf(runs.map(pick));
  return {
    throttledShare: of((run) => run.throttledShare) ?? 0,
    throttledPeriodShare: of((run) => run.throttledPeriodShare) ?? 0,
    cpuShare: of((run) => run.cpuShare) ?? 0,
    latencyP50Us: of((run) => run.latencyP50Us),
    latencyP99Us: of((run) => run.latencyP99Us),
    phases: runs,
  };
}
