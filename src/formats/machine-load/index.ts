import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nth } from '../../elements.ts';
import { badInput } from '../../errors.ts';
import { readFailure } from '../../files/read-input.ts';
import { type LoadSeries, SeriesBuilder } from '../../plan/optimize/series.ts';
import { readHead } from '../inventory/open.ts';
import { readMachineLoad } from '../machine-trace/read-load.ts';
import { findTrace } from '../machine-trace/source.ts';
import { alibabaUsage } from './alibaba-usage.ts';
import { azureReadings } from './azure-readings.ts';
import { bitbrainsLoad } from './bitbrains.ts';
import { plainLoad } from './csv.ts';
import { domstatsLoad } from './domstats.ts';
import { esxtopLoad } from './esxtop.ts';
import { prometheusMatrix } from './prometheus-matrix.ts';
import type { LoadReader } from './reader.ts';
import { sarText } from './sar.ts';
import { vropsLoad } from './vrops.ts';

/** Readers of load over time by machine, the most particular first. */
export const loadReaders: readonly LoadReader[] = [
  esxtopLoad,
  vropsLoad,
  bitbrainsLoad,
  prometheusMatrix,
  domstatsLoad,
  alibabaUsage,
  azureReadings,
  plainLoad,
  sarText,
];

const MOST_FILES = 100_000;

/** Files of a path with the reader of each; none where a file of it has no reader. */
export async function loadFiles(path: string): Promise<{ file: string; reader: LoadReader }[]> {
  const folder = (await stat(path)).isDirectory();
  const names = folder
    ? (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile())
    : [];
  if (names.length > MOST_FILES)
    throw badInput({ file: path, expected: `at most ${MOST_FILES} files`, found: 'more' });
  const files = folder ? names.map(({ name }) => join(path, name)).sort() : [path];
  const known: { file: string; reader: LoadReader }[] = [];
  for (const file of files) {
    const head = await readHead(file);
    const reader = loadReaders.find((candidate) => candidate.sniff(basename(file), head));
    if (reader) known.push({ file, reader });
  }
  return known;
}

/** OpenDC's fragments and PlanetLab's days, percent of what a machine had while it existed. */
async function gridSeries(path: string): Promise<SeriesBuilder> {
  const { machines, demandMhz, stepS, steps } = await readMachineLoad(path);
  const into = new SeriesBuilder();
  machines.forEach(({ name, capacityMhz, firstStep, endStep }, m) => {
    for (let step = firstStep; step < Math.min(endStep, steps); step++) {
      const mhz = demandMhz[step * machines.length + m] ?? Number.NaN;
      const cpu = capacityMhz > 0 ? (100 * mhz) / capacityMhz : undefined;
      into.add(name, { timeS: step * stepS, cpu });
    }
  });
  return into;
}

/** Load of each machine over time: a file or folder of any kind `loadReaders` know, an OpenDC folder, a PlanetLab day. */
export async function readLoadSeries(path: string): Promise<LoadSeries> {
  try {
    const trace = await findTrace(path);
    const known = trace.kind === 'opendc' ? [] : await loadFiles(path);
    if (known.length === 0) return (await gridSeries(path)).finish(path, trace.kind);
    const into = new SeriesBuilder();
    const [{ reader: first } = nth(known, 0)] = known;
    for (const { file, reader } of known) if (reader === first) await reader.read(file, into);
    if (into.machines === 0) throw badInput({ file: path, expected: 'some load', found: 'none' });
    return into.finish(path, first.id);
  } catch (error) {
    throw readFailure(path, error);
  }
}
