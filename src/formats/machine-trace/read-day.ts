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

/** Demand at each five minutes of the day, any unit. */
async function demandOf(path: string): Promise<readonly number[]> {
  const folder = (await stat(path)).isDirectory();
  if (!folder && isBitbrains(await headOf(path)))
    return (await readBitbrains([path], basename(path))).demandMhz;
  if (folder) {
    const names = await readdir(path);
    if (names.includes('trace') && (await stat(join(path, 'trace'))).isDirectory())
      return demandOf(join(path, 'trace'));
    for (const [tasks, fragments] of opendcPairs) {
      if (names.includes(tasks) && names.includes(fragments)) {
        const trace = await readOpendc(join(path, tasks), join(path, fragments), basename(path));
        return trace.demandMhz;
      }
    }
    const csv = names.filter((name) => name.endsWith('.csv')).sort();
    if (csv.length > 0 && isBitbrains(await headOf(join(path, csv[0]!)))) {
      const files = csv.map((name) => join(path, name));
      return (await readBitbrains(files, basename(path))).demandMhz;
    }
  }
  const { percent } = await readPlanetLabDay(path);
  return Array.from({ length: 288 }, (_, i) =>
    percent.reduce((sum, samples) => sum + samples[i]!, 0),
  );
}

/** The day's shape of a PlanetLab day, Bitbrains file or folder, or OpenDC folder of any generation. */
export async function readLoadShape(path: string): Promise<DayShape> {
  try {
    const demand = await demandOf(path);
    const mean = demand.reduce((sum, value) => sum + value, 0) / demand.length;
    if (!(mean > 0)) throw badInput({ file: path, expected: 'some load', found: 'none' });
    const name = basename(path).replace(/\.(tar\.gz|tgz|csv)$/, '');
    return { name, shape: demand.map((value) => value / mean) };
  } catch (error) {
    throw readFailure(path, error);
  }
}
