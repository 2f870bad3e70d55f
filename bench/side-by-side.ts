// Variants of one job side by side in one run, by the protocol of a noisy two-core machine: CPU time,
// short slices, alternating order, an A/A pair, ratio of minima beside ratio of medians.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { median, quantile } from 'simple-statistics';

/** What one slice did: CPU time, how many operations, and a digest of what it computed. */
export interface Slice {
  cpuNs: number;
  operations: number;
  /** Slices of all variants with the same `slice` argument must agree; null where they cannot. */
  digest: string | null;
}

export interface Variant {
  name: string;
  /** Runs slice number `slice`; the same number means the same work in every variant. */
  run(slice: number): Slice | Promise<Slice>;
}

export interface Comparison {
  job: string;
  variant: string;
  baseline: string;
  /** Median cost, CPU nanoseconds per operation. */
  nsPerOperation: number;
  /** Speed against the baseline, > 1 = the variant is faster; by minima and by medians over all rounds. */
  speedByMinima: number;
  speedByMedians: number;
  /** Range over rounds of the speed by minima. */
  range: [number, number];
  /** True when both estimators agree within 5 %. */
  claimStands: boolean;
}

/** A slice of JavaScript or WebAssembly in this process; CPU time of the whole process. */
export function measured(work: () => { operations: number; digest: string | null }): Slice {
  const before = process.cpuUsage();
  const done = work();
  const used = process.cpuUsage(before);
  return { ...done, cpuNs: (used.user + used.system) * 1000 };
}

const WARM_UP_SLICES = 20;

async function oneRound(variants: readonly Variant[], pairs: number, round: number) {
  const costs = variants.map(() => [] as number[]);
  for (let pair = 0; pair < pairs; pair++) {
    const order = variants.map((_, i) => (pair % 2 === 0 ? i : variants.length - 1 - i));
    const digests = new Set<string>();
    for (const i of order) {
      const slice = await variants[i]!.run(pair);
      costs[i]!.push(slice.cpuNs / slice.operations);
      if (slice.digest !== null) digests.add(slice.digest);
    }
    assert.ok(digests.size <= 1, `round ${round} slice ${pair}: results differ: ${[...digests]}`);
  }
  return costs;
}

/** Compares every variant with the first; the first also runs twice as the A/A pair. */
export async function sideBySide(
  job: string,
  variants: readonly Variant[],
  { rounds = 3, pairs = 31, warmUp = WARM_UP_SLICES } = {},
): Promise<Comparison[]> {
  const baseline = variants[0]!;
  const all = [...variants, { name: `${baseline.name} (A/A)`, run: baseline.run.bind(baseline) }];
  for (const variant of all) {
    for (let i = 0; i < warmUp; i++) await variant.run(i);
  }
  const perRound: number[][][] = [];
  for (let round = 0; round < rounds; round++) perRound.push(await oneRound(all, pairs, round));
  return all.slice(1).map((variant, k) => {
    const mine = perRound.map((costs) => costs[k + 1]!);
    const base = perRound.map((costs) => costs[0]!);
    const byRound = mine.map((costs, r) => quantile(base[r]!, 0) / quantile(costs, 0));
    const speedByMinima = Math.min(...base.flat()) / Math.min(...mine.flat());
    const speedByMedians = median(base.flat()) / median(mine.flat());
    return {
      job,
      variant: variant.name,
      baseline: baseline.name,
      nsPerOperation: median(mine.flat()),
      speedByMinima,
      speedByMedians,
      range: [Math.min(...byRound), Math.max(...byRound)],
      claimStands: Math.abs(speedByMinima / speedByMedians - 1) <= 0.05,
    };
  });
}

/** Geometric mean of speeds: the only mean of ratios. */
export function geomean(speeds: readonly number[]): number {
  return Math.exp(speeds.reduce((sum, speed) => sum + Math.log(speed), 0) / speeds.length);
}

/** What the machine was doing: without it no timing means anything. */
export function machineLoad(): { loadAverage: number; cpu: string; node: string } {
  const cpu = /model name\s*:\s*(.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown';
  return { loadAverage: loadavg()[0]!, cpu, node: process.version };
}
