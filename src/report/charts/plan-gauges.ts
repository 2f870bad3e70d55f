import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import type { Message, Text } from '../../message.ts';
import { cellText } from '../../messages/cells.ts';
import { planPageWords as words } from '../../messages/plan-page.ts';
import type { Gauge, Headroom } from '../../plan/outlook/headroom.ts';

const label = ({ cluster, what, taken, failureLine: line }: Gauge, failed: string) =>
  `${cluster} ${what}|${taken} %${line === undefined ? '' : `, ${failed} ${line} %`}`;

/** The cluster and the resource of a gauge, as its label has them. */
const nameOf = ({ cluster, what }: Gauge): Text => cellText('series', `${cluster} ${what}`);

/**
 * Headroom of the tightest clusters: a bar per resource up to what is promised, a thin bar for what was in use,
 * a mark where it may go with failures tolerated, and the line of the limit.
 */
export function headroomGauges(headroom: Headroom, failures: number): Figure {
  const { gauges } = headroom;
  const values = gauges.map((gauge) => ({
    ...gauge,
    series: `${gauge.cluster} ${gauge.what}`,
    label: label(gauge, `N+${failures}`),
  }));
  const y = {
    field: 'label',
    type: 'nominal',
    sort: null,
    title: null,
    axis: {
      labelExpr: "split(datum.value, '|')",
      labelLineHeight: 13,
      labelOffset: -6.5,
      labelPadding: 6,
      labelFontSize: 11,
    },
  } satisfies PositionChannel;
  const x = { type: 'quantitative', title: 'percent of the limit' } satisfies PositionChannel;
  const marked = values.filter((value) => value.failureLine !== undefined);
  const most = Math.max(105, ...values.map((value) => value.taken * 1.03));
  const spec: TopLevelSpec = {
    height: { step: 36 },
    layer: [
      {
        data: { values },
        mark: { type: 'bar', height: 22, opacity: 0.45 },
        encoding: { y, x: { ...x, field: 'taken', scale: { domain: [0, most] } } },
      },
      {
        data: { values: values.filter((value) => value.inUse !== undefined) },
        mark: { type: 'bar', height: 6, color: 'var(--fg)', opacity: 0.85 },
        encoding: { y, x: { ...x, field: 'inUse' } },
      },
      {
        data: { values: marked },
        mark: { type: 'tick', size: 26, thickness: 3, color: 'var(--c2)' },
        encoding: { y, x: { ...x, field: 'failureLine' } },
      },
      {
        data: { values: marked },
        mark: {
          type: 'point',
          shape: 'triangle-down',
          filled: true,
          size: 60,
          yOffset: -16,
          color: 'var(--c2)',
          opacity: 1,
        },
        encoding: { y, x: { ...x, field: 'failureLine' } },
      },
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { x: { ...x, field: 'limit' } },
      },
    ],
  };
  return {
    id: 'headroom',
    title: words.headroom(),
    description: describe(headroom, failures),
    spec,
    rows: gauges.map((gauge) => ({
      cluster: gauge.cluster,
      resource: gauge.what,
      'taken, %': gauge.taken,
      'in use, %': gauge.inUse ?? null,
      [`N+${failures} line, %`]: gauge.failureLine ?? null,
      '100 % is': gauge.limit,
    })),
  };
}

/** What the marks stand for, and which bars pass theirs. */
function describe(headroom: Headroom, failures: number): Message {
  const { clusters, shown, unsized } = headroom;
  const names = headroom.gauges.filter(({ over }) => over).map(nameOf);
  return words.headroomText({
    failures,
    unsized: unsized ? words.unsized() : '',
    past: names.length === 0 ? words.noBarPast() : words.barsPast({ names: names.slice(0, 6) }),
    more: clusters > shown ? words.clustersMore({ shown, clusters }) : '',
  });
}
