import { num } from '../../elements.ts';
import { type Prediction, type Suite, type SuiteOptions, summarize } from '../suite.ts';
import { compareEntry, type IoCase } from './compare.ts';
import { gradeOf, type IoEntry, readEntries } from './entry.ts';
import { type Predicted, predictEntry } from './predictors.ts';
import { unpredicted } from './unpredicted.ts';

function reasonFor(entry: IoEntry): string | undefined {
  return unpredicted.find(([ids]) => ids.test(entry.id))?.[1];
}

/** Why an entry without a prediction is not a target, or undefined if it should have been one. */
function whyNot(entry: IoEntry): string | undefined {
  const grade = gradeOf(entry);
  if (grade === 'not read') return 'recalled, never read: not a target';
  if (grade === 'weak') return 'a vendor range without a test set-up: ordering only';
  const stated = reasonFor(entry);
  if (stated) return stated;
  return grade === 'secondary' ? 'read in a secondary source only' : undefined;
}

async function predictAll(options: SuiteOptions): Promise<Predicted[]> {
  const predicted: Predicted[] = [];
  for (const entry of await readEntries(options.data)) predicted.push(await predictEntry(entry));
  return predicted;
}

const medianOf = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? null : num(sorted, Math.floor(sorted.length / 2));
};

/** Figures on I/O and network virtualization, storage and block maps, by entry id. */
export const io: Suite = {
  id: 'io',
  title: 'I/O and network virtualization, storage and block maps',
  repeatability: {
    system: 'The qcow2 driver, and published rates',
    known: 'not known',
    note: 'counts of bytes and requests of the driver are the same every time; published rates and latencies are printed without their scatter.',
  },

  async predict(options) {
    return (await predictAll(options)).map(({ entry, value }): Prediction => {
      const base = { id: entry.id, value, unit: entry.unit };
      return value === null
        ? { ...base, reason: whyNot(entry) ?? 'conditions not understood' }
        : base;
    });
  },

  async validate(options) {
    const cases: IoCase[] = [];
    const listed: { id: string; reason: string }[] = [];
    for (const { entry, predictor, value } of await predictAll(options)) {
      const found = predictor && value !== null ? compareEntry(entry, predictor, value) : [];
      cases.push(...found);
      for (const { role, reason } of found) {
        if (role === 'shown' && reason) listed.push({ id: entry.id, reason });
      }
      if (found.length > 0) continue;
      const reason = whyNot(entry);
      if (reason) listed.push({ id: entry.id, reason });
      else if (value === null && entry.status !== 'MEMORY') cases.push(uncovered(entry));
    }
    const role = (name: IoCase['role']) => cases.filter((entry) => entry.role === name);
    // Relative errors only: absolute bounds (points) and near-zero values are judged by their own measure.
    const errors = role('prediction').flatMap(({ error, bound }) =>
      error === null || bound === null || bound >= 1 || Math.abs(error) > bound
        ? []
        : [Math.abs(error)],
    );
    return {
      cases,
      summary: {
        ...summarize(cases),
        predictions: role('prediction').length,
        calibrations: role('calibration').length,
        constants: role('constant').length,
        medianError: medianOf(errors),
        largestError: errors.reduce((a, b) => Math.max(a, b), 0),
        listed,
      },
    };
  },
};

/** A target nobody predicts and nobody excused fails, so that the list cannot rot. */
function uncovered(entry: IoEntry): IoCase {
  return {
    id: entry.id,
    metric: 'value',
    unit: entry.unit,
    expected: entry.value ?? null,
    predicted: null,
    error: null,
    bound: null,
    pass: false,
    role: 'prediction',
    reason: 'neither predicted nor listed with a reason',
  };
}
