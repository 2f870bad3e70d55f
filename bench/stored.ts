// Results of benchmarks as they are stored: those of the last run, and those kept under a name to be compared with.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineState } from './machine.ts';
import type { Comparison } from './side-by-side.ts';

/** What one suite measured, and what the machine was doing. */
export interface StoredSuite {
  load: MachineState;
  comparisons: Comparison[];
  /** Jobs a look had no time for; absent where all was measured. */
  leftOut?: readonly string[];
}

/** Results kept under a name: `--save-baseline NAME`. */
export interface Baseline {
  name: string;
  /** When it was kept, ISO 8601. */
  date: string;
  suites: Record<string, StoredSuite>;
}

const benchFolder = 'reports/bench';
/** Where results go. A look has a folder of its own: it never takes the place of a measurement. */
export const resultFolder = (quick: boolean) => (quick ? `${benchFolder}/quick` : benchFolder);
export const baselineFile = (name: string) => join(benchFolder, 'baselines', `${name}.json`);
/** A name that is a file's name and nothing else. */
export const isBaselineName = (name: string) => /^[A-Za-z0-9][\w.-]{0,60}$/.test(name);

const jsonFiles = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];

/** The last results of every suite that was run. */
export function storedSuites(folder: string): Record<string, StoredSuite> {
  return Object.fromEntries(
    jsonFiles(folder)
      .sort()
      .map((name) => [
        name.replace(/\.json$/, ''),
        JSON.parse(readFileSync(join(folder, name), 'utf8')) as StoredSuite,
      ]),
  );
}

/** Every kept baseline, the oldest first. */
export function storedBaselines(folder = join(benchFolder, 'baselines')): Baseline[] {
  return jsonFiles(folder)
    .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Baseline)
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}
