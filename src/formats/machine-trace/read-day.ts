import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readFailure } from '../../cli/read-input.ts';
import { badInput } from '../../errors.ts';
import type { DayShape } from '../../plan/study/run.ts';
import { readPlanetLabDay } from '../planetlab.ts';
import { isBitbrains, readBitbrains } from './bitbrains.ts';
import { readOpendc } from './opendc.ts';

const opendcPairs = [
  ['meta.parquet', 'trace.parquet'],
  ['tasks.parquet', 'fragments.parquet'],
] as const;

async function headOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

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
  const folder = (await stat(path)).isDirectory();
  if (!folder && isBitbrains(await headOf(path))) return readBitbrains([path], basename(path));
  if (folder) {
    const names = await readdir(path);
    if (names.includes('trace') && (await stat(join(path, 'trace'))).isDirectory())
      return demandOf(join(path, 'trace'));
    for (const [tasks, fragments] of opendcPairs) {
      if (names.includes(tasks) && names.includes(fragments)) {
        return readOpendc(join(path, tasks), join(path, fragments), basename(path));
      }
    }
    const csv = names.filter((name) => name.endsWith('.csv')).sort();
    if (csv.length > 0 && isBitbrains(await headOf(join(path, csv[0]!)))) {
      const files = csv.map((name) => join(path, name));
      return readBitbrains(files, basename(path));
    }
  }
  const archives = folder ? (await readdir(path)).filter(isArchive).sort() : [];
  return planetLabDays(archives.length > 0 ? archives.map((name) => join(path, name)) : [path]);
}

/** The day's shape of PlanetLab days, a Bitbrains file or folder, or an OpenDC folder of any generation. */
export async function readLoadShape(path: string): Promise<DayShape> {
  try {
    const { demandMhz, days = [] } = await demandOf(path);
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const scale = mean(demandMhz);
    if (!(scale > 0)) throw badInput({ file: path, expected: 'some load', found: 'none' });
    const name = basename(path).replace(/\.(tar\.gz|tgz|csv)$/, '');
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
