import { UserError } from '../../errors.ts';
import { KsmKernel } from '../../kernels/ksm/index.ts';
import { roomFor } from '../../model/dedup/ksm/operations.ts';
import { type RangedSample, replayWithRanges } from '../../model/dedup/ksm/ranged-replay.ts';
import { median, quantile } from '../../statistics.ts';
import { bundledData } from '../bundled.ts';
import { type Case, type Prediction, type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { type KsmRecord, readKsmRecords } from './records.ts';

/** Names of a sample that say which step it is, or how long it took: not counters. */
const notCounters = new Set(['op', 'step', 'ksmd_ns', 'wall_ns', 'pages_to_scan']);
/** Order of a sample recorded as an array, where the run has no `fields`. */
const arrayFields = [
  ...['op', 'step', 'full_scans', 'pages_shared', 'pages_sharing', 'pages_unshared'],
  ...['pages_volatile', 'pages_scanned', 'pages_skipped', 'ksm_zero_pages', 'stable_node_chains'],
  ...['stable_node_dups', 'general_profit', 'vol_writes'],
];

const LEFT_OUT =
  'ksmd runs by the clock (T): when a counter changes depends on how busy the host is; suite linux-ksm-time predicts such runs without the advisor';

function isByTheClock(record: KsmRecord): boolean {
  return record.operations.some(({ kind }) => kind === 'free-running');
}

function records({ data }: SuiteOptions): Promise<KsmRecord[]> {
  return readKsmRecords(data ?? bundledData('linux-ksm'));
}

/** Counters of every step, from the population, the operations, the kernel release and the number of CPUs alone. */
export function predictSamples(record: KsmRecord): RangedSample[] {
  const { population, knobs, kernel, operations, cpus } = record;
  const { rules, has } = kernel;
  const room = roomFor(operations);
  return replayWithRanges({
    build: ({ lruBatch, above }) =>
      new KsmKernel(population, knobs, { ...rules, lruBatch }, undefined, { ...room, above }),
    operations,
    has,
    capacity: rules.lruBatch,
    cpus,
  });
}

/** Recorded counters of a step by name, without those the kernel does not have. */
function recordedCounters(record: KsmRecord, sample: unknown): Map<string, unknown> {
  const { fields = arrayFields, ignored } = record.measured;
  const entries: [string, unknown][] = Array.isArray(sample)
    ? sample.map((value, i) => [fields[i] ?? `column ${i}`, value])
    : Object.entries(typeof sample === 'object' && sample !== null ? sample : {});
  return new Map(entries.filter(([name]) => !notCounters.has(name) && !ignored.includes(name)));
}

/** Whether a value, or every number of nested arrays, is between the bounds of the same form. */
function isInside(value: unknown, range: readonly [unknown, unknown] | undefined): boolean {
  if (!range) return false;
  const [low, high] = range;
  if (typeof value === 'number' && typeof low === 'number' && typeof high === 'number') {
    return low <= value && value <= high;
  }
  if (!Array.isArray(value) || !Array.isArray(low) || !Array.isArray(high)) return false;
  return value.length === low.length && value.every((each, i) => isInside(each, [low[i], high[i]]));
}

interface Comparison {
  samples: number;
  exactSamples: number;
  counters: number;
  equalCounters: number;
  /** Counters that are not equal but inside the range predicted for them. */
  countersInRange: number;
  firstDifference: string | null;
}

function compare(record: KsmRecord, predicted: readonly RangedSample[]): Comparison {
  const samples = record.measured.samples ?? [];
  const result: Comparison = {
    samples: samples.length,
    exactSamples: 0,
    counters: 0,
    equalCounters: 0,
    countersInRange: 0,
    firstDifference: null,
  };
  if (samples.length !== predicted.length) {
    result.firstDifference = `${samples.length} steps recorded, ${predicted.length} predicted`;
  }
  samples.forEach((sample, i) => {
    const mine = new Map<string, unknown>(Object.entries(predicted[i] ?? {}));
    let exact = true;
    for (const [name, value] of recordedCounters(record, sample)) {
      result.counters++;
      if (JSON.stringify(mine.get(name)) === JSON.stringify(value)) {
        result.equalCounters++;
        continue;
      }
      exact = false;
      if (isInside(value, predicted[i]?.range?.[name])) {
        result.countersInRange++;
        continue;
      }
      result.firstDifference ??= `sample ${i} ${name}: ${JSON.stringify(value)} recorded, ${JSON.stringify(mine.get(name))} predicted`;
    }
    if (exact) result.exactSamples++;
  });
  return result;
}

const countNames = [
  ...(['samples', 'exactSamples', 'counters', 'equalCounters', 'countersInRange'] as const),
];

/** Scans shorter than this are mostly the cost of waking up. */
const MIN_SCAN_NS = 1e6;

/** Relative errors of the estimated CPU time of whole scans, where it was recorded. */
function cpuErrors(record: KsmRecord, predicted: readonly RangedSample[]): number[] {
  return (record.measured.samples ?? []).flatMap((sample, i) => {
    const recorded = sample as { op?: unknown; ksmd_ns?: unknown } | null;
    const ns = recorded?.ksmd_ns;
    if (recorded?.op !== 'S' || typeof ns !== 'number' || ns < MIN_SCAN_NS) return [];
    return [Math.abs((predicted[i]?.ksmd_ns_estimate ?? 0) / ns - 1)];
  });
}

export const linuxKsm: Suite = {
  id: 'linux-ksm',
  title: 'Counters of Linux KSM after every scan, exactly',
  repeatability: {
    system: 'Linux ksmd stepped scan by scan',
    known: 'measured',
    note: 'recorded twice with equal counters where nothing is written inside a scan or one CPU runs; with two CPUs and writes inside a scan the kernel agrees with itself in 97 % of samples, and a prediction states a range there.',
  },

  async predict(options): Promise<Prediction[]> {
    return (await records(options)).map((record) =>
      isByTheClock(record)
        ? { id: record.id, left_out: LEFT_OUT }
        : { id: record.id, samples: predictSamples(record) },
    );
  },

  async validate(options) {
    const cases: (Case & { firstDifference: string | null })[] = [];
    const totals = {
      samples: 0,
      exactSamples: 0,
      counters: 0,
      equalCounters: 0,
      countersInRange: 0,
    };
    const errors: number[] = [];
    const listed: { id: string; reason: string }[] = [];
    for (const record of await records(options)) {
      if (isByTheClock(record)) {
        listed.push({ id: record.id, reason: LEFT_OUT });
        continue;
      }
      if (!record.measured.samples) {
        throw new UserError(`${record.id}: expected recorded samples to compare with, found none.`);
      }
      const predicted = predictSamples(record);
      const found = compare(record, predicted);
      errors.push(...cpuErrors(record, predicted));
      for (const name of countNames) totals[name] += found[name];
      const right = found.equalCounters + found.countersInRange;
      cases.push({
        id: record.id,
        metric: 'samples',
        unit: found.countersInRange > 0 ? 'counters equal or in range' : 'counters equal',
        expected: found.counters,
        predicted: right,
        error: found.counters === 0 ? null : right / found.counters - 1,
        bound: 0,
        pass: found.firstDifference === null,
        firstDifference: found.firstDifference,
      });
    }
    const ksmdCpu =
      errors.length === 0
        ? null
        : {
            scans: errors.length,
            medianError: median(errors),
            error90: quantile(errors, 0.9),
            note: 'informational: the costs were fitted on such scans',
          };
    return { cases, summary: { ...summarize(cases), ...totals, ksmdCpu, listed } };
  },
};
