import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import { resourceName, scheduleWords } from '../../messages/schedule.ts';
import type { AllocatedNode } from '../../model/scheduling/allocate-tree.ts';
import type { NumaPoint, QuotaPoint } from '../../model/scheduling/reference-curves.ts';
import type { SchedulingAnswer } from '../../model/scheduling/what-if.ts';
import { nameWithin } from './bar-names.ts';

/** Leaves and pools in reading order, children below their pool. */
export function flatten(allocated: readonly AllocatedNode[], prefix = ''): AllocatedNode[] {
  return allocated.flatMap((node) => [
    { ...node, id: `${prefix}${node.id}` },
    ...flatten(node.children, `${prefix}${node.id} / `),
  ]);
}

/** What each machine gets, between what it reserved and what it could use. */
export function allocationBars({ allocation, question }: SchedulingAnswer): Figure {
  const rows = flatten(allocation);
  const values = rows.map(({ id, allocation: gets, reserved, ceiling }) => ({
    id,
    gets,
    reserved,
    ...(Number.isFinite(ceiling) ? { ceiling } : {}),
  }));
  const y = { field: 'id', type: 'nominal' as const, title: null, sort: rows.map(({ id }) => id) };
  const tick = (field: string, strokeDash: number[]) => ({
    mark: { type: 'tick' as const, thickness: 3, strokeDash, color: 'var(--fg)' },
    encoding: { y, x: { field, type: 'quantitative' as const } },
  });
  const spec: TopLevelSpec = {
    height: { step: 26 },
    data: { values },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          y,
          x: {
            field: 'gets',
            type: 'quantitative',
            title: scheduleWords.resourceAxis({
              resource: resourceName(question.resource),
              unit: question.unit,
            }) as unknown as string,
          },
        },
      },
      tick('reserved', [1, 0]),
      // An empty layer would be an unnamed image to a screen reader.
      ...(rows.some(({ ceiling }) => Number.isFinite(ceiling)) ? [tick('ceiling', [2, 2])] : []),
    ],
  };
  return {
    id: 'schedule-allocation',
    title: scheduleWords.allocation(),
    description: scheduleWords.allocationText(),
    spec,
    rows: rows.map(({ id, allocation: gets, reserved, ceiling }) => ({
      machine: id,
      allocation: gets,
      reserved,
      'could use': Number.isFinite(ceiling) ? ceiling : 'unlimited',
    })),
  };
}

const stateOrder = ['running', 'ready', 'co-stopped', 'throttled', 'idle'] as const;

/** Waiting is warm, idle is grey. */
const stateColours = {
  running: 'var(--c3)',
  ready: 'var(--c2)',
  'co-stopped': 'var(--c5)',
  throttled: 'var(--c6)',
  idle: 'var(--c1)',
} satisfies Record<(typeof stateOrder)[number], string>;

/** Where the time of each machine's vCPUs went, per scheduler; wide parts carry their name. */
export function stateBars({ simulation }: SchedulingAnswer): Figure {
  const values = simulation.flatMap(({ policy, machine, percent }) => {
    let start = 0;
    return stateOrder.flatMap((state) => {
      const share = percent[state];
      const row = { case: `${policy}: ${machine}`, state, share, start, middle: start + share / 2 };
      start += share;
      return share > 0 ? [row] : [];
    });
  });
  const shown = stateOrder.filter((state) => values.some((value) => value.state === state));
  const y = { field: 'case', type: 'nominal' as const, title: null, sort: null };
  const spec: TopLevelSpec = {
    height: { step: 24 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', stroke: 'var(--bg)', strokeWidth: 1 },
        encoding: {
          y,
          x: { field: 'share', type: 'quantitative', title: 'percent of a vCPU', stack: 'zero' },
          color: {
            field: 'state',
            type: 'nominal',
            title: 'state',
            scale: { domain: [...shown], range: shown.map((state) => stateColours[state]) },
          },
          order: { field: 'start', type: 'quantitative' },
        },
      },
      {
        data: { values },
        mark: nameWithin({ length: 'share', name: 'state' }),
        encoding: {
          y,
          x: { field: 'middle', type: 'quantitative' },
          text: { field: 'state', type: 'nominal' },
        },
      },
    ],
  };
  return {
    id: 'schedule-states',
    title: scheduleWords.stealTitle(),
    description: scheduleWords.stealText(),
    spec,
    rows: values.map(({ case: name, state, share }) => ({ machine: name, state, percent: share })),
  };
}

