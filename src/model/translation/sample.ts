import { nth, present } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import {
  type EmptyWays,
  type TranslationCounts,
  TranslationKernel,
} from '../../kernels/translation/index.ts';
import { Rng } from '../../rng.ts';
import { mean, sampleStandardDeviation } from '../../statistics.ts';
import { studentQuantile } from '../../student.ts';
import { findWorkload } from '../../workloads/index.ts';
import type { PatternSpec } from '../../workloads/workload.ts';
import { type SampleQuantities, type WindowBounds, windowBounds } from './sample-window.ts';
import { kernelConfig, subtract, type TranslationCase } from './simulate.ts';

/** How much of a run is simulated, in windows of which the first three quarters warm up and the rest is measured. */
export interface SampleDesign {
  /** Share of the accesses simulated, warm-up included; above 0 and at most 0.5. */
  share: number;
  /**
   * Accesses of a window; default: a warm-up of one access for every line of the last cache, less where a run of known
   * length would get too few windows.
   */
  windowAccesses?: number;
  seed?: number;
  /** Milliseconds; without it no speed-up is told. */
  clock?: () => number;
}

/** A quantity with its 95 % interval: errors of the sample around the bounds of what the warm-up cannot know. */
export interface SampleEstimate {
  estimate: number;
  low: number;
  high: number;
  /** Half-width due to the windows differing (t-quantile of their means). */
  sampling: number;
  /** Half-width due to kinds of window that none was drawn of. */
  unseen: number;
  /** Half the distance between the mean bounds: what older state than the warm-up could change. */
  warmUp: number;
}

/** First access and bounds of a measured window, and what as many accesses cost from empty structures on. */
export interface MeasuredWindow extends WindowBounds {
  start: number;
  cold: SampleQuantities;
}

export interface SampleResult {
  accesses: number;
  simulated: number;
  share: number;
  windows: number;
  windowAccesses: number;
  quantities: Record<keyof SampleQuantities, SampleEstimate>;
  measured: MeasuredWindow[];
  /** Time a whole simulation at the pace of the windows takes, over the time taken; null without a clock. */
  speedUp: number | null;
}

const MEASURED_SHARE = 0.25;
const LEAST_WINDOW = 4000;
/** Fewer windows than this say too little about how windows differ. */
const MIN_WINDOWS = 20;
/** Windows aimed at where the length of a run is known. */
const AIMED_WINDOWS = 30;
/** Of either end of the 95 % interval. */
const RISK = 0.025;

type Step = { what: 'pass' | 'cold' | 'warm' | 'measure'; accesses: number };

/** One window at a random place of every stratum: no period of the stream can hide from it. */
function* steps(stratum: number, window: number, seed: number): Generator<Step, never> {
  const rng = new Rng(seed);
  const measured = Math.round(window * MEASURED_SHARE);
  for (let rest = 0; ; ) {
    const before = Math.floor(rng.nextUnit() * (stratum - window + 1));
    yield { what: 'pass', accesses: rest + before };
    yield { what: 'cold', accesses: measured };
    yield { what: 'warm', accesses: window - 2 * measured };
    yield { what: 'measure', accesses: measured };
    rest = stratum - window - before;
  }
}

const minus = (a: EmptyWays, b: EmptyWays): EmptyWays => ({
  l1Tlb: a.l1Tlb - b.l1Tlb,
  l2Tlb: a.l2Tlb - b.l2Tlb,
  walkCaches: a.walkCaches - b.walkCaches,
  l1d: a.l1d - b.l1d,
  l2: a.l2 - b.l2,
  l3: a.l3 - b.l3,
});

/** Takes windows out of a run as its accesses come. */
class Sampler {
  private readonly input: TranslationCase;
  private readonly kernel: TranslationKernel;
  private readonly clock: () => number;
  private readonly window: number;
  private readonly share: number;
  private readonly plan: Generator<Step, never>;
  private readonly began: number;
  private step: Step;
  private before: { counts: TranslationCounts; empty: EmptyWays } | undefined;
  private cold: SampleQuantities | undefined;
  private readonly hasL2Tlb: boolean;
  private readonly measured: MeasuredWindow[] = [];
  private accesses = 0;
  private simulated = 0;
  private simulating = 0;

  constructor(
    input: TranslationCase,
    kernel: TranslationKernel,
    design: SampleDesign,
    window: number,
    stratum: number,
  ) {
    this.input = input;
    this.hasL2Tlb = kernelConfig(input, 'first-touch').l2Tlb !== null;
    this.kernel = kernel;
    this.clock = design.clock ?? (() => 0);
    this.window = window;
    this.share = design.share;
    this.plan = steps(stratum, window, design.seed ?? 1);
    this.step = this.plan.next().value;
    this.began = this.clock();
  }

  /** Lets up to `available` accesses come, `take` saying how; fewer where a window begins or ends. */
  advance(available: number, take: (simulate: boolean, accesses: number) => void): number {
    while (this.step.accesses === 0) this.next();
    const { what } = this.step;
    const count = Math.min(available, this.step.accesses);
    const start = this.clock();
    take(what !== 'pass', count);
    if (what !== 'pass') this.simulating += this.clock() - start;
    this.step.accesses -= count;
    this.accesses += count;
    if (what !== 'pass') this.simulated += count;
    if (this.step.accesses === 0) this.next();
    return count;
  }

  private next(): void {
    const { kernel } = this;
    const { what } = this.step;
    if (what === 'cold') this.cold = this.bounds().upper;
    if (what === 'measure') {
      const start =
        this.accesses - (kernel.counts().accesses - present(this.before).counts.accesses);
      this.measured.push({ start, ...this.bounds(), cold: present(this.cold) });
    }
    this.step = this.plan.next().value;
    if (this.step.what === 'cold') kernel.cool();
    if (this.step.what === 'cold' || this.step.what === 'measure') {
      this.before = { counts: kernel.counts(), empty: kernel.emptyWays() };
    }
  }

