import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { num, u8 } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import type { LoadSeries } from '../../plan/optimize/series.ts';
import type { DayShape } from '../../plan/study/run.ts';
import { loadFiles, readLoadSeries } from '../machine-load/index.ts';
import { readPlanetLabDay } from '../planetlab.ts';
import { readBitbrains } from './bitbrains.ts';
import { DayFold } from './day-fold.ts';
import { readOpendc } from './opendc.ts';
import { findTrace, traceName } from './source.ts';
import { readVrops } from './vrops.ts';

/** Demand at each five minutes of the day, any unit, and of each whole day where the trace has several. */
interface Demand {
  demandMhz: readonly number[];
  days?: readonly (readonly number[])[] | undefined;
}

/** A sample stands until the next, for an hour at most. */
const MOST_GAP_S = 3600;
const STEP_S = 300;

const isArchive = (name: string) => /\.(tar\.gz|tgz)$/.test(name);

/** PlanetLab days of a folder of archives: each counts by its mean over machines, for their number differs. */
async function planetLabDays(paths: readonly string[]): Promise<Demand> {
  const days: number[][] = [];
  for (const path of paths) {
    const { percent } = await readPlanetLabDay(path);
    const sum = (i: number) => percent.reduce((all, samples) => all + u8(samples, i), 0);
    days.push(Array.from({ length: 288 }, (_, i) => sum(i) / Math.max(1, percent.length)));
  }
  const demandMhz = Array.from(
    { length: 288 },
    (_, i) => days.reduce((all, day) => all + num(day, i), 0) / days.length,
  );
  return { demandMhz, days };
}

/** The day that samples of machines come to; the unit is that of the samples, which the shape does not keep. */
function foldSeries({ machines, source }: LoadSeries): Demand {
  const fold = new DayFold();
  for (const { times, cpu } of machines)
    for (let i = 0; i < times.length; i++) {
      const [at, value] = [times[i] ?? 0, cpu[i] ?? Number.NaN];
      // The last sample stands as long as the one before it.
      const [from, until] = i + 1 < times.length ? [at, times[i + 1]] : [times[i - 1], at];
      const span = (until ?? at) - (from ?? at - STEP_S);
      if (!Number.isNaN(value)) fold.add(at * 1000, Math.min(MOST_GAP_S, span) * 1000, value);
    }
  return fold.finish(source, machines.length);
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
      const known = await loadFiles(trace.path);
      if (known.length > 0) return foldSeries(await readLoadSeries(trace.path));
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
