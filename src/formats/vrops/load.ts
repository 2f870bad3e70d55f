import { badInput } from '../../errors.ts';
import { eachRecord } from '../inventory/rows.ts';
import { type Reading, Readings } from './readings.ts';
import { findColumn, type ViewShape, type ViewSubject, viewShape } from './view.ts';

/** What a view says of one object over its hours; MHz, MiB and per cent, undefined where the view has no such column. */
export interface ObjectLoad {
  name: string;
  rows: number;
  vcpus: number | undefined;
  cpuMeanMhz: number | undefined;
  cpuPeakMhz: number | undefined;
  memoryMeanMib: number | undefined;
  memoryPeakMib: number | undefined;
  /** Highest of the means over five minutes: readiness of a machine, contention of a host or cluster. */
  waitPeakPercent: number | undefined;
  costopPeakPercent: number | undefined;
}

export interface ViewLoad {
  subject: ViewSubject;
  objects: ObjectLoad[];
  unread: string[];
}

function columnsOf(shape: ViewShape): Reading {
  const cpu = /^cpu\|demand$/;
  const memory = /^memory\|(utilization|usage|host usage|consumed)$/;
  const wait = shape.subject === 'machine' ? /^cpu\|ready$/ : /^cpu\|contention$/;
  return {
    vcpus: findColumn(shape, /number of (virtual )?v?cpus?/, 'last', 'current', 'max', ''),
    cpuMean: findColumn(shape, cpu, 'avg', ''),
    cpuPeak: findColumn(shape, cpu, 'max', 'avg', ''),
    memoryMean: findColumn(shape, memory, 'avg', ''),
    memoryPeak: findColumn(shape, memory, 'max', 'avg', ''),
    wait: findColumn(shape, wait, 'max', 'avg', ''),
    costop: findColumn(shape, /^cpu\|.*co-?stop/, 'max', 'avg', ''),
  };
}

/** The load in a view of Aria Operations: of machines, hosts or clusters. */
export async function readViewLoad(path: string): Promise<ViewLoad> {
  let shape: ViewShape | undefined;
  let readings = new Readings({}, {});
  await eachRecord(path, (header) => {
    shape = viewShape(header.titles());
    if (!shape)
      throw badInput({ file: path, expected: 'a view of Aria Operations', found: 'other titles' });
    readings = new Readings(columnsOf(shape), {});
    const { name } = shape;
    return ({ line, cells }) =>
      readings.add((cells[name] ?? '').trim(), cells, { file: path, line });
  });
  if (!shape || readings.objects.size === 0) {
    throw badInput({ file: path, expected: 'rows under the titles of a view', found: 'none' });
  }
  const { used } = readings;
  return {
    subject: shape.subject,
    objects: [...readings.objects].map(([name, { rows, numbers }]) => ({
      name,
      rows,
      vcpus: numbers.vcpus?.last,
      cpuMeanMhz: numbers.cpuMean?.mean,
      cpuPeakMhz: numbers.cpuPeak?.highest,
      memoryMeanMib: numbers.memoryMean?.mean,
      memoryPeakMib: numbers.memoryPeak?.highest,
      waitPeakPercent: numbers.wait?.highest,
      costopPeakPercent: numbers.costop?.highest,
    })),
    unread: shape.columns.map(({ title }) => title).filter((title) => !used.has(title)),
  };
}
