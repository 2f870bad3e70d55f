import { nearestRank } from '../../model/containers/cfs/load.ts';
import {
  type CfsPrediction,
  type CfsRun as PredictedRun,
  predictCfs,
} from '../../model/containers/cfs/predict.ts';
import { Rng } from '../../rng.ts';
import { max, median, min } from '../../statistics.ts';
import { bundledData } from '../bundled.ts';
import { type Case, type Prediction, type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { type CfsConfig, type CfsRecord, type CfsRun, readCfsRecords } from './records.ts';

const MS = 1e6;
/** CPUs of the machine of the recordings. */
const CPUS = 2;
const DEFAULT_SHARES = 1024;
/** CPU time of a request of the competing group of the recordings. */
const OTHER_DEMAND_NS = 10 * MS;

/** Settings and load of a record, without anything it measured but the CPU time of a request. */
function predictRecord({ config, runs }: CfsRecord): CfsPrediction {
  const demands = runs.flatMap((run) => run.cpu_per_request_us ?? []);
  const demandNs = Math.trunc(demands.length > 0 ? median(demands) * 1000 : config.demand_ms * MS);
  const load = { ...loadOf(config), demandNs };
  const quotaNs = Math.trunc((config.period_ms * config.quota_pct * MS) / 100);
  const other = { ...load, mode: 'closed' as const, param: 0, demandNs: OTHER_DEMAND_NS };
  return predictCfs({
    load,
    bandwidth:
      quotaNs > 0
        ? {
            periodNs: Math.trunc(config.period_ms * MS),
            quotaNs,
            burstNs: Math.trunc((quotaNs * config.burst_pct) / 100),
          }
        : null,
    cpus: CPUS,
    shares: config.shares ?? DEFAULT_SHARES,
    other:
      config.threads_b === undefined
        ? null
        : {
            shares: config.shares_b ?? DEFAULT_SHARES,
            load: { ...other, threads: config.threads_b },
          },
    readsAlways: config.burn === 'clock',
    readsPerRequest: config.reads === true && quotaNs > 0,
  });
}

const loadOf = ({ threads, mode, param, seconds, seed }: CfsConfig) => ({
  threads,
  mode,
  param,
  endNs: Math.trunc(seconds * 1e9),
  seed,
});

/** A compared metric: how a run shows it, how the model says it, and how far the median and the worst tenth may be off. */
interface Metric {
  id: string;
  unit: string;
  recorded(run: CfsRun): number | undefined;
  predicted(run: PredictedRun): number | null;
  medianBound: number;
  p90Bound: number;
}

/** Held back for less than so long, a run says more about its phase than about its settings. */
const LEAST_THROTTLED_NS = 20 * MS;
const ratio = (a: number | undefined, b: number | undefined) =>
  a !== undefined && b !== undefined && b > 0 ? a / b : undefined;

const metrics: readonly Metric[] = [
  {
    id: 'throttled_share',
    unit: 'of wall time',
    recorded: ({ throttled_time: ns, wall_s: wall }) =>
      ns !== undefined && ns > LEAST_THROTTLED_NS ? ratio(ns / 1e9, wall) : undefined,
    predicted: ({ throttledShare }) => throttledShare,
    medianBound: 0.03,
    p90Bound: 0.2,
  },
  {
    id: 'cpu_share',
    unit: 'CPUs',
    recorded: ({ cpu_s: cpu, wall_s: wall }) => ratio(cpu, wall),
    predicted: ({ cpuShare }) => cpuShare,
    medianBound: 0.02,
    p90Bound: 0.05,
  },
  {
    id: 'latency_p50_us',
    unit: 'us',
    recorded: ({ latency_p50_us: us }) => us,
    predicted: ({ latencyP50Us }) => latencyP50Us,
    medianBound: 0.02,
    p90Bound: 0.1,
  },
  {
    id: 'latency_p99_us',
    unit: 'us',
    recorded: ({ latency_p99_us: us }) => us,
    predicted: ({ latencyP99Us }) => latencyP99Us,
    medianBound: 0.06,
    p90Bound: 0.33,
  },
];

/** `METRIC_low` and `METRIC_high` over nine tenths of the phases. */
function rangesOf(prediction: CfsPrediction): Record<string, number> {
  return Object.fromEntries(
    metrics.flatMap((metric) => {
      const { low, high } = phaseRange(metric, prediction);
      return [
        [`${metric.id}_low`, low],
        [`${metric.id}_high`, high],
      ];
    }),
  );
}

/** CPU time of everything else in a run; above it, it says more about that than about the container. */
const MOST_OTHER_CPU_S = 0.4;

function cleanRuns(runs: readonly CfsRun[]): readonly CfsRun[] {
  const clean = runs.filter(({ other_cpu_s: other = 0 }) => other <= MOST_OTHER_CPU_S);
  return clean.length > 0 ? clean : runs;
}

/** Share of the phases below the range of a metric, and above it. */
const OUTSIDE = 0.05;

/** What nine tenths of the phases show of a metric. */
function phaseRange(metric: Metric, { phases }: CfsPrediction) {
  const values = phases.flatMap((run) => metric.predicted(run) ?? []).sort((a, b) => a - b);
  return { low: nearestRank(values, OUTSIDE) ?? 0, high: nearestRank(values, 1 - OUTSIDE) ?? 0 };
}

/** How far the median over the phases lies from nine tenths of them, relative to the phase: what one run may differ by. */
function phaseSpread(metric: Metric, prediction: CfsPrediction): number {
  const middle = metric.predicted(prediction) ?? 0;
  const { low, high } = phaseRange(metric, prediction);
  return Math.max(low > 0 ? middle / low - 1 : 0, high > 0 ? 1 - middle / high : 0);
}

interface Compared {
  metric: Metric;
  prediction: CfsPrediction;
  runs: number;
  error: number;
  /** (Largest - smallest) / median of the record's own runs. */
  spread: number;
  entry: Case;
}

/** Each record: within the bound of the worst tenth, or within what its own runs, or phases, differ by. */
function compareRecord(record: CfsRecord): Compared[] {
  const prediction = predictRecord(record);
  return metrics.flatMap((metric) => {
    const values = cleanRuns(record.runs).flatMap((run) => metric.recorded(run) ?? []);
    const predicted = metric.predicted(prediction);
    if (values.length === 0 || predicted === null) return [];
    const expected = median(values);
    if (expected === 0) return [];
    const spread = (max(values) - min(values)) / expected;
    const error = predicted / expected - 1;
    const bound = Math.max(metric.p90Bound, spread, phaseSpread(metric, prediction));
    const entry: Case = {
      id: record.config.id,
      metric: metric.id,
      unit: metric.unit,
      expected,
      predicted,
      error,
      bound,
      repeatability: values.length > 1 ? spread : null,
      pass: Math.abs(error) <= bound,
    };
    const runs = values.length;
    return [{ metric, prediction, runs, error: Math.abs(error), spread, entry }];
  });
}

/** Median and 90th percentile of a metric's errors over all records; a bound is never below the recordings' own spread. */
function distribution(compared: readonly Compared[]) {
  return metrics.flatMap((metric) => {
    const mine = compared.filter((one) => one.metric === metric);
    if (mine.length === 0) return [];
    const at = (share: number, pick: (one: Compared) => number) =>
      nearestRank(
        mine.map(pick).sort((a, b) => a - b),
        share,
      ) ?? 0;
    return (
      [
        ['median', 0.5, metric.medianBound],
        ['p90', 0.9, metric.p90Bound],
      ] as const
    ).map(([name, share, target]) => {
      const error = at(share, (one) => one.error);
      const repeatability = at(share, (one) => one.spread);
      const bound = Math.max(target, repeatability);
      return { metric: metric.id, records: mine.length, name, error, target, repeatability, bound };
    });
  });
}

const DRAWS = 999;
const SEED = 20_261_129;

/**
 * Errors a prediction that is right about the kernel would show: as many phases are drawn for each record as it has
 * clean runs, their median stands for the recording. Median, and the range of nine tenths of the draws.
 */
function errorsIfExact(compared: readonly Compared[]) {
  const mine = compared.filter(({ metric }) => metric.id === 'throttled_share');
  if (mine.length === 0) return [];
  const rng = new Rng(SEED);
  const draws = Array.from({ length: DRAWS }, () =>
    mine
      .map(({ prediction: { phases, throttledShare }, runs }) => {
        const draw = () => phases[rng.nextBelow(phases.length)]?.throttledShare ?? 0;
        const drawn = Array.from({ length: runs }, draw);
        return Math.abs(throttledShare / Math.max(median(drawn), Number.MIN_VALUE) - 1);
      })
      .sort((a, b) => a - b),
  );
  return (
    [
      ['median', 0.5],
      ['p90', 0.9],
    ] as const
  ).map(([name, share]) => {
    const errors = draws.map((draw) => nearestRank(draw, share) ?? 0).sort((a, b) => a - b);
    const at = (q: number) => nearestRank(errors, q) ?? 0;
    return { metric: 'throttled_share', name, low: at(0.05), middle: at(0.5), high: at(0.95) };
  });
}

function exactSentence({ name, low, middle, high }: ReturnType<typeof errorsIfExact>[number]) {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return `throttled_share, ${name} error: a prediction right about the kernel would show ${percent(middle)} (${percent(low)} to ${percent(high)}), for the period of a new group begins at a random moment`;
}

const recordsOf = ({ data }: SuiteOptions) =>
  readCfsRecords(data ?? bundledData('containers/cfs.json'));

export const containers: Suite = {
  id: 'containers',
  title: 'CPU quota, burst and shares of containers against Linux recordings',
  repeatability: {
    system: 'Linux CFS bandwidth control',
    known: 'measured',
    note: 'three runs of each configuration with equal arrivals: (largest - smallest) / median.',
  },
  async predict(options) {
    const records = await recordsOf(options);
    return records.map((record): Prediction => {
      const prediction = predictRecord(record);
      return {
        id: record.config.id,
        throttled_share: prediction.throttledShare,
        ...rangesOf(prediction),
        nr_throttled_share: prediction.throttledPeriodShare,
        cpu_share: prediction.cpuShare,
        latency_p50_us: prediction.latencyP50Us,
        latency_p99_us: prediction.latencyP99Us,
      };
    });
  },
  async validate(options) {
    const compared = (await recordsOf(options)).flatMap(compareRecord);
    const figures = distribution(compared);
    const cases = [
      ...compared.map(({ entry }) => entry),
      ...figures.map(
        ({ metric, name, error, bound, repeatability }): Case => ({
          id: `all/${name}`,
          metric,
          unit: 'relative error',
          expected: 0,
          predicted: error,
          error,
          bound,
          repeatability,
          aggregate: true,
          pass: error <= bound,
        }),
      ),
    ];
    const ifExact = errorsIfExact(compared);
    const sentences = ifExact.map(exactSentence);
    return { cases, summary: { ...summarize(cases), errors: figures, ifExact, sentences } };
  },
};
