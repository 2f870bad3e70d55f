import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badInput } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import type { DayShape } from '../../plan/study/run.ts';
import { readPlanetLabDay } from '../planetlab.ts';
import { readBitbrains } from './bitbrains.ts';
import { readOpendc } from './opendc.ts';
import { findTrace, traceName } from './source.ts';
import { readVrops } from './vrops.ts';

/** Demand at each five minutes of the day, any unit, and of each whole day where the trace has several. */
interface Demand {
  demandMhz: readonly number[];
  days?: readonly (readonly number[])[] | undefined;
}

const isArchive = (name: string) => /\.(tar\.gz|tgz)$/.test(name);

/** PlanetLab days of a folder of archives: each counts by its mean over machines, for their number differs. */
async function planetLabDays(paths: readonly string[]): Promise<Demand> {
  const days: number[][] = [];
  for (const path of paths) {
    const { percent } = await readPlanetLabDay(path);
    const sum = (i: number) => percent.reduce((all, samples) => all + samples[i]!, 0);
    days.push(Array.from({ length: 288 }, (_, i) => sum(i) / Math.max(1, percent.length)));
  }
  const demandMhz = Array.from(
    { length: 288 },
    (_, i) => days.reduce((all, day) => all + day[i]!, 0) / days.length,
  );
  return { demandMhz, days };
}

async function demandOf(path: string): Promise<Demand> {
  const trace = await findTrace(path);
  const name = basename(path);
  switch (trace.kind) {
    case 'bitbrains':
      return readBitbrains(trace.files, name);
    case 'vrops':
      return readVrops(trace.path, name);
    case 'opendc':
      return readOpendc(trace.tasks, trace.fragments, name);
    case 'planetlab': {
      const folder = (await stat(trace.path)).isDirectory();
      const archives = folder ? (await readdir(trace.path)).filter(isArchive).sort() : [];
      const paths = archives.map((archive) => join(trace.path, archive));
      return planetLabDays(paths.length > 0 ? paths : [trace.path]);
    }
  }
}

/** The day's shape of PlanetLab days, a Bitbrains file or folder, a view of Aria Operations, or an OpenDC folder of any generation. */
export async function readLoadShape(path: string): Promise<DayShape> {
  try {
    const { demandMhz, days = [] } = await demandOf(path);
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const scale = mean(demandMhz);
    if (!(scale > 0)) throw badInput({ file: path, expected: 'some load', found: 'none' });
    const name = traceName(path);
    // Whole days alone are the scale of days: the ends of a trace would shift their mean.
    const dayScale = days.length > 0 ? mean(days.map(mean)) : 0;
    return {
      name,
      shape: demandMhz.map((value) => value / scale),
      days: dayScale > 0 ? days.map((day) => day.map((value) => value / dayScale)) : undefined,
    };
  } catch (error) {
    throw readFailure(path, error);
  }
}
