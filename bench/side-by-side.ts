// Variants of one job side by side in one run, by the protocol of a noisy two-core machine: CPU time,
// short slices, alternating order, an A/A pair, ratio of minima beside ratio of medians. tinybench warms up,
// takes the samples and their percentiles; whose turn it is, and what is compared, is decided here.
import assert from 'node:assert/strict';
import { median } from 'simple-statistics';
import { Bench } from 'tinybench';
import { isQuick, lookTime } from './quick.ts';

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
  /** The 99th percentile of the same. */
  p99NsPerOperation: number;
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

/**
 * Lets the tasks of one benchmark, which tinybench runs concurrently, take turns: pair by pair, in alternating order.
 * Nothing of two variants ever runs at once.
 */
class Turns {
  private readonly waiting = new Map<number, () => void>();
  private now = 0;
  private readonly count: number;

  constructor(count: number) {
    this.count = count;
  }

  /** Resolves when it is the turn of variant `i` in pair `pair`. */
  async take(i: number, pair: number): Promise<void> {
    const place = pair * this.count + (pair % 2 === 0 ? i : this.count - 1 - i);
    if (place !== this.now) await new Promise<void>((go) => this.waiting.set(place, go));
  }

  pass(): void {
    this.now++;
    this.waiting.get(this.now)?.();
    this.waiting.delete(this.now);
  }
}

/** Runs every variant `pairs` times after its warm-up; CPU nanoseconds per operation, variant by variant. */
async function sample(variants: readonly Variant[], pairs: number, warmUp: number) {
  const bench = new Bench({
    concurrency: 'bench',
    iterations: pairs,
    time: 0,
    warmup: warmUp > 0,
    warmupIterations: warmUp,
    warmupTime: 0,
    retainSamples: true,
    throws: true,
  });
  let turns = new Turns(variants.length);
  const digests: (string | null)[] = [];
  for (const [i, variant] of variants.entries()) {
    let pair = 0;
    const restart = () => {
      pair = 0;
      if (i === 0) turns = new Turns(variants.length);
    };
    bench.add(
      variant.name,
      async () => {
        const mine = pair++;
        await turns.take(i, mine);
        const { cpuNs, operations, digest } = await variant.run(mine);
        if (digest !== null) {
          digests[mine] ??= digest;
          assert.equal(digest, digests[mine], `slice ${mine}: ${variant.name} computes another`);
        }
        turns.pass();
        return { overriddenDuration: cpuNs / operations / 1e6 };
      },
      { async: true, beforeAll: restart },
    );
  }
  await bench.run();
  return bench.tasks.map(({ result }) => {
    if (result.state !== 'completed') throw new Error(`a benchmark ended as ${result.state}`);
    return result.latency;
  });
}

/**
 * Compares every variant with the first; the first also runs twice as the A/A pair. In a look whose time is over the job is
 * left out: no rows.
 */
export async function sideBySide(
  job: string,
  variants: readonly Variant[],
  settings: { rounds?: number; pairs?: number; warmUp?: number } = {},
): Promise<Comparison[]> {
  if (!lookTime.allows(job)) return [];
  const { rounds, pairs, warmUp } = effort(settings);
  const baseline = variants[0]!;
  const all = [...variants, { name: `${baseline.name} (A/A)`, run: baseline.run.bind(baseline) }];
  const latencies = await sample(all, rounds * pairs, warmUp);
  const costs = latencies.map(({ samples }) => (samples ?? []).map((ms) => ms * 1e6));
  const base = costs[0]!;
  const least = (values: readonly number[], round: number) =>
    Math.min(...values.slice(round * pairs, (round + 1) * pairs));
  return all.slice(1).map((variant, k) => {
    const mine = costs[k + 1]!;
    const byRound = Array.from({ length: rounds }, (_, r) => least(base, r) / least(mine, r));
    const speedByMinima = Math.min(...base) / Math.min(...mine);
    const speedByMedians = median(base) / median(mine);
    return {
      job,
      variant: variant.name,
      baseline: baseline.name,
      nsPerOperation: median(mine),
      p99NsPerOperation: latencies[k + 1]!.p99 * 1e6,
      speedByMinima,
      speedByMedians,
      range: [Math.min(...byRound), Math.max(...byRound)],
      claimStands: Math.abs(speedByMinima / speedByMedians - 1) <= 0.05,
    };
  });
}

/** How much is run: `--quick` is for a look, its ratios are no claims. */
function effort({ rounds = 3, pairs = 31, warmUp = WARM_UP_SLICES }) {
  if (!isQuick()) return { rounds, pairs, warmUp };
  return { rounds: 1, pairs: Math.min(pairs, 3), warmUp: Math.min(warmUp, 1) };
}

/** Geometric mean of speeds: the only mean of ratios. Not a number where there is none. */
export function geomean(speeds: readonly number[]): number {
  return Math.exp(speeds.reduce((sum, speed) => sum + Math.log(speed), 0) / speeds.length);
}