/** Response times of machines that serve requests. */
export function latencyPoints({ simulation }: SchedulingAnswer): Figure | null {
  const values = simulation.flatMap(({ policy, machine, latency }) =>
    latency
      ? (
          [
            ['p50', latency.p50Us],
            ['p95', latency.p95Us],
            ['p99', latency.p99Us],
            ['p99.9', latency.p999Us],
            ['max', latency.maxUs],
          ] as const
        ).map(([percentile, us]) => ({ machine, policy, percentile, ms: us / 1000 }))
      : [],
  );
  if (values.length === 0) return null;
  const spec: TopLevelSpec = {
    height: 300,
    data: {
      values: values.map((value) => ({ ...value, series: `${value.machine}, ${value.policy}` })),
    },
    mark: { type: 'line', point: { size: 55 } },
    encoding: {
      x: { field: 'percentile', type: 'ordinal', sort: ['p50', 'p95', 'p99', 'p99.9', 'max'] },
      y: { field: 'ms', type: 'quantitative', scale: { type: 'log' }, title: 'response, ms' },
      color: { field: 'series', type: 'nominal', title: null },
      shape: { field: 'series', type: 'nominal' },
      strokeDash: { field: 'series', type: 'nominal' },
    },
  };
  return {
    id: 'schedule-latency',
    title: scheduleWords.tail(),
    description: scheduleWords.tailText(),
    spec,
    rows: values,
  };
}

/** How long a burst takes under a quota in 100 ms periods. */
export function quotaLines(points: readonly QuotaPoint[]): Figure {
  const values = points.map(({ quotaMs, workMs, endsMs }) => ({
    quota: `${quotaMs} ms per 100 ms`,
    work: workMs,
    ends: endsMs,
  }));
  const spec: TopLevelSpec = {
    height: 260,
    data: { values },
    mark: { type: 'line', interpolate: 'step-after' },
    encoding: {
      x: { field: 'work', type: 'quantitative', title: 'CPU time of the burst, ms' },
      y: { field: 'ends', type: 'quantitative', title: 'ends after, ms', scale: { type: 'log' } },
      color: { field: 'quota', type: 'nominal', title: 'cpu.max' },
      strokeDash: { field: 'quota', type: 'nominal' },
    },
  };
  return {
    id: 'schedule-quota',
    title: scheduleWords.quotaTitle(),
    description: scheduleWords.quotaText(),
    spec,
    rows: values.map(({ quota, work, ends }) => ({ quota, 'burst ms': work, 'ends ms': ends })),
  };
}

/** Mean memory latency against the share of local accesses. */
export function numaLines(points: readonly NumaPoint[]): Figure {
  const values = points.map(({ machine, localShare, meanNs }) => ({
    machine,
    local: 100 * localShare,
    ns: meanNs,
  }));
  const spec: TopLevelSpec = {
    height: 260,
    data: { values },
    mark: { type: 'line', point: { size: 40 } },
    encoding: {
      x: { field: 'local', type: 'quantitative', title: 'local accesses, percent' },
      y: { field: 'ns', type: 'quantitative', title: 'mean latency, ns', scale: { type: 'log' } },
      color: { field: 'machine', type: 'nominal', title: null },
      shape: { field: 'machine', type: 'nominal' },
      strokeDash: { field: 'machine', type: 'nominal' },
    },
  };
  return {
    id: 'schedule-numa',
    title: scheduleWords.numaChart(),
    description: scheduleWords.numaChartText(),
    spec,
    rows: values.map(({ machine, local, ns }) => ({ machine, 'local %': local, 'mean ns': ns })),
  };
}
