import { anyNum, f64 } from '../elements.ts';
import type { MachineLoad } from './simulation/load.ts';

/** What sharing hosts is worth: the sum of demands over time against each machine at its own peak. MHz. */
interface Multiplexing {
  machines: number;
  allocatedMhz: number;
  meanMhz: number;
  /** Of the sum over machines, per step. */
  sum: { p50: number; p95: number; p99: number; peak: number };
  /** Of each machine alone, added up. */
  sumOfPeaks: number;
  sumOfP95: number;
  /** Sum of peaks over peak of the sum. */
  gain: number;
}

/** Percentile with linear interpolation between the two nearest ranks, as numpy and spreadsheets do. */
export function percentileSorted(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return 0;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = anyNum(sorted, below);
  return below + 1 < sorted.length ? low + (anyNum(sorted, below + 1) - low) * (at - below) : low;
}

/** Sum over machines at each step, ascending: percentiles of the demand curve. */
export function sortedSums({ machines, steps, demandMhz }: MachineLoad): Float64Array {
  const width = machines.length;
  const sums = new Float64Array(steps);
  for (let step = 0, cell = 0; step < steps; step++)
    for (let m = 0; m < width; m++, cell++) sums[step] = f64(sums, step) + f64(demandMhz, cell);
  return sums.sort();
}

/** The multiplexing of a load; percentiles are over its steps. */
export function multiplexing(load: MachineLoad): Multiplexing {
  const { machines, steps, demandMhz } = load;
  const width = machines.length;
  const sums = sortedSums(load);
  const own = new Float64Array(steps);
  let [sumOfPeaks, sumOfP95] = [0, 0];
  for (let m = 0; m < width; m++) {
    for (let step = 0; step < steps; step++) own[step] = f64(demandMhz, step * width + m);
    own.sort();
    sumOfPeaks += own[steps - 1] ?? 0;
    sumOfP95 += percentileSorted(own, 0.95);
  }
  const peak = sums[steps - 1] ?? 0;
  return {
    machines: width,
    allocatedMhz: machines.reduce((sum, machine) => sum + machine.capacityMhz, 0),
    meanMhz: steps > 0 ? sums.reduce((sum, mhz) => sum + mhz, 0) / steps : 0,
    sum: {
      p50: percentileSorted(sums, 0.5),
      p95: percentileSorted(sums, 0.95),
      p99: percentileSorted(sums, 0.99),
      peak,
    },
    sumOfPeaks,
    sumOfP95,
    gain: peak > 0 ? sumOfPeaks / peak : 0,
  };
}
