import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import { cellWords } from '../../messages/cells.ts';
import { ioWords } from '../../messages/io.ts';
import type { IoAnswer } from '../../model/io/what-if.ts';
import { nameWithin } from './bar-names.ts';
import { type Turn, turnLines } from './turns.ts';

/** CPU time of one request, stacked by part; parts wide enough carry their name. */
export function requestCpuBars({ costs }: IoAnswer): Figure {
  const values = costs.flatMap((cost) => {
    const clock =
      (cost.guestUs + cost.backEndUs) / cost.steps.reduce((t, s) => t + s.cycles.value, 0);
    let start = 0;
    const byPart = new Map<string, number>();
    for (const step of cost.steps) {
      const us = step.cycles.value * (Number.isFinite(clock) ? clock : 0);
      byPart.set(step.part, (byPart.get(step.part) ?? 0) + us);
    }
    return [...byPart].map(([part, us]) => {
      const row = { path: cost.title, part, us, start, middle: start + us / 2 };
      start += us;
      return row;
    });
  });
  const y = {
    field: 'path',
    type: 'nominal' as const,
    title: null,
    sort: costs.map((cost) => cost.title),
  };
  const spec: TopLevelSpec = {
    height: { step: 26 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', stroke: 'var(--bg)', strokeWidth: 1 },
        encoding: {
          y,
          x: { field: 'us', type: 'quantitative', title: 'CPU time per request, µs' },
          color: { field: 'part', type: 'nominal', title: 'part' },
          order: { field: 'start', type: 'quantitative' },
        },
      },
      {
        data: { values },
        mark: nameWithin({ length: 'us', name: 'part' }),
        encoding: {
          y,
          x: { field: 'middle', type: 'quantitative' },
          text: { field: 'part', type: 'nominal' },
        },
      },
    ],
  };
  return {
    id: 'io-request-cpu',
    title: ioWords.cpuChart(),
    description: ioWords.cpuChartText(),
    spec,
    rows: values.map(({ path, part, us }) => ({ path, part, 'µs per request': us })),
  };
}

/** Names of depths beyond this stand left of their lines. */
const DEPTH_MIDDLE = 16;

/** From which depth on the fastest virtual path is held back by something other than the depth. */
function saturation({ costs, depths }: IoAnswer): Turn[] {
  const virtual = costs.filter(({ path }) => path !== 'native');
  const best = virtual.reduce<(typeof virtual)[number] | undefined>(
    (a, b) => (!a || b.iops > a.iops ? b : a),
    undefined,
  );
  const mine = depths.filter(({ path }) => path === best?.path);
  const [end] = mine.slice(-1);
  const held = mine.findIndex(({ limitedBy }) => limitedBy !== 'queue depth');
  const first = mine[held];
  if (!best || !end || !first || first.limitedBy !== end.limitedBy) return [];
  const { depth, limitedBy } = first;
  return [
    {
      at: depth,
      name: ioWords.saturates({
        title: cellWords(best.title),
        depth,
        limit: cellWords(limitedBy),
      }),
    },
  ];
}

/** Requests a second against queue depth. */
export function depthLines(answer: IoAnswer): Figure {
  const { costs, depths, question } = answer;
  const titles = new Map<string, string>(costs.map(({ path, title }) => [path, title]));
  const x = {
    field: 'depth',
    type: 'quantitative',
    scale: { type: 'log', base: 2, nice: false },
    title: 'queue depth',
  } satisfies PositionChannel;
  const values = depths.map(({ depth, path, iops }) => ({
    depth,
    path: titles.get(path) ?? path,
    iops,
  }));
  const series = { field: 'path', type: 'nominal', title: null } as const;
  const spec: TopLevelSpec = {
    height: 320,
    layer: [
      {
        data: { values },
        mark: { type: 'line', point: { size: 45 } },
        encoding: {
          x,
          y: {
            field: 'iops',
            type: 'quantitative',
            scale: { type: 'log' },
            title: `${question.kind === 'packet' ? 'packets' : 'requests'} per second`,
          },
          ...{ color: series, shape: series, strokeDash: series },
        },
      },
      ...turnLines(saturation(answer), x, DEPTH_MIDDLE),
    ],
  };
  return {
    id: 'io-depth',
    title: ioWords.depthChart(),
    description: ioWords.depthChartText(),
    spec,
    rows: depths.map(({ depth, path, iops, latencyUs, limitedBy }) => ({
      path,
      depth,
      'per second': iops,
      'latency µs': latencyUs,
      'limited by': limitedBy,
    })),
  };
}

