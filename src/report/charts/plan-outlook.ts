import type { TopLevelSpec } from 'vega-lite';
import type { ClusterAnswer } from '../../plan/answer.ts';
import type { Outlook } from '../../plan/outlook/outlook.ts';
import { resourceNames, tightness } from '../../plan/outlook/verdict.ts';
import type { Chart } from '../section.ts';

const MONTHS = 24;
const MOST_LINES = 4;
const round = (value: number) => Math.round(10 * value) / 10;

/** Load of the tightest clusters as machines are added month by month, with the band of the rate. */
export function growthChart(
  clusters: readonly ClusterAnswer[],
  { rate, forecasts }: Outlook,
): Chart {
  const shown = clusters.slice(0, MOST_LINES);
  const at = (load: number, percent: number, month: number) =>
    round(100 * load * (1 + percent / 100) ** month);
  const name = (cluster: ClusterAnswer) =>
    `${cluster.cluster}, ${resourceNames[cluster.binding] ?? cluster.binding}`;
  const values = shown.flatMap((cluster) =>
    Array.from({ length: MONTHS + 1 }, (_, month) => ({
      cluster: name(cluster),
      month,
      load: at(tightness(cluster), rate.percentPerMonth, month),
      low: at(tightness(cluster), rate.low, month),
      high: at(tightness(cluster), rate.high, month),
    })),
  );
  const full = shown.flatMap((cluster) => {
    const months = forecasts.find((entry) => entry.cluster === cluster.cluster)?.months.value;
    return months === null || months === undefined || months > MONTHS
      ? []
      : [
          {
            cluster: name(cluster),
            month: months,
            load: at(tightness(cluster), rate.percentPerMonth, months),
          },
        ];
  });
  const x = { field: 'month', type: 'quantitative', title: 'months from now' };
  const series = { field: 'cluster', type: 'nominal', title: null, sort: shown.map(name) };
  const spec = {
    height: 260,
    layer: [
      {
        data: { values },
        mark: { type: 'area', opacity: 0.16, stroke: null },
        encoding: {
          x,
          y: {
            field: 'low',
            type: 'quantitative',
            title: 'percent of capacity after failures',
            scale: { zero: false },
          },
          y2: { field: 'high' },
          fill: { ...series, legend: null },
        },
      },
      {
        data: { values },
        mark: { type: 'line' },
        encoding: {
          x,
          y: { field: 'load', type: 'quantitative' },
          color: { ...series, legend: { symbolType: 'stroke', symbolSize: 400 } },
          strokeDash: series,
        },
      },
      {
        data: { values: full },
        mark: {
          type: 'point',
          shape: 'cross',
          filled: true,
          size: 130,
          opacity: 1,
          color: 'var(--fg)',
        },
        encoding: { x, y: { field: 'load', type: 'quantitative' } },
      },
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { y: { field: 'limit', type: 'quantitative' } },
      },
    ],
  } as unknown as TopLevelSpec;
  return {
    id: 'growth-lines',
    title: `If machines grow by ${rate.percentPerMonth} % a month (${rate.low} to ${rate.high})`,
    description: `Load of what runs out first, with failures tolerated; the band is that of the rate. Cross: the first machine without a place. It can come below the dashed line of 100 %: room is left on many hosts, but on none enough for a large machine.${clusters.length > MOST_LINES ? ` The ${MOST_LINES} tightest of ${clusters.length} clusters.` : ''}`,
    spec,
    table: values
      .filter(({ month }) => month % 3 === 0)
      .map(({ cluster, month, load, low, high }) => ({
        cluster,
        'months from now': month,
        'load, %': load,
        'slower growth, %': low,
        'faster growth, %': high,
      })),
  };
}

/** What each assumption of the answer is worth, in machines of average size that still fit. */
export function tornado({ sensitivities }: Outlook, base: number): Chart {
  const order = sensitivities.map(({ what }) => what);
  const values = sensitivities.flatMap(({ what, low, high }) =>
    [['lower', low] as const, ['higher', high] as const].map(([end, { setting, room }]) => ({
      what,
      end,
      setting,
      room,
      base,
      label: `${setting}: ${room}`,
      right: room >= base,
    })),
  );
  const y = {
    field: 'what',
    type: 'nominal',
    sort: order,
    title: null,
    axis: {
      labelExpr:
        "length(datum.value) > 22 ? split(replace(datum.value, /^(.{10,22}) /, '$1|'), '|') : datum.value",
      labelLineHeight: 14,
    },
  };
  const reach = Math.max(1, ...values.map(({ room }) => Math.abs(room - base)));
  const x = {
    type: 'quantitative',
    title: 'room, machines of average size',
    scale: { domain: [base - 1.45 * reach, base + 1.45 * reach], nice: false },
  };
  const text = (right: boolean) => ({
    data: { values: values.filter((value) => value.right === right) },
    mark: { type: 'text', align: right ? 'left' : 'right', dx: right ? 5 : -5, fontSize: 11 },
    encoding: { y, x: { ...x, field: 'room' }, text: { field: 'label' } },
  });
  const spec = {
    height: { step: 38 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: 18 },
        encoding: {
          y,
          x: { ...x, field: 'base' },
          x2: { field: 'room' },
          fill: {
            field: 'end',
            type: 'nominal',
            title: 'the assumption is',
            scale: { domain: ['lower', 'higher'], range: ['url(#hatch-5)', 'var(--c3)'] },
            legend: { orient: 'top' },
          },
        },
      },
      text(true),
      text(false),
      {
        data: { values: [{ base }] },
        mark: { type: 'rule' },
        encoding: { x: { field: 'base', type: 'quantitative' } },
      },
    ],
  } as unknown as TopLevelSpec;
  const first = sensitivities[0];
  return {
    id: 'tornado',
    title: 'What the answer hangs on',
    description: `Each assumption a tenth lower (hatched) and higher (full), hosts that may fail one fewer and one more; printed: its setting and the room it leaves. Line: the plan as it is, ${base}.${first ? ` Most depends on: ${first.what}.` : ''}`,
    spec,
    table: sensitivities.map(({ what, low, high }) => ({
      assumption: what,
      'lower setting': low.setting,
      'room then': low.room,
      'higher setting': high.setting,
      'room then ': high.room,
    })),
  };
}
