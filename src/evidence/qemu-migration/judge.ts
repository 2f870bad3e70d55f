import { present } from '../../elements.ts';
import { median, quantile } from '../../statistics.ts';
import { type Case, compareNumbers } from '../suite.ts';
import type { MigrationPrediction } from './predict.ts';
import type { Configuration, Measured, RunConfig } from './records.ts';
import { testbed } from './testbed.ts';

/** How a configuration is judged. `unlimited` is bound by a busy machine's CPU: noise, no target. */
export type Group = 'plain' | 'auto-converge' | 'xbzrle' | 'multifd' | 'post-copy' | 'unlimited';

export function groupOf(config: RunConfig): Group {
  const caps = config.caps ?? {};
  if (caps['postcopy-ram'] && config.postcopy_after_s != null) return 'post-copy';
  if (caps.multifd) return 'multifd';
  if (caps.xbzrle) return 'xbzrle';
  if (caps['auto-converge']) return 'auto-converge';
  const cpuBound = config.max_bw_mib_s * 2 ** 20 > testbed.copyBytesPerS.value;
  return cpuBound && config.link_mib_s === undefined ? 'unlimited' : 'plain';
}

type Metric =
  | 'total_ms'
  | 'transferred_bytes'
  | 'sync_count'
  | 'last_phase_bytes'
  | 'blackout_ms'
  | 'verdict';

/** Bounds of single configurations, relative; absent = reported without a bound. */
const worst: Partial<Record<Group, Partial<Record<Metric, number>>>> = {
  plain: { total_ms: 0.15, transferred_bytes: 0.1 },
  'auto-converge': { total_ms: 0.12 },
  xbzrle: { total_ms: 0.05 },
  multifd: { total_ms: 0.05 },
  'post-copy': { total_ms: 0.12 },
};
const LINK_BLACKOUT_WORST = 0.2;

interface Spread {
  metric: Metric;
  q: number;
  name: string;
  bound: number;
  /** Plain pre-copy where it is not said. */
  over?: 'plain, throttled and post-copy';
}

/** Bounds on the distribution of absolute errors over configurations. */
const spreads: readonly Spread[] = [
  { metric: 'total_ms', q: 0.5, name: 'median', bound: 0.015 },
  { metric: 'total_ms', q: 0.9, name: 'p90', bound: 0.05 },
  { metric: 'transferred_bytes', q: 0.5, name: 'median', bound: 0.003 },
  { metric: 'transferred_bytes', q: 0.9, name: 'p90', bound: 0.03 },
  { metric: 'sync_count', q: 0.5, name: 'median', bound: 0 },
  { metric: 'sync_count', q: 0.9, name: 'p90', bound: 0.2 },
  { metric: 'last_phase_bytes', q: 0.5, name: 'median', bound: 0.03 },
  { metric: 'blackout_ms', q: 0.5, name: 'median', bound: 0.1 },
  ...([0.5, 0.9] as const).map((q) => ({
    metric: 'total_ms' as const,
    q,
    name: q === 0.5 ? 'median' : 'p90',
    bound: q === 0.5 ? 0.015 : 0.06,
    over: 'plain, throttled and post-copy' as const,
  })),
];
const together: readonly string[] = ['plain', 'auto-converge', 'post-copy'];
/** Share of the measured values that may lie outside the range that was predicted for them. */
const OUTSIDE = 0.1;

const units: Record<Metric, string> = {
  verdict: '',
  total_ms: 'ms',
  transferred_bytes: 'byte',
  sync_count: 'syncs',
  last_phase_bytes: 'byte',
  blackout_ms: 'ms',
};

function middle(runs: readonly Measured[], pick: (run: Measured) => number | undefined) {
  const values = runs.map(pick).filter((value) => value !== undefined);
  return values.length > 0 ? median(values) : null;
}

/** What was measured: medians over the runs of a configuration; null where nothing was recorded. */
export function measuredMedians(runs: readonly Measured[]): Record<Metric, number | string | null> {
  const statuses = runs.map((run) => run.status).filter((status) => status !== undefined);
  const completed = statuses.filter((status) => status === 'completed').length;
  const finishes = 2 * completed > statuses.length;
  return {
    verdict: statuses.length === 0 ? null : finishes ? 'completes' : 'never',
    total_ms: finishes ? middle(runs, readings.total_ms) : null,
    transferred_bytes: middle(runs, readings.transferred_bytes),
    sync_count: middle(runs, readings.sync_count),
    last_phase_bytes: finishes ? middle(runs, readings.last_phase_bytes) : null,
    blackout_ms: finishes ? middle(runs, readings.blackout_ms) : null,
  };
}

export interface Judged extends Case {
  group: Group | 'all plain' | 'all';
  /** The bound of a distribution before it was widened to the runs' own scatter. */
  target?: number;
}

const last = (run: Measured) => run.at_cancel ?? run.final;