/** Gain of ring adaptation by block size. */
export function ringLines({ ring }: IoAnswer): Figure {
  const values = ring.map(({ bytes, depth, gain }) => ({
    KiB: bytes / 1024,
    depth: `depth ${depth}`,
    gain,
  }));
  const spec: TopLevelSpec = {
    height: 260,
    data: { values },
    mark: { type: 'line', point: { size: 45 } },
    encoding: {
      x: {
        field: 'KiB',
        type: 'quantitative',
        scale: { type: 'log', base: 2 },
        title: 'block, KiB',
      },
      y: {
        field: 'gain',
        type: 'quantitative',
        scale: { zero: false },
        title: 'rate, adapted over classic ring',
      },
      color: { field: 'depth', type: 'nominal', title: null },
      shape: { field: 'depth', type: 'nominal' },
      strokeDash: { field: 'depth', type: 'nominal' },
    },
  };
  return {
    id: 'io-ring',
    title: ioWords.ringChart(),
    description: ioWords.ringChartText(),
    spec,
    rows: values.map(({ KiB, depth, gain }) => ({ 'block KiB': KiB, depth, gain })),
  };
}

/** Rate per machine and host CPU over the number of virtual functions. */
export function functionLines({ functions }: IoAnswer): Figure {
  const values = functions.flatMap((row) => [
    { machines: row.machines, measure: 'Gbit/s per machine', value: row.perFunctionGbps },
    { machines: row.machines, measure: 'host CPU, cores', value: row.cpuPercent / 100 },
  ]);
  const without = functions.find((row) => row.withoutFunction > 0);
  const most = without?.functions ?? 0;
  const turns = without ? [{ at: most, name: ioWords.functionsOut({ functions: most }) }] : [];
  const x = {
    field: 'machines',
    type: 'quantitative',
    scale: { type: 'log', base: 2, nice: false },
    title: 'machines',
  } satisfies PositionChannel;
  const series = { field: 'measure', type: 'nominal', title: null } as const;
  const spec: TopLevelSpec = {
    height: 260,
    layer: [
      {
        data: { values },
        mark: { type: 'line', point: { size: 45 } },
        encoding: {
          x,
          y: { field: 'value', type: 'quantitative', scale: { type: 'log' }, title: null },
          ...{ color: series, shape: series, strokeDash: series },
        },
      },
      ...turnLines(turns, x, 0),
    ],
  };
  return {
    id: 'io-functions',
    title: ioWords.sriovChart(),
    description: ioWords.sriovChartText(),
    spec,
    rows: functions.map((row) => ({
      machines: row.machines,
      'with a function': row.functions,
      'without a function': row.withoutFunction,
      'Gbit/s per machine': row.perFunctionGbps,
      'host CPU %': row.cpuPercent,
    })),
  };
}

/** Payload rate of one stream through each tunnel. */
export function tunnelBars({ tunnels }: IoAnswer): Figure {
  const values = tunnels.map((row) => ({
    tunnel: row.encapsulation.id,
    case: row.offload ? 'segmented late' : 'every packet',
    gbps: row.goodputGbps,
  }));
  const spec: TopLevelSpec = {
    height: { step: 15 },
    data: { values },
    mark: { type: 'bar' },
    encoding: {
      y: { field: 'tunnel', type: 'nominal', title: null, sort: null },
      yOffset: { field: 'case', type: 'nominal' },
      x: { field: 'gbps', type: 'quantitative', title: 'Gbit/s of payload, one stream' },
      color: { field: 'case', type: 'nominal', title: null },
      strokeDash: { field: 'case', type: 'nominal' },
    },
  };
  return {
    id: 'io-tunnels',
    title: ioWords.tunnelChart(),
    description: ioWords.tunnelChartText(),
    spec,
    rows: tunnels.map((row) => ({
      tunnel: row.encapsulation.title,
      'header bytes': row.encapsulation.bytes,
      segmentation: row.offload ? 'late (GSO/TSO)' : 'every packet',
      'Gbit/s': row.goodputGbps,
      'limited by': row.limitedBy,
      'CPU µs/KB': row.cpuUsPerKb.value,
      known: row.cpuUsPerKb.status,
    })),
  };
}
