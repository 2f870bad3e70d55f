import { adapterEntries } from './adapter-entries.ts';
import { backendEntries } from './backend-entries.ts';
import { copyEntries } from './copy-entries.ts';
import { encapsulationEntries } from './encapsulation-entries.ts';
import type { IoEntry } from './entry.ts';
import { imageEntries } from './image-entries.ts';
import { notificationEntries } from './notification-entries.ts';
import type { Predictor, Value } from './predictor.ts';
import { sharedFileEntries } from './shared-file-entries.ts';
import { storageEntries } from './storage-entries.ts';
import { streamEntries } from './stream-entries.ts';

/** Every family of entries that is predicted. A new family is one file and one line. */
export const predictors: readonly Predictor[] = [
  ...encapsulationEntries,
  ...imageEntries,
  ...copyEntries,
  ...sharedFileEntries,
  ...backendEntries,
  ...notificationEntries,
  ...adapterEntries,
  ...streamEntries,
  ...storageEntries,
];

export interface Predicted {
  entry: IoEntry;
  predictor: Predictor | undefined;
  value: Value | null;
}

/** Predicts one entry; the predictor is handed everything but the value. */
export async function predictEntry(entry: IoEntry): Promise<Predicted> {
  const predictor = predictors.find((candidate) => candidate.ids.test(entry.id));
  if (!predictor) return { entry, predictor: undefined, value: null };
  const { value: _hidden, ...inputs } = entry;
  return { entry, predictor, value: await predictor.predict(inputs) };
}
