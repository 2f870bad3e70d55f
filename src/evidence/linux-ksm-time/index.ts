import { z } from 'zod';
import { lastOf } from '../../elements.ts';
import { badInput, UserError } from '../../errors.ts';
import { KsmKernel } from '../../kernels/ksm/index.ts';
import {
  type FreeRun,
  type FreeRunForecast,
  forecastFreeRun,
  type Moment,
} from '../../model/dedup/ksm/free-run.ts';
import { median } from '../../statistics.ts';
import { bundledData } from '../bundled.ts';
import { type KsmRecord, readKsmRecords } from '../linux-ksm/records.ts';
import { type Case, compareNumbers, type Prediction, type Suite, summarize } from '../suite.ts';

/** Timer ticks a second of the recorded host. */
const HZ = 250;
/** Longest run simulated, and pages visited in it: both bound the time a hostile record can take. */
const MAX_DURATION_MS = 3_600_000;
const MAX_WAKE_UPS = 1_000_000;
/** Scans after which all there is to merge has merged, one to spare. */
const SETTLING_SCANS = 3;
const MERGED_SHARE = 0.9;

interface TimedRun extends FreeRun {
  intervalMs: number;
}

/** The one free-running operation of a record; null where ksmd was stepped, steered by the advisor, or both. */
function timedRun(record: KsmRecord): TimedRun | null {
  const runs = record.operations.filter((operation) => operation.kind === 'free-running');
  const others = record.operations.some(({ kind }) => kind !== 'free-running' && kind !== 'knob');
  const [run] = runs;
  if (runs.length !== 1 || others || !run) return null;
  const { durationMs, intervalMs, volatileMs, pages, sleepMs } = run;
  if (durationMs > MAX_DURATION_MS || durationMs / Math.max(1, sleepMs) > MAX_WAKE_UPS || !pages) {
    throw badInput({
      file: record.id,
      expected: 'at most an hour and a million wake-ups of ksmd, of at least a page',
      found: `${durationMs} ms at ${pages} pages and a sleep of ${sleepMs} ms`,
    });
  }
  return { durationMs, intervalMs, volatileMs, pagesToScan: pages, sleepMs, hz: HZ };
}

/** When scans end, when 90 % are merged, what is merged in the end: from population, knobs and clock alone. */
function predictRun(record: KsmRecord, run: TimedRun): FreeRunForecast {
  const machine = new KsmKernel(record.population, record.knobs, record.kernel.rules);
  for (const operation of record.operations) {
    if (operation.kind === 'knob') machine.setKnobs(operation.knobs);
  }
  return forecastFreeRun(machine, run);
}

const fields = [
  ...['seconds', 'full_scans', 'pages_shared', 'pages_sharing', 'pages_unshared'],
  ...['pages_volatile', 'pages_scanned', 'pages_skipped', 'ksmd_cpu_percent', 'pages_to_scan'],
];
const sampleSchema = z.array(z.array(z.number()).min(5)).min(2);

interface Recorded {
  seconds: number;
  fullScans: number;
  shared: number;
  sharing: number;
}

function recordedSamples({ id, measured }: KsmRecord): Recorded[] {
  if (!measured.samples) {
    throw new UserError(`${id}: expected recorded samples to compare with, found none.`);
  }
  const parsed = sampleSchema.safeParse(measured.samples);
  if (!parsed.success) {
    throw badInput({ file: id, expected: 'samples of numbers', found: 'something else' });
  }
  const names = measured.fields ?? fields;
  return parsed.data.map((row) => {
    const of = (name: string) => row[names.indexOf(name)] ?? 0;
    return {
      seconds: of('seconds'),
      fullScans: of('full_scans'),
      shared: of('pages_shared'),
      sharing: of('pages_sharing'),
    };
  });
}

/** A moment against the first sample that shows it: it came after the sample before. */
function compareMoment(
  id: string,
  metric: string,
  recorded: number,
  step: number,
  at: Moment,
): Case {
  return {
    id,
    metric,
    unit: 's',
    expected: recorded,
    predicted: at.value,
    error: recorded / at.value - 1,
    bound: at.high / at.value - 1,
    pass: recorded >= at.low && recorded - step <= at.high,
  };
}

function compareRun(record: KsmRecord, run: TimedRun): Case[] {
  const { id } = record;
  const predicted = predictRun(record, run);
  const samples = recordedSamples(record);
  const step = run.intervalMs / 1000;
  const cases: Case[] = [];
  predicted.scanEnds.forEach((end, i) => {
    const seen = samples.find(({ fullScans }) => fullScans > i);
    if (seen) cases.push(compareMoment(id, `end of scan ${i + 1}`, seen.seconds, step, end));
  });
  const last = lastOf(samples);
  const merged = samples.find(({ sharing }) => sharing >= MERGED_SHARE * last.sharing);
  // Volatile pages that draw from a pool go on merging and parting.
  const settles = record.population.vol24 === 0 || record.population.vol_share === 0;
  const settled = settles && Math.min(last.fullScans, predicted.scanEnds.length) >= SETTLING_SCANS;
  if (!settled) return cases;
  if (predicted.merged90 && merged) {
    cases.push(compareMoment(id, '90 % merged', merged.seconds, step, predicted.merged90));
  }
  const { shared, sharing } = predicted.final;
  const inTheEnd = (counter: string, expected: number, value: number) =>
    compareNumbers(
      { id, metric: `${counter} in the end`, unit: 'pages', expected, predicted: value },
      0,
    );
  cases.push(
    inTheEnd('pages_shared', last.shared, shared),
    inTheEnd('pages_sharing', last.sharing, sharing),
  );
  return cases;
}

async function timedRecords(data: string | undefined) {
  const records = await readKsmRecords(data ?? bundledData('linux-ksm-time'));
  return records.flatMap((record) => {
    const run = timedRun(record);
    return run ? [{ record, run }] : [];
  });
}

export const linuxKsmTime: Suite = {
  id: 'linux-ksm-time',
  title: 'Linux KSM left alone: when scans end and how soon memory is merged',
  repeatability: {
    system: 'Linux ksmd left alone',
    known: 'not known',
    note: 'each free run was recorded once, on a host that did other work; equal scans within one run differ by a factor of two.',
  },

  async predict({ data }): Promise<Prediction[]> {
    return (await timedRecords(data)).map(({ record, run }) => ({
      id: record.id,
      ...predictRun(record, run),
    }));
  },

  async validate({ data }) {
    const cases = (await timedRecords(data)).flatMap(({ record, run }) => compareRun(record, run));
    const timed = cases.filter((entry) => entry.unit === 's');
    const errors = timed.map((entry) => Math.abs(entry.error ?? 0));
    return {
      cases,
      summary: {
        ...summarize(cases),
        medianTimeError: errors.length > 0 ? median(errors) : null,
        leftOut: 'runs steered by the advisor: its steps depend on how busy the host was',
      },
    };
  },
};
