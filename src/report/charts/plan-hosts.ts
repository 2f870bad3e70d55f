import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';
import { planPageWords as words } from '../../messages/plan-page.ts';
import type { HostHours, HostLoad } from '../../plan/operations/host-loads.ts';

const MOST_CELLS = 40;

const named = (loads: readonly unknown[], most: number): Text =>
  loads.length > most ? words.fullest({ shown: most, hosts: loads.length }) : '';

/** A host's share of one resource, as a tick of its cluster's strip. */
interface Tick {
  host: string;
  cluster: string;
  what: string;
  share: number;
  limit: number;
}

const columns = ['memory promised, %', 'memory in use, %', 'CPU in use, %'] as const;

/** A strip of ticks for each cluster and resource, one tick a host, all on one scale; past its limit a tick is red. */
export function hostStrips(
  loads: readonly HostLoad[],
  memoryRatio: number,
  rows: Figure['rows'],
): Figure {
  const ticks = loads.flatMap((load): Tick[] => {
    const { host, cluster, memoryCommitted, memoryInUse, cpuInUse } = load;
    const limits = [100 * memoryRatio, 100, 100];
    return [memoryCommitted, memoryInUse, cpuInUse].flatMap((share, i) =>
      share === undefined
        ? []
        : [{ host, cluster, what: columns[i] ?? '', share, limit: limits[i] ?? 100 }],
    );
  });
  const shown = columns.filter((what) => ticks.some((tick) => tick.what === what));
  const most = ticks.reduce((max, { share, limit }) => Math.max(max, share, limit), 0);
  const over = loads.filter(({ memoryCommitted }) => memoryCommitted > 100 * memoryRatio).length;
  const y = { field: 'cluster', type: 'nominal', title: null } as const;
  const cell = (width: number) => ({
    width,
    height: { step: 26 },
    layer: [
      {
        mark: { type: 'tick', thickness: 2, height: 16, opacity: 0.75 },
        encoding: {
          y,
          x: {
            field: 'share',
            type: 'quantitative',
            title: 'percent of the host',
            scale: { domain: [0, most * 1.02], nice: false },
          },
          color: {
            condition: { test: 'datum.share > datum.limit', value: 'var(--c2)' },
            value: 'var(--c3)',
          },
        },
      },
      {
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { x: { aggregate: 'max', field: 'limit', type: 'quantitative' } },
      },
    ],
  });
  const facet = { field: 'what', type: 'nominal', title: null, sort: [...shown] };
  const past = over === 0 ? words.nonePast() : words.somePast({ over, hosts: loads.length });
  return {
    id: 'hosts-table',
    title: words.everyHost(),
    description: words.everyHostText({ past }),
    spec: {
      data: { values: ticks },
      facet: { column: facet },
      spec: cell(Math.floor(830 / Math.max(1, shown.length)) - 24),
      usermeta: { narrow: { facet, columns: 1, spec: cell(200) } },
    } as unknown as TopLevelSpec,
    rows,
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
    title: words.hostHours(),
    description: words.hostHoursText({ fullest: named(hosts, MOST_CELLS), load }),
    spec,
    rows: shown.map(({ host, percent }) => ({
      host,
      ...Object.fromEntries(percent.map((value, hour) => [`${hour} h`, value])),
    })),
  };
}
