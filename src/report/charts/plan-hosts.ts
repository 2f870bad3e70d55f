import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../chart.ts';
import { nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import type { HostHours, HostLoad } from '../../plan/operations/host-loads.ts';

/** Hosts drawn; more would be a smear, and the fullest are the ones that matter. */
const MOST = 60;
const MOST_CELLS = 40;

const named = (loads: readonly unknown[], most: number) =>
  loads.length > most ? `The ${most} fullest of ${loads.length} hosts. ` : '';

/** Memory of each host, stacked: in use, and promised beyond that; sorted by what is promised. */
export function hostStack(loads: readonly HostLoad[], memoryRatio: number): Figure {
  const shown = loads.slice(0, MOST);
  const [used, beyond, all] = ['in use', 'promised, not in use', 'promised (use not exported)'];
  const values = shown.flatMap(({ host, cluster, memoryCommitted, memoryInUse }) =>
    memoryInUse === undefined
      ? [{ host, cluster, part: all, share: memoryCommitted, order: 0 }]
      : [
          { host, cluster, part: used, share: memoryInUse, order: 0 },
          {
            host,
            cluster,
            part: beyond,
            share: Math.max(0, Math.round(10 * (memoryCommitted - memoryInUse)) / 10),
            order: 1,
          },
        ],
  );
  const y = {
    field: 'host',
    type: 'nominal',
    sort: shown.map(({ host }) => host),
    title: null,
    axis: { labelFontSize: 11 },
  } satisfies PositionChannel;
  const parts = [used, beyond, all].filter((part) => values.some((value) => value.part === part));
  const spec: TopLevelSpec = {
    height: { step: 15 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: 11 },
        encoding: {
          y,
          x: {
            field: 'share',
            type: 'quantitative',
            title: 'percent of the host’s memory',
            stack: 'zero',
          },
          fill: {
            field: 'part',
            type: 'nominal',
            title: null,
            sort: parts,
            scale: {
              domain: parts,
              range: parts.map((part) => (part === beyond ? 'url(#hatch-3)' : 'var(--c3)')),
            },
            legend: { orient: 'top' },
          },
          order: { field: 'order' },
        },
      },
      {
        data: { values: [{ limit: 100 * memoryRatio }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { x: { field: 'limit', type: 'quantitative' } },
      },
    ],
  };
  const over = loads.filter(({ memoryCommitted }) => memoryCommitted > 100 * memoryRatio).length;
  return {
    id: 'host-memory',
    title: 'Memory of each host',
    description: `${named(loads, MOST)}Full bar: in use; hatched: promised to machines beyond that; dashed line: the limit of the plan. ${over === 0 ? 'No host is promised past it.' : `${over} of ${loads.length} hosts are committed past it.`}`,
    spec,
    rows: loads.map((load) => ({
      host: load.host,
      cluster: load.cluster,
      machines: load.machines,
      'memory in use, %': load.memoryInUse ?? null,
      'memory promised, %': load.memoryCommitted,
      'CPU in use, %': load.cpuInUse ?? null,
      'vCPUs per core': load.vcpusPerCore,
    })),
  };
}

/** Cells of hosts by columns: a shade from `field`, darker to the end of `domain`, and the number itself. */
function cellSpec(
  cells: readonly { host: string }[],
  hosts: readonly string[],
  x: PositionChannel,
  shade: { field: string; domain: [number, number] },
  text: { format?: string; fontSize: number; width: number },
): TopLevelSpec {
  const format = text.format === undefined ? {} : { format: text.format };
  return {
    data: { values: cells },
    // Cells hold numbers: they keep their width, and a phone scrolls sideways inside the figure.
    width: { step: text.width },
    height: { step: 16 },
    encoding: {
      x,
      y: {
        field: 'host',
        type: 'nominal',
        sort: [...hosts],
        title: null,
        axis: { labelFontSize: 11 },
      },
    },
    layer: [
      {
        mark: { type: 'rect', color: 'var(--c3)' },
        encoding: {
          opacity: {
            field: shade.field,
            type: 'quantitative',
            scale: { domain: shade.domain, range: [0.03, 0.7], clamp: true },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: text.fontSize },
        encoding: { text: { field: 'value', ...format } },
      },
    ],
  };
}

/** Numbers of each host side by side, each cell shaded by how near it is to its limit. */
export function hostHeatMap(
  loads: readonly HostLoad[],
  settings: { cpuRatio: number; memoryRatio: number },
): Figure {
  const shown = loads.slice(0, MOST_CELLS);
  const columns = ['CPU in|use, %', 'memory in|use, %', 'memory|promised, %', 'vCPUs|per core'];
  const cells = shown.flatMap((load) => {
    const row: (readonly [string, number | undefined, number])[] = [
      [nth(columns, 0), load.cpuInUse, 100],
      [nth(columns, 1), load.memoryInUse, 100],
      [nth(columns, 2), load.memoryCommitted, 100 * settings.memoryRatio],
      [nth(columns, 3), load.vcpusPerCore, settings.cpuRatio],
    ];
    return row.flatMap(([column, value, limit]) =>
      value === undefined ? [] : [{ host: load.host, column, value, shade: value / limit }],
    );
  });
  const x: PositionChannel = {
    field: 'column',
    type: 'nominal',
    sort: columns,
    title: null,
    axis: {
      orient: 'top',
      labelAngle: 0,
      labelExpr: "split(datum.value, '|')",
      labelLineHeight: 13,
      labelPadding: 18,
    },
  };
  const spec = cellSpec(
    cells,
    shown.map(({ host }) => host),
    x,
    { field: 'shade', domain: [0, 1] },
    { format: '.1f', fontSize: 11, width: 74 },
  );
  return {
    id: 'host-heat',
    title: 'Every host at a glance',
    description: `${named(loads, MOST_CELLS)}Each cell prints its number; the fuller against its limit (100 %, ${100 * settings.memoryRatio} % of memory promised, ${settings.cpuRatio} vCPUs per core), the stronger its colour.`,
    spec,
    rows: shown.map((load) => ({
      host: load.host,
      cluster: load.cluster,
      'CPU in use, %': load.cpuInUse ?? null,
      'memory in use, %': load.memoryInUse ?? null,
      'memory promised, %': load.memoryCommitted,
      'vCPUs per core': load.vcpusPerCore,
    })),
  };
}

/** CPU of each host over the day: its use as exported, moved as the load given moves. */
export function hostHoursChart({ load, hosts }: HostHours): Figure {
  const shown = hosts.slice(0, MOST_CELLS);
  const cells = shown.flatMap(({ host, percent }) =>
    percent.map((value, hour) => ({ host, hour, value })),
  );
  const x: PositionChannel = {
    field: 'hour',
    type: 'ordinal',
    title: 'hour of the day (UTC)',
    axis: { orient: 'top', labelAngle: 0 },
  };
  const spec = cellSpec(
    cells,
    shown.map(({ host }) => host),
    x,
    { field: 'value', domain: [0, 100] },
    { fontSize: 10, width: 27 },
  );
  return {
    id: 'host-hours',
    title: 'CPU of each host over the day, percent',
    description: `${named(hosts, MOST_CELLS)}The use of each host when exported, moved over the day as the load of ${load} moves: the hosts' own days were not exported. Darker is fuller.`,
    spec,
    rows: shown.map(({ host, percent }) => ({
      host,
      ...Object.fromEntries(percent.map((value, hour) => [`${hour} h`, value])),
    })),
  };
}