  /** Of what was simulated since `before`. */
  private bounds(): WindowBounds {
    const { counts, empty } = present(this.before);
    const filled = minus(empty, this.kernel.emptyWays());
    const { host } = this.input;
    return windowBounds(subtract(this.kernel.counts(), counts), filled, host, this.hasL2Tlb);
  }

  result(): SampleResult {
    const { measured, accesses, simulated, simulating } = this;
    if (measured.length < MIN_WINDOWS) {
      const fitting = Math.floor((accesses * this.share) / MIN_WINDOWS);
      const advice = fitting < LEAST_WINDOW ? '' : `choose --sample-window ${fitting}, `;
      throw new UserError(
        `expected a run of at least ${MIN_WINDOWS} windows of ${this.window} accesses, found ${measured.length} in ` +
          `${accesses} accesses: ${advice}choose a larger share, or simulate it whole.`,
      );
    }
    const names = Object.keys(nth(measured, 0).lower) as (keyof SampleQuantities)[];
    const elapsed = this.clock() - this.began;
    return {
      accesses,
      simulated,
      share: simulated / accesses,
      windows: measured.length,
      windowAccesses: this.window,
      quantities: Object.fromEntries(
        names.map((name) => [name, estimate(measured, name)]),
      ) as SampleResult['quantities'],
      measured,
      speedUp: elapsed > 0 ? ((simulating / simulated) * accesses) / elapsed : null,
    };
  }
}

/**
 * The interval reaches from the mean of the lower bounds to that of the upper ones, each widened by two errors. One is
 * the t-interval of the windows' means. The other is what no window shows: n draws leave room, at this confidence, for a
 * share of -ln(0.025) / n of the run that is unlike all of them (the rule of three), as cheap as nothing or as dear as
 * the dearest part of any window, which is usually the one from empty structures on: a change of phase looks like that.
 */
function estimate(
  measured: readonly MeasuredWindow[],
  name: keyof SampleQuantities,
): SampleEstimate {
  const lower = measured.map((window) => window.lower[name]);
  const upper = measured.map((window) => window.upper[name]);
  const n = measured.length;
  const t = studentQuantile(0.975, n - 1);
  const error = (values: number[]) => (t * sampleStandardDeviation(values)) / Math.sqrt(n);
  const [least, most] = [mean(lower), mean(upper)];
  const dearest = Math.max(...upper, ...measured.map(({ cold }) => cold[name]));
  const unseenShare = Math.min(1, -Math.log(RISK) / n);
  const [cheap, dear] = [unseenShare * least, unseenShare * (dearest - most)];
  return {
    estimate: (least + most) / 2,
    low: Math.max(0, least - error(lower) - cheap),
    high: most + error(upper) + dear,
    sampling: (error(lower) + error(upper)) / 2,
    unseen: (cheap + dear) / 2,
    warmUp: (most - least) / 2,
  };
}

/** Windows whose warm-up has an access for every line of the last cache. */
const fullWindow = ({ host }: TranslationCase): number =>
  Math.max(LEAST_WINDOW, Math.round(host.caches.l3.entries / (1 - MEASURED_SHARE)));

function checked({ share, windowAccesses }: SampleDesign): void {
  if (!(share > 0 && share <= 0.5)) {
    throw new UserError(`expected a share above 0 and at most 0.5, found ${share}.`);
  }
  if (windowAccesses !== undefined && windowAccesses < LEAST_WINDOW) {
    throw new UserError(
      `expected windows of at least ${LEAST_WINDOW} accesses, found ${windowAccesses}.`,
    );
  }
}

/** A sample of the first `accesses` of a synthetic stream. Throws a UserError where it is too short for one. */
export function samplePattern(
  input: TranslationCase,
  spec: PatternSpec,
  accesses: number,
  design: SampleDesign,
): SampleResult {
  checked(design);
  const aimed = Math.floor((accesses * design.share) / AIMED_WINDOWS);
  const window =
    design.windowAccesses ?? Math.max(LEAST_WINDOW, Math.min(fullWindow(input), aimed));
  const windows = Math.max(1, Math.round((accesses * design.share) / window));
  const pattern = findWorkload(spec.pattern).kernelPattern(spec);
  const kernel = new TranslationKernel(kernelConfig(input, pattern), pattern);
  const stratum = Math.max(window, Math.floor(accesses / windows));
  const sampler = new Sampler(input, kernel, design, window, stratum);
  for (let left = accesses; left > 0; ) {
    left -= sampler.advance(left, (simulate, count) => {
      if (simulate) kernel.runPattern(count);
      else kernel.passPattern(count);
    });
  }
  return sampler.result();
}

/** The same of a trace as it is read; pages get the frames they have in a whole simulation. */
export async function sampleWords(
  input: TranslationCase,
  chunks: AsyncIterable<BigUint64Array>,
  design: SampleDesign,
): Promise<SampleResult> {
  checked(design);
  const window = design.windowAccesses ?? fullWindow(input);
  const kernel = new TranslationKernel(kernelConfig(input, 'first-touch'));
  const sampler = new Sampler(input, kernel, design, window, Math.round(window / design.share));
  for await (const words of chunks) {
    for (let done = 0; done < words.length; ) {
      done += sampler.advance(words.length - done, (simulate, count) => {
        const some = words.subarray(done, done + count);
        if (simulate) kernel.feed(some);
        else kernel.pass(some);
      });
    }
  }
  return sampler.result();
}
