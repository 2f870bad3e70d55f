import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../chart.ts';
import { num } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { percentOf, rounded } from '../../format.ts';
import { simulateWords } from '../../messages/plan-simulate.ts';
import { readyThresholds } from '../../model/scheduling/ready-thresholds.ts';
import type { Spread } from '../../plan/simulation/outcome.ts';
import type { HostUse, SimulationOutline } from '../../plan/simulation/outline.ts';
import { turnLines } from './turns.ts';

/** Hosts on over time. */
export function hostsOnChart(
  id: string,
  values: SimulationOutline['hostsOn'],
  hosts: number,
): Figure {
  const spec: TopLevelSpec = {
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
  };
  return {
    id: `${id}-hosts-on`,
    title: simulateWords.hostsOn(),
    description: simulateWords.hostsOnText({ hosts }),
    spec,
    rows: values.map(({ hour, on }) => ({ hour, 'hosts on': on })),
  };
}

/** Work asked for and given over time. */
export function servedChart(id: string, served: SimulationOutline['served']): Figure {
  const values = served.flatMap(({ hour, askedGhz, givenGhz }) => [
    { hour, what: 'asked for', ghz: askedGhz },
    { hour, what: 'delivered', ghz: givenGhz },
  ]);
  const spec: TopLevelSpec = {
    data: { values },
    height: 200,
    mark: { type: 'line' },
    encoding: {
      x: { field: 'hour', type: 'quantitative', title: 'hours' },
      y: { field: 'ghz', type: 'quantitative', title: 'GHz', scale: { zero: true } },
      color: { field: 'what', type: 'nominal', title: null },
      strokeDash: { field: 'what', type: 'nominal', title: null },
    },
  };
  return {
    id: `${id}-served`,
    title: simulateWords.served(),
    description: simulateWords.servedText(),
    spec,
    rows: served.map(({ hour, askedGhz, givenGhz }) => ({
      hour,
      'asked GHz': askedGhz,
      'given GHz': givenGhz,
    })),
  };
}

/** Use of hosts over time: each host a row, or groups of hosts alike in how busy they were. */
export function hostUseMap(id: string, { perRow, hours, rows }: HostUse): Figure {
  const values = rows.flatMap(({ name, percent }) =>
    percent.flatMap((value, c) =>
      value === null ? [] : [{ host: name, hour: num(hours, c), percent: value }],
    ),
  );
  const spec: TopLevelSpec = {
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
  };
  return {
    id: `${id}-heat`,
    title: simulateWords.use(),
    description: perRow === 1 ? simulateWords.useByHost() : simulateWords.useByGroup({ n: perRow }),
    spec,
    rows: rows.map(({ name, percent }) => ({
      hosts: name,
      ...Object.fromEntries(percent.map((value, c) => [`${hours[c]} h`, value ?? 'off'])),
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
      percent: rounded(percent),
      machines: percentOf(share),
    })),
  );
  const x = {
    field: 'percent',
    type: 'quantitative',
    title: '% not given, or % of time ready',
  } satisfies PositionChannel;
  const lines = Object.values(readyThresholds).map(({ value }) => ({
    at: value,
    name: `${value} %`,
  }));
  const spec: TopLevelSpec = {
    height: 240,
    layer: [
      {
        data: { values },
        mark: { type: 'line', interpolate: 'step-after' },
        encoding: {
          x,
          y: { field: 'machines', type: 'quantitative', title: '% of machines' },
          color: { field: 'what', type: 'nominal', title: null },
          strokeDash: { field: 'what', type: 'nominal', title: null },
        },
      },
      ...turnLines(lines, x, 50),
    ],
  };
  return {
    id: `${id}-cdf`,
    title: simulateWords.contention(),
    description: simulateWords.contentionText(),
    spec,
    rows: values.map(({ what, percent, machines }) => ({
      what,
      percent,
      '% of machines at or below': machines,
    })),
  };
}
