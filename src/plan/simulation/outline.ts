import { anyNum, nth, num, present } from '../../elements.ts';
import { rounded } from '../../format.ts';
import type { SimulationOutcome } from './outcome.ts';

const MOST_POINTS = 192;
const MOST_ROWS = 24;
const MOST_COLUMNS = 48;
/** A host that was off, among shares of use. */
const OFF = -1;

/** Use of hosts over time: each host a row, or groups of hosts alike in how busy they were. */
export interface HostUse {
  /** Hosts of a row. */
  perRow: number;
  /** Hour at which each column begins. */
  hours: number[];
  /** The busiest first; percent of the clock, null where all were off. */
  rows: { name: string; percent: (number | null)[] }[];
}

/** A simulation in as many points as a chart can show. */
export interface SimulationOutline {
  hostsOn: { hour: number; on: number }[];
  served: { hour: number; askedGhz: number; givenGhz: number }[];
  /** Undefined where use was not recorded. */
  use: HostUse | undefined;
}

/** Means over `size` steps at a time; `skip` values do not count. */
function blocks(values: ArrayLike<number>, size: number, skip = Number.NaN): number[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, b) => {
    let [sum, count] = [0, 0];
    for (let i = b * size; i < Math.min(values.length, (b + 1) * size); i++) {
      if (values[i] === skip) continue;
      sum += anyNum(values, i);
      count++;
    }
    return count > 0 ? sum / count : skip;
  });
}

const hoursOf = (stepS: number, size: number, block: number) =>
  rounded((block * size * stepS) / 3600);

/** What happened over time, in at most 192 points a line and 24 rows of hosts. */
export function simulationOutline(
  outcome: SimulationOutcome,
  hostNames: readonly string[],
): SimulationOutline {
  const { series } = outcome;
  const size = Math.ceil(series.hostsOn.length / MOST_POINTS);
  const hour = (block: number) => hoursOf(series.stepS, size, block);
  const given = blocks(series.servedMhz, size);
  return {
    hostsOn: blocks(series.hostsOn, size).map((on, b) => ({ hour: hour(b), on: rounded(on) })),
    served: blocks(series.askedMhz, size).map((mhz, b) => ({
      hour: hour(b),
      askedGhz: rounded(mhz / 1000),
      givenGhz: rounded(num(given, b) / 1000),
    })),
    use: hostUse(outcome, hostNames),
  };
}

function hostUse(
  { series, hosts }: SimulationOutcome,
  names: readonly string[],
): HostUse | undefined {
  const steps = series.hostsOn.length;
  if (series.utilisation.length === 0 || steps === 0) return undefined;
  const of = (host: number) =>
    Float32Array.from({ length: steps }, (_, s) => present(series.utilisation[s * hosts + host]));
  const mean = (host: number) => {
    let sum = 0;
    for (let s = 0; s < steps; s++)
      sum += Math.max(0, present(series.utilisation[s * hosts + host]));
    return sum / steps;
  };
  const busy = names.map((_, host) => mean(host));
  const order = names.map((_, host) => host).sort((a, b) => num(busy, b) - num(busy, a) || a - b);
  const perRow = Math.ceil(hosts / MOST_ROWS);
  const size = Math.ceil(steps / MOST_COLUMNS);
  const rows = Array.from({ length: Math.ceil(hosts / perRow) }, (_, r) => {
    const group = order.slice(r * perRow, (r + 1) * perRow);
    const columns = group.map((host) => blocks(of(host), size, OFF));
    const last = Math.min(hosts, (r + 1) * perRow);
    return {
      name: perRow === 1 ? nth(names, num(group, 0)) : `${r * perRow + 1}-${last}`,
      percent: nth(columns, 0).map((_, c) => {
        const on = columns.map((column) => num(column, c)).filter((value) => value !== OFF);
        const sum = on.reduce((all, value) => all + value, 0);
        return on.length > 0 ? rounded((100 * sum) / on.length, 3) : null;
      }),
    };
  });
  const hours = (rows[0]?.percent ?? []).map((_, c) => hoursOf(series.stepS, size, c));
  return { perRow, hours, rows };
}