/** A metric of one run; undefined where the run does not have it. */
export const readings: Record<Exclude<Metric, 'verdict'>, (run: Measured) => number | undefined> = {
  total_ms: (run) => run.final?.['total-time'],
  transferred_bytes: (run) => last(run)?.ram?.transferred,
  sync_count: (run) => last(run)?.ram?.['dirty-sync-count'],
  last_phase_bytes: (run) => run.final?.ram?.['downtime-bytes'],
  blackout_ms: (run) => run.blackout_ms,
};

/**
 * Largest distance of a run from the median of its configuration: no bound is tighter than QEMU repeats itself. Null
 * where fewer than two runs show the metric. Runs that were cancelled count together where most were.
 */
export function ownScatter(
  runs: readonly Measured[],
  metric: Exclude<Metric, 'verdict'>,
): number | null {
  const ended = runs.filter((run) => run.status === 'completed');
  const alike = 2 * ended.length > runs.length ? ended : runs.filter((run) => !ended.includes(run));
  const values = alike.flatMap((run) => readings[metric](run) ?? []);
  const typical = values.length > 0 ? median(values) : 0;
  if (values.length < 2 || typical === 0) return null;
  return Math.max(...values.map((value) => Math.abs(value / typical - 1)));
}

/** Cases of one configuration: every metric that was both measured and predicted. */
export function judge(configuration: Configuration, prediction: MigrationPrediction): Judged[] {
  const group = groupOf(configuration.config);
  const linkLimited = configuration.config.link_mib_s !== undefined;
  const measured = measuredMedians(configuration.runs);
  const cases: Judged[] = [];
  for (const metric of Object.keys(units) as Metric[]) {
    const expected = measured[metric];
    const predicted = prediction[metric];
    if (expected === null || predicted === null) continue;
    if (metric === 'verdict') {
      const pass = expected === predicted;
      const unit = '';
      const id = prediction.id;
      cases.push({ id, metric, unit, expected, predicted, error: null, bound: null, pass, group });
      continue;
    }
    // Multifd does not count its last phase in downtime-bytes (QEMU 7.2).
    if (metric === 'last_phase_bytes' && group === 'multifd') continue;
    let bound = worst[group]?.[metric] ?? null;
    if (metric === 'blackout_ms' && group === 'plain' && linkLimited) bound = LINK_BLACKOUT_WORST;
    const repeatability = ownScatter(configuration.runs, metric);
    if (bound !== null) bound = Math.max(bound, repeatability ?? 0);
    const known = { expected: Number(expected), predicted: Number(predicted) };
    const compared = compareNumbers(
      { id: prediction.id, metric, unit: units[metric], ...known },
      bound ?? 0,
    );
    cases.push({
      ...compared,
      bound,
      repeatability,
      pass: bound === null || compared.pass,
      group,
    });
  }
  return cases;
}

/** Cases on the distribution of errors over configurations. */
export function judgeSpread(cases: readonly Judged[], linkLimited: ReadonlySet<string>): Judged[] {
  return spreads.flatMap(({ metric, q, name, bound: target, over }) => {
    const mine = cases
      .filter((entry) => (over ? together.includes(entry.group) : entry.group === 'plain'))
      .filter((entry) => entry.metric === metric)
      .filter((entry) => metric !== 'blackout_ms' || linkLimited.has(entry.id));
    const errors = mine.flatMap(({ error }) => (error === null ? [] : [Math.abs(error)]));
    if (errors.length === 0) return [];
    const value = quantile(errors, q);
    const scatter = mine.flatMap((entry) => entry.repeatability ?? []);
    const repeatability = scatter.length > 0 ? quantile(scatter, q) : null;
    const bound = Math.max(target, repeatability ?? 0);
    const unit = 'share';
    const base = {
      id: `${over ?? 'all plain'} (${errors.length})`,
      metric: `${metric} ${name} error`,
      unit,
    };
    const group = over ? ('all' as const) : ('all plain' as const);
    const pass = value <= bound;
    return [
      {
        ...base,
        expected: 0,
        predicted: value,
        error: value,
        bound,
        target,
        repeatability,
        aggregate: true,
        pass,
        group,
      },
    ];
  });
}

/** Whether the ranges that were predicted hold what was measured. */
export function judgeRanges(
  cases: readonly Judged[],
  predictions: readonly MigrationPrediction[],
): Judged[] {
  return (['total_ms', 'blackout_ms'] as const).flatMap((metric) => {
    const measured = cases.filter((entry) => entry.metric === metric);
    if (measured.length === 0) return [];
    const outside = measured.filter((entry) => {
      const found = present(predictions.find((prediction) => prediction.id === entry.id));
      const [low, high] = [found[`${metric}_low`], found[`${metric}_high`]];
      const value = entry.expected as number;
      return low === null || high === null || value < low || value > high;
    });
    const share = outside.length / measured.length;
    const base = { id: `all (${measured.length})`, metric: `${metric} outside its range` };
    const numbers = { unit: 'share', expected: 0, predicted: share, error: share };
    return [{ ...base, ...numbers, bound: OUTSIDE, pass: share <= OUTSIDE, group: 'all' as const }];
  });
}
