import { median } from '../../statistics.ts';
import { type Case, compareNumbers, type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { weakSteps } from './anchors.ts';
import { crossValidate, summarizeTrials } from './cross-validation.ts';
import { calibrate } from './machines.ts';
import { predictor } from './predictor.ts';
import { deviationFor, reasonFor } from './reasons.ts';
import { loadRecords } from './records.ts';

/** A list of ids under the reason they share. */
function grouped(entries: readonly { id: string; reason: string }[]) {
  const byReason = new Map<string, string[]>();
  for (const { id, reason } of entries) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), id]);
  }
  return [...byReason].map(([reason, ids]) => ({ reason, count: ids.length, ids }));
}

const middle = (errors: readonly number[]) => (errors.length ? median([...errors]) : null);

/** Most that half of another machine's rows may be off. */
const MEDIAN_BOUND = 0.1;

const medianCase = (error: number): Case => ({
  id: 'all/median',
  metric: 'value',
  unit: 'relative error',
  expected: 0,
  predicted: error,
  error,
  bound: MEDIAN_BOUND,
  pass: error <= MEDIAN_BOUND,
});

function trialSentence(row: ReturnType<typeof summarizeTrials>[number]): string {
  const { machine, choices, poorChoices, calibration, medianError, worstError } = row;
  const percent = (error: number | null) =>
    error === null ? 'unknown' : `${(100 * error).toFixed(1)} %`;
  const errors = calibration
    ? 'the references themselves, so their errors prove nothing'
    : `other rows off by ${percent(medianError)} in the median, ${percent(worstError)} at worst`;
  return `${machine}: ${choices} choices of three anchors, ${poorChoices} of them poor: ${errors}`;
}

/** Anchors that fix a step badly. */
async function advise(options: SuiteOptions): Promise<string[]> {
  if (!options.anchors) return [];
  return weakSteps(calibrate(await loadRecords(options.data), options.anchors).calibration);
}

async function predict(options: SuiteOptions) {
  const records = await loadRecords(options.data);
  const predictRecord = await predictor(records, options.anchors);
  return records.flatMap((record) => {
    const predicted = predictRecord(record);
    return predicted ? [{ id: record.id, value: predicted.value }] : [];
  });
}

/** Every SEEN entry of primary grade is compared, or listed with the reason why not. */
async function validate(options: SuiteOptions) {
  const records = await loadRecords(options.data);
  const predictRecord = await predictor(records, options.anchors);
  const cases: Case[] = [];
  const calibration: string[] = [];
  const listed: { id: string; reason: string }[] = [];
  for (const record of records) {
    const primary =
      record.status === undefined ||
      (record.status === 'SEEN' && (record.source_grade ?? 'primary').startsWith('primary'));
    const predicted = predictRecord(record);
    if (predicted && typeof record.value === 'number') {
      if (predicted.calibration) calibration.push(record.id);
      const { value, bound } = predicted;
      const unit = record.unit ?? '';
      const compared = compareNumbers(
        { id: record.id, metric: 'value', unit, expected: record.value, predicted: value },
        bound,
      );
      const deviation = compared.pass ? undefined : deviationFor(record.id);
      if (deviation) {
        const error = `${(100 * (compared.error ?? 0)).toFixed(0)} %`;
        listed.push({ id: record.id, reason: `deviation of ${error}: ${deviation}` });
      } else {
        cases.push(compared);
      }
    } else if (primary && !options.anchors?.includes(record.id)) {
      listed.push({ id: record.id, reason: reasonFor(record.id) });
    }
  }
  const independent = cases.filter(({ id }) => !calibration.includes(id));
  const errors = independent.flatMap(({ error }) => (error === null ? [] : [Math.abs(error)]));
  const crossValidation = summarizeTrials(crossValidate(records));
  if (options.anchors && errors.length > 0) cases.push(medianCase(median(errors)));
  const summary = {
    ...summarize(cases),
    calibration: calibration.length,
    independent: independent.length,
    medianError: middle(errors),
    worstError: errors.length ? Math.max(...errors) : null,
    crossValidation,
    sentences: crossValidation.map(trialSentence),
    listed: grouped(listed),
  };
  return { cases, summary };
}

export const cpuEvents: Suite = {
  id: 'cpu-events',
  title: 'Exits, system calls and faults, derived from three anchors per machine',
  repeatability: {
    system: 'kvm-unit-tests, lmbench and the PVM paper',
    known: 'not known',
    note: 'sources print averages (of seven runs, CPU pinned) without their scatter; unpinned, the same laptop takes 1.8 times as long for the smallest exit.',
  },
  predict,
  validate,
  advise,
};
