import { f64 } from '../../elements.ts';
import { percentileSorted } from '../multiplexing.ts';
import type { Happenings } from './cluster.ts';
import type { KeptBy, StayId } from './scenario.ts';

/** A distribution over machines, percent: percentiles, and the curve as pairs of value and share of machines at or below it. */
export interface Spread {
  p50: number;
  p95: number;
  p99: number;
  most: number;
  curve: [value: number, share: number][];
}

/** How long a host was on, and why it was not powered off where a policy may do that. */
export interface HostStay {
  host: string;
  onHours: number;
  kwh: number;
  /** The reason that held longest, with the share of the steps it was looked at; undefined without any. */
  reason: StayId | undefined;
  share: number;
  /** What it hung on most often. */
  machine?: string | undefined;
  busiest?: string | undefined;
  /** Load of the busiest host when it was looked at last, share of its clock. */
  load?: number | undefined;
  kept?: KeptBy | undefined;
}

export interface SimulationOutcome extends Happenings {
  load: string;
  hosts: number;
  machines: number;
  seconds: number;
  energyKwh: number;
  /** What the hosts would have drawn idle while they were powered. */
  idleKwh: number;
  poweredHostHours: number;
  meanHostsOn: number;
  /** MHz s. */
  askedMhzS: number;
  servedMhzS: number;
  unservedShare: number;
  /** Share of the time hosts were on during which they gave less than was asked. */
  shortTimeShare: number;
  /** Host seconds of clock used, left and wanting: the sum of busy cores over time. */
  coreSeconds: { active: number; idle: number; steal: number };
  /** Machine seconds without service: pauses of moves, failures, waiting for a place. */
  outageS: number;
  /** Machines still without a host at the end. */
  unplaced: number;
  /** The former name of `unplaced`, for readers of --json. */
  homeless: number;
  mostMemoryShare: number;
  /** Of what each machine asked for, what it did not get. */
  contentionPercent: Spread;
  /** Time ready but not running, per vCPU. */
  readyPercent: Spread;
  /** The same within steps, predicted from the vCPUs and the use of each host (docs/model/simulation.md). */
  burstReadyPercent: Spread;
  /** Hosts in their order, where a policy tells why they stayed on. */
  stays: HostStay[];
  series: {
    stepS: number;
    /** One value a step: hosts on, MHz asked and given, watts. */
    hostsOn: Float64Array;
    askedMhz: Float64Array;
    servedMhz: Float64Array;
    watts: Float64Array;
    /** Row per step: utilisation of each host, -1 while it is not on. */
    utilisation: Float32Array;
  };
}

const CURVE_POINTS = 60;

/** Percentiles and curve of values, one per machine. */
export function spreadOf(values: Float64Array): Spread {
  const sorted = values.slice().sort();
  const count = sorted.length;
  const curve: [number, number][] = [];
  for (let k = 0; k < CURVE_POINTS && count > 0; k++) {
    const rank = Math.min(count - 1, Math.round((k * (count - 1)) / (CURVE_POINTS - 1)));
    curve.push([f64(sorted, rank), (rank + 1) / count]);
  }
  return {
    p50: percentileSorted(sorted, 0.5),
    p95: percentileSorted(sorted, 0.95),
    p99: percentileSorted(sorted, 0.99),
    most: sorted[count - 1] ?? 0,
    curve,
  };
}

/** Cells of the utilisation map that go into a document. */
const MOST_DOCUMENT_CELLS = 20_000;

/** An outcome as plain data; the map by host and step only where it is small. */
export function plainOutcome({ series, ...rest }: SimulationOutcome): Record<string, unknown> {
  const small = series.utilisation.length <= MOST_DOCUMENT_CELLS;
  return {
    ...rest,
    series: {
      stepS: series.stepS,
      hostsOn: [...series.hostsOn],
      askedMhz: [...series.askedMhz],
      servedMhz: [...series.servedMhz],
      watts: [...series.watts],
      ...(small ? { utilisation: [...series.utilisation] } : {}),
    },
  };
}
