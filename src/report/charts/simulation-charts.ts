import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import { readyThresholds } from '../../model/scheduling/ready.ts';
import type { SimulationOutcome, Spread } from '../../plan/simulation/outcome.ts';

const round = (value: number, digits = 4) => Number(value.toPrecision(digits));
const MOST_POINTS = 192;
const MOST_ROWS = 24;
const MOST_COLUMNS = 48;

/** Means over `size` steps at a time; `skip` values do not count. */
function blocks(values: ArrayLike<number>, size: number, skip = Number.NaN): number[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, b) => {
    let [sum, count] = [0, 0];
    for (let i = b * size; i < Math.min(values.length, (b + 1) * size); i++) {
      if (values[i] === skip) continue;
      sum += values[i]!;
      count++;
    }
    return count > 0 ? sum / count : skip;
  });
}

const hoursOf = (stepS: number, size: number, block: number) =>
  round((block * size * stepS) / 3600);

/** Hosts on over time. */
export function hostsOnChart(id: string, { series, hosts }: SimulationOutcome): Figure {
  const size = Math.ceil(series.hostsOn.length / MOST_POINTS);
  const values = blocks(series.hostsOn, size).map((on, b) => ({
    hour: hoursOf(series.stepS, size, b),
    on: round(on),
  }));
  const spec = {
    data: { values },
    height: 200,
    mark: { type: 'line', interpolate: 'step-after' },
    encoding: {
      x: { field: 'hour', type: 'quantitative', title: 'hours' },
      y: {
        field: 'on',
        type: 'quantitative',
        title: 'hosts on or booting',
        scale: { zero: true },
        axis: { tickMinStep: 1 },
      },
    },
  } as unknown as TopLevelSpec;
  return {
    id: `${id}-hosts-on`,
    title: 'Hosts that draw power',
    description: `Of ${hosts} hosts; a host counts from the start of its boot.`,
    spec,
    rows: values.map(({ hour, on }) => ({ hour, 'hosts on': on })),
  };
}

/** Work asked for and given over time. */
export function servedChart(id: string, { series }: SimulationOutcome): Figure {
  const size = Math.ceil(series.askedMhz.length / MOST_POINTS);
  const [asked, served] = [blocks(series.askedMhz, size), blocks(series.servedMhz, size)];
  const values = asked.flatMap((mhz, b) => [
    { hour: hoursOf(series.stepS, size, b), what: 'asked', ghz: round(mhz / 1000) },
    { hour: hoursOf(series.stepS, size, b), what: 'given', ghz: round(served[b]! / 1000) },
  ]);
  const spec = {
    data: { values },
    height: 200,
    mark: { type: 'line' },
    encoding: {
      x: { field: 'hour', type: 'quantitative', title: 'hours' },
      y: { field: 'ghz', type: 'quantitative', title: 'GHz', scale: { zero: true } },
      color: { field: 'what', type: 'nominal', title: null },
      strokeDash: { field: 'what', type: 'nominal', title: null },
    },
  } as unknown as TopLevelSpec;
  return {
    id: `${id}-served`,
    title: 'Work asked for and given',
    description: 'Where the lines part, machines wait for a core, for a restart or for a place.',
    spec,
    rows: asked.map((mhz, b) => ({
      hour: hoursOf(series.stepS, size, b),
      'asked GHz': round(mhz / 1000),
      'given GHz': round(served[b]! / 1000),
    })),
  };
}

