import type { CfsLoad } from './load.ts';

/** CPU bandwidth control of a group: cpu.max and cpu.max.burst. */
export interface Bandwidth {
  periodNs: number;
  quotaNs: number;
  burstNs: number;
}

export interface CfsSetting {
  load: CfsLoad;
  bandwidth: Bandwidth;
  cpus: number;
  /** False: used time is accounted at once, as for a program that goes on reading its CPU clock. */
  ticks: boolean;
  /** CPU time from a thread's start to its first reading of its own CPU clock; null: it reads none. */
  readAtNs: number | null;
  /** Moments of the first period's end and of the first tick. */
  periodPhaseNs: number;
  tickPhaseNs: number;
}

export interface CfsOutcome {
  periods: number;
  throttledPeriods: number;
  /** Summed over the queues of all CPUs, from the first thread held back. */
  throttledNs: number;
  cpuNs: number;
  wallNs: number;
  /** Ascending. */
  latenciesNs: number[];
}
