import { badInput } from '../../errors.ts';
import type { ProgressSample } from '../../model/migration/progress.ts';
import type { MigrationInput } from './migration-input.ts';

const MAX_SAMPLES = 100_000;

/** Statuses after which nothing of a migration is left to come. */
const over = new Set(['completed', 'failed', 'cancelled']);

/**
 * Adds one look at a migration. Time that runs back after the end of a migration starts the next one;
 * anywhere else the looks are out of order.
 */
export function addSample(input: MigrationInput, sample: ProgressSample, file: string): void {
  if (sample.totalBytes === 0) {
    throw badInput({ file, expected: 'a guest with memory', found: 'a total of 0 bytes' });
  }
  const last = input.samples.at(-1);
  if (last && sample.seconds < last.seconds) {
    if (last.status === undefined || !over.has(last.status)) {
      throw badInput({
        file,
        expected: 'looks in the order they were taken',
        found: `${1000 * sample.seconds} ms after ${1000 * last.seconds} ms`,
      });
    }
    input.samples = [];
    input.outcome = { totalS: null, downtimeMs: null, error: null };
  }
  if (input.samples.length >= MAX_SAMPLES) {
    throw badInput({ file, expected: `at most ${MAX_SAMPLES} looks`, found: 'more' });
  }
  input.ramBytes = sample.totalBytes;
  input.samples.push(sample);
}
