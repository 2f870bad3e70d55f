import { basename } from 'node:path';
import { readFailure } from '../../cli/read-input.ts';
import { badInput } from '../../errors.ts';
import type { DayShape } from '../../plan/study/run.ts';
import { readPlanetLabDay } from '../planetlab.ts';
import { readBitbrains } from './bitbrains.ts';
import { readOpendc } from './opendc.ts';
import { findTrace, traceName } from './source.ts';

/** Demand at each five minutes of the day, any unit. */
async function demandOf(path: string): Promise<readonly number[]> {
  const trace = await findTrace(path);
  const name = basename(path);
  switch (trace.kind) {
    case 'bitbrains':
      return (await readBitbrains(trace.files, name)).demandMhz;
    case 'opendc':
      return (await readOpendc(trace.tasks, trace.fragments, name)).demandMhz;
    case 'planetlab': {
      const { percent } = await readPlanetLabDay(trace.path);
      return Array.from({ length: 288 }, (_, i) =>
        percent.reduce((sum, samples) => sum + samples[i]!, 0),
      );
    }
  }
}

/** The day's shape of a PlanetLab day, Bitbrains file or folder, or OpenDC folder of any generation. */
export async function readLoadShape(path: string): Promise<DayShape> {
  try {
    const demand = await demandOf(path);
    const mean = demand.reduce((sum, value) => sum + value, 0) / demand.length;
    if (!(mean > 0)) throw badInput({ file: path, expected: 'some load', found: 'none' });
    const name = traceName(path);
    return { name, shape: demand.map((value) => value / mean) };
  } catch (error) {
    throw readFailure(path, error);
  }
}