/** Utilisation of hosts over time: each host a row, or groups of hosts alike in how busy they were. */
export function hostHeatMap(
  id: string,
  { series, hosts }: SimulationOutcome,
  names: readonly string[],
): Figure | undefined {
  const steps = series.hostsOn.length;
  if (series.utilisation.length === 0 || steps === 0) return undefined;
  const of = (host: number) =>
    Float32Array.from({ length: steps }, (_, s) => series.utilisation[s * hosts + host]!);
  const mean = (host: number) => {
    let sum = 0;
    for (let s = 0; s < steps; s++) sum += Math.max(0, series.utilisation[s * hosts + host]!);
    return sum / steps;
  };
  const use = names.map((_, host) => mean(host));
  const order = names.map((_, host) => host).sort((a, b) => use[b]! - use[a]! || a - b);
  const perRow = Math.ceil(hosts / MOST_ROWS);
  const size = Math.ceil(steps / MOST_COLUMNS);
  const rows = Array.from({ length: Math.ceil(hosts / perRow) }, (_, r) => {
    const group = order.slice(r * perRow, (r + 1) * perRow);
    const columns = group.map((host) => blocks(of(host), size, -1));
    const rank = r * perRow + 1;
    const last = Math.min(hosts, (r + 1) * perRow);
    return {
      name: perRow === 1 ? names[group[0]!]! : `${rank}-${last}`,
      cells: columns[0]!.map((_, c) => {
        const on = columns.map((column) => column[c]!).filter((value) => value >= 0);
        return on.length > 0 ? on.reduce((sum, value) => sum + value, 0) / on.length : -1;
      }),
    };
  });
  const values = rows.flatMap(({ name, cells }) =>
    cells.flatMap((cell, c) =>
      cell < 0
        ? []
        : [{ host: name, hour: hoursOf(series.stepS, size, c), percent: round(100 * cell, 3) }],
    ),
  );
  const spec = {
    data: { values },
    // High enough for the legend of one row.
    height: { step: Math.max(14, Math.ceil(140 / rows.length)) },
    mark: 'rect',
    encoding: {
      x: {
        field: 'hour',
        type: 'ordinal',
        title: 'hours',
        axis: { labelOverlap: true, labelAngle: 0, ticks: false },
      },
      y: {
        field: 'host',
        type: 'nominal',
        sort: rows.map(({ name }) => name),
        title: perRow === 1 ? null : 'hosts by use',
      },
      color: {
        field: 'percent',
        type: 'quantitative',
        title: 'CPU %',
        scale: { domain: [0, 100] },
      },
    },
  } as unknown as TopLevelSpec;
  return {
    id: `${id}-heat`,
    title: 'Use of hosts over time',
    description:
      perRow === 1
        ? 'The busiest host first; no cell: the host was off.'
        : `Groups of ${perRow} hosts, the busiest first, mean of those that were on; no cell: all were off.`,
    spec,
    rows: rows.map(({ name, cells }) => ({
      hosts: name,
      ...Object.fromEntries(
        cells.map((cell, c) => [
          `${hoursOf(series.stepS, size, c)} h`,
          cell < 0 ? 'off' : round(100 * cell, 3),
        ]),
      ),
    })),
  };
}

/** Share of machines up to a value of contention, with the thresholds of practice. */
export function contentionCdf(
  id: string,
  spreads: readonly { name: string; spread: Spread }[],
): Figure {
  const values = spreads.flatMap(({ name, spread }) =>
    spread.curve.map(([percent, share]) => ({
      what: name,
      percent: round(percent),
      machines: round(100 * share),
    })),
  );
  const lines = Object.values(readyThresholds).map(({ value }) => ({
    limit: value,
    name: `${value} %`,
  }));
  const spec = {
    height: 240,
    layer: [
      {
        data: { values },
        mark: { type: 'line', interpolate: 'step-after' },
        encoding: {
          x: { field: 'percent', type: 'quantitative', title: '% not given, or % of time ready' },
          y: { field: 'machines', type: 'quantitative', title: '% of machines' },
          color: { field: 'what', type: 'nominal', title: null },
          strokeDash: { field: 'what', type: 'nominal', title: null },
        },
      },
      {
        data: { values: lines },
        mark: { type: 'rule', strokeDash: [2, 3] },
        encoding: { x: { field: 'limit', type: 'quantitative' } },
      },
      {
        data: { values: lines },
        mark: { type: 'text', align: 'right', dx: -4, baseline: 'bottom' },
        encoding: {
          x: { field: 'limit', type: 'quantitative' },
          y: { datum: 4 },
          text: { field: 'name' },
        },
      },
    ],
  } as unknown as TopLevelSpec;
  return {
    id: `${id}-cdf`,
    title: 'Contention of machines',
    description:
      'Left and high is good: most machines got nearly all they asked for. Dotted: thresholds of practice for ready time per vCPU, from which to look and from which it is contention (unverified).',
    spec,
    rows: values.map(({ what, percent, machines }) => ({
      what,
      percent,
      '% of machines at or below': machines,
    })),
  };
}
