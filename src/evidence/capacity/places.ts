import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { planetLabDays } from '../../formats/planetlab.ts';
import { bundledData } from '../bundled.ts';
import type { SuiteOptions } from '../suite.ts';

/** `--data` may name the reference file, or a folder of PlanetLab days (with or without a reference in it). */
export function dataFolder({ data }: SuiteOptions): string | undefined {
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
  const nested = folder === undefined ? undefined : join(folder, 'planetlab');
  if (nested !== undefined && existsSync(nested)) return planetLabDays(nested);
  if (folder !== undefined) return planetLabDays(folder);
  const under = traceAt(options, 'planetlab');
  return planetLabDays(under ?? bundledData('planetlab'));
}

/** A path under --traces, or undefined where it is not there. */
export function traceAt({ traces }: SuiteOptions, ...path: string[]): string | undefined {
  const full = traces === undefined ? undefined : join(traces, ...path);
  return full !== undefined && existsSync(full) ? full : undefined;
}
