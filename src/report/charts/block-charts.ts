import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import { blocksWords } from '../../messages/blocks.ts';
import type { PricedResult } from '../../model/blocks/replay-costs.ts';
import type { FigureRow } from '../section.ts';

/** Host bytes written for a guest byte, data alone and with metadata. */
export function amplificationBars(rows: readonly PricedResult[]): Figure {
  const values = rows.flatMap(({ discipline, ...times }) => [
    { discipline: discipline.title, part: 'data', times: times.writeAmplification },
    { discipline: discipline.title, part: 'with metadata', times: times.totalWriteAmplification },
  ]);
  const sort = rows.map((row) => row.discipline.title);
  const spec: TopLevelSpec = {
    data: { values },
    height: { step: 22 },
    mark: { type: 'point', filled: true, size: 90 },
    encoding: {
      y: { field: 'discipline', type: 'nominal', title: null, sort },
      x: {
        field: 'times',
        type: 'quantitative',
        scale: { type: 'log' },
        title: 'host bytes written for a guest byte',
      },
      shape: { field: 'part', type: 'nominal', title: null },
      color: { field: 'part', type: 'nominal', title: null },
    },
  };
  return {
    id: 'block-amplification',
    title: blocksWords.amplification(),
    description: blocksWords.amplificationText(),
    spec,
    rows: values,
  };
}

function lines<Row extends Record<string, string | number>>(
  chart: Pick<Figure, 'id' | 'title' | 'description'>,
  rows: readonly Row[],
  x: { field: keyof Row & string; title: string; log?: boolean },
  y: { field: keyof Row & string; title: string; log?: boolean },
  series: keyof Row & string,
): Figure {
  const spec: TopLevelSpec = {
    data: { values: [...rows] },
    height: 260,
    mark: { type: 'line', point: true },
    encoding: {
      x: {
        field: x.field,
        type: 'quantitative',
        title: x.title,
        ...(x.log ? { scale: { type: 'log', base: 2 } as const } : {}),
      },
      y: {
        field: y.field,
        type: 'quantitative',
        title: y.title,
        ...(y.log ? { scale: { type: 'log' } as const } : {}),
      },
      color: { field: series, type: 'nominal', title: null },
      strokeDash: { field: series, type: 'nominal', title: null },
      shape: { field: series, type: 'nominal', title: null },
    },
  };
  return { ...chart, spec, rows };
}

export function queueLines(
  rows: readonly { discipline: string; queue: number; iops: number; p99Us: number }[],
): Figure {
  return lines(
    {
      id: 'block-queue-depth',
      title: blocksWords.slowest(),
      description: blocksWords.slowestText(),
    },
    rows,
    { field: 'queue', title: 'queue depth', log: true },
    { field: 'p99Us', title: 'p99, µs', log: true },
    'discipline',
  );
}

export function depthLines(rows: readonly { chain: string; depth: number; us: number }[]): Figure {
  return lines(
    {
      id: 'block-chain-depth',
      title: blocksWords.chainCost(),
      description: blocksWords.chainCostText(),
    },
    rows,
    { field: 'depth', title: 'layers', log: true },
    { field: 'us', title: 'µs per cached 4 KiB read' },
    'chain',
  );
}

export function ageLines(
  rows: readonly { locality: string; written: number; amplification: number }[],
): Figure {
  return lines(
    {
      id: 'block-age',
      title: blocksWords.ageTitle(),
      description: blocksWords.ageText(),
    },
    rows,
    { field: 'written', title: 'writes since the snapshot', log: true },
    { field: 'amplification', title: 'host bytes for a guest byte', log: true },
    'locality',
  );
}

export function spaceLines(
  points: readonly { discipline: string; interval: number; spaceBytes: number }[],
  rows: readonly FigureRow[],
): Figure {
  const values = points.map((row) => ({ ...row, GiB: row.spaceBytes / 2 ** 30 }));
  const chart = lines(
    {
      id: 'block-space',
      title: blocksWords.scheduleTitle(),
      description: blocksWords.scheduleText(),
    },
    values,
    { field: 'interval', title: 'interval' },
    { field: 'GiB', title: 'GiB' },
    'discipline',
  );
  return { ...chart, rows };
}

export interface ExtentPiece {
  row: number;
  column: number;
  /** What most bytes of the piece are: data with their depth, zero, or in no layer. */
  state: string;
  start: number;
}

/** A disk as rows of cells. */
export function extentMap(pieces: readonly ExtentPiece[]): Figure {
  const spec: TopLevelSpec = {
    data: { values: [...pieces] },
    height: { step: 12 },
    mark: { type: 'rect' },
    encoding: {
      x: { field: 'column', type: 'ordinal', axis: null },
      y: { field: 'row', type: 'ordinal', axis: null },
      color: { field: 'state', type: 'nominal', title: 'found' },
    },
  };
  const counts = new Map<string, number>();
  for (const { state } of pieces) counts.set(state, (counts.get(state) ?? 0) + 1);
  return {
    id: 'block-extent-map',
    title: blocksWords.mapTitle(),
    description: blocksWords.mapChartText(),
    spec,
    rows: [...counts].map(([state, cells]) => ({ found: state, cells })),
  };
}
