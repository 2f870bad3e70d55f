import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { planetLabDays } from '../../formats/planetlab.ts';
import { bundledData } from '../bundled.ts';
import type { SuiteOptions } from '../suite.ts';

/** `--data` may name the reference file, or a folder of PlanetLab days (with or without a reference in it). */
function dataFolder({ data }: SuiteOptions): string | undefined {
  return data !== undefined && existsSync(data) && statSync(data).isDirectory() ? data : undefined;
}

/** The reference to judge by: the file given, the one in the folder given, or undefined for the bundled copy. */
export function referenceFile(options: SuiteOptions): string | undefined {
  const folder = dataFolder(options);
  if (folder === undefined) return options.data;
  const inside = join(folder, 'capacity-reference.json');
  return existsSync(inside) ? inside : undefined;
}

/** PlanetLab days at hand: in the folder given with --data, under --traces, or the one bundled. */
export async function daysAtHand(options: SuiteOptions): Promise<string[]> {
  const folder = dataFolder(options);
  if (folder !== undefined) {
    const nested = join(folder, 'planetlab');
    if (existsSync(nested)) return planetLabDays(nested);
    // A folder with a reference alone is judged on the days found elsewhere.
    if (referenceFile(options) === undefined || (await hasDays(folder)))
      return planetLabDays(folder);
  }
  return planetLabDays(traceAt(options, 'planetlab') ?? bundledData('planetlab'));
}

async function hasDays(folder: string): Promise<boolean> {
  return planetLabDays(folder).then(
    (days) => days.length > 0,
    () => false,
  );
}

/** A path under --traces, or undefined where it is not there. */
export function traceAt({ traces }: SuiteOptions, ...path: string[]): string | undefined {
  const full = traces === undefined ? undefined : join(traces, ...path);
  return full !== undefined && existsSync(full) ? full : undefined;
}
