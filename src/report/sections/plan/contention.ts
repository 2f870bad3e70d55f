import type { TopLevelSpec } from 'vega-lite';
import type { ColourChannel, PositionChannel } from '../../../chart.ts';
import type { Figure } from '../../../figure.ts';
import { percentOf, percentOfTime, rounded } from '../../../format.ts';
import type { Message } from '../../../message.ts';
import { planPartWords as words } from '../../../messages/plan-parts.ts';
import type { Contention } from '../../../plan/contention/predict.ts';
import { MIB_PER_GIB } from '../../../units.ts';
import { html } from '../../html.ts';
import { type Section, tableFigure } from '../../section.ts';

type Row = Record<string, string | number>;
/** Hosts whose memory is shown, three situations each. */
const MOST_HOSTS = 8;

/** Predicted ready time, one row a cluster. */
export const readyRows = ({ clusters }: Contention): Row[] =>
  clusters.flatMap(({ cluster, ready }) =>
    ready
      ? [
          {
            cluster,
            'vCPUs/core': rounded(ready.vcpusPerCore, 3),
            'core/vCPU': `${rounded(ready.vcpuUse.value, 3)}${ready.vcpuUse.unverified ? ' (unverified)' : ''}`,
            'ready p50 %': percentOfTime(ready.now.p50.percent),
            'p95 %': percentOfTime(ready.now.p95.percent),
            'p95 band': `${percentOfTime(ready.now.p95.low)} - ${percentOfTime(ready.now.p95.high)}`,
            verdict: ready.now.verdict,
            'at ratio': ready.plannedVcpusPerCore,
            'p95 % there': percentOfTime(ready.planned.p95.percent),
            there: ready.planned.verdict,
          },
        ]
      : [],
  );

type Found = Contention['clusters'][number]['memory'][number]['reclaim'][number];

/** Whether a host does anything about its memory in a situation. */
const takesBack = ({ freed, missingMb }: Found) =>
  missingMb > 0 || freed.share + freed.balloon + freed.compress + freed.swap > 0;

const gib = (mib: number) => rounded(mib / MIB_PER_GIB, 3);

/** Memory taken back, where any is, on the hosts with most configured for their size. */
const reclaimRows = ({ clusters }: Contention): Row[] =>
  clusters
    .flatMap(({ cluster, memory }) => memory.map((host) => ({ cluster, host })))
    .filter(({ host }) => host.reclaim.some(takesBack))
    .sort((a, b) => b.host.ratio - a.host.ratio)
    .slice(0, MOST_HOSTS)
    .flatMap(({ cluster, host }) =>
      host.reclaim.filter(takesBack).map((found) => ({
        cluster,
        host: host.host,
        'configured/memory': rounded(host.ratio, 3),
        situation: found.situation,
        machines: found.machines,
        state: found.state,
        'shared GiB': gib(found.freed.share),
        'ballooned GiB': gib(found.freed.balloon),
        'compressed GiB': gib(found.freed.compress),
        'swapped GiB': gib(found.freed.swap),
        'slowest machine at %': percentOf(found.slowest),
      })),
    );

const ways = [
  ['share', words.sharedOn],
  ['balloon', words.balloonedOn],
  ['compress', words.compressedOn],
  ['swap', words.swappedOn],
] as const;

/** On how many hosts each way is taken in some situation: the sentence before the table. */
function reclaimSentence({ clusters }: Contention): Message {
  const hosts = clusters.flatMap(({ memory }) => memory);
  const told = ways.flatMap(([way, done]) => {
    const n = hosts.filter(({ reclaim }) => reclaim.some(({ freed }) => freed[way] > 0)).length;
    return n > 0 ? [done({ n })] : [];
  });
  const touched = hosts.filter(({ reclaim }) => reclaim.some(takesBack)).length;
  if (touched === 0) return words.noneTaken({ hosts: hosts.length });
  return words.taken({
    hosts: hosts.length,
    ways: told.length > 0 ? told : [words.missing()],
    shown: touched > MOST_HOSTS ? words.mostListed({ shown: MOST_HOSTS }) : '',
  });
}

/** Columns that are zero in every row say nothing. */
function withoutEmpty(rows: readonly Row[]): Row[] {
  const empty = (name: string) => rows.every((row) => row[name] === 0);
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([name]) => !empty(name))),
  );
}

function sweepChart(contention: Contention): Figure {
  const values = contention.clusters.flatMap(({ cluster, ready }) =>
    (ready?.sweep ?? []).map(({ vcpusPerCore, p95 }) => ({
      cluster,
      ratio: vcpusPerCore,
      percent: rounded(p95.percent, 3),
      low: rounded(p95.low, 3),
      high: rounded(p95.high, 3),
    })),
  );
  const lines = Object.values(contention.thresholds).map(({ value }) => ({
    limit: value,
    name: `${value} %`,
  }));
  const x = {
    field: 'ratio',
    type: 'quantitative',
    title: 'vCPUs per core',
  } satisfies PositionChannel;
  const color = { field: 'cluster', type: 'nominal', title: null } satisfies ColourChannel;
  const spec: TopLevelSpec = {
    height: 260,
    layer: [
      {
        data: { values },
        mark: { type: 'area', opacity: 0.12, color: 'gray' },
        encoding: {
          x,
          y: {
            field: 'low',
            type: 'quantitative',
            title: 'ready %, p95',
            scale: { type: 'sqrt' },
          },
          y2: { field: 'high' },
          detail: { field: 'cluster' },
        },
      },
      {
        data: { values },
        mark: { type: 'line', point: true },
        encoding: {
          x,
          y: { field: 'percent', type: 'quantitative' },
          color,
          strokeDash: { field: 'cluster', type: 'nominal', title: null },
          shape: { field: 'cluster', type: 'nominal', title: null },
        },
      },
      {
        data: { values: lines },
        mark: { type: 'rule', strokeDash: [2, 3] },
        encoding: { y: { field: 'limit', type: 'quantitative' } },
      },
      {
        data: { values: lines },
        mark: { type: 'text', align: 'left', baseline: 'bottom', dx: 3, dy: -1 },
        encoding: {
          y: { field: 'limit', type: 'quantitative' },
          x: { value: 0 },
          text: { field: 'name' },
        },
      },
    ],
  };
  return {
    id: 'ready-sweep',
    title: words.readySweep(),
    description: words.readySweepText(),
    spec,
    rows: values.map(({ cluster, ratio, percent, low, high }) => ({
      cluster,
      'vCPUs per core': ratio,
      'ready % p95': percent,
      low,
      high,
    })),
  };
}

/** Ready time by cluster, where any is known; that of each host stands in the table of hosts. */
function readyFigures(contention: Contention): Figure[] {
  const clusters = readyRows(contention);
  return [
    ...(clusters.length > 0
      ? [tableFigure('ready-clusters', words.readyClusters(), clusters)]
      : []),
  ];
}

/** Ready time and memory reclaim predicted from the plan's ratios. */
export function contentionSections(contention: Contention): Section[] {
  const { thresholds, assumed } = contention;
  const taken = withoutEmpty(reclaimRows(contention));
  return [
    {
      id: 'contention',
      title: words.contention({ load: contention.load }),
      text: html`<p>${words.contentionText({
        ...{ look: thresholds.look.value, contention: thresholds.contention.value },
      })}</p>`,
      figures: [
        ...readyFigures(contention),
        ...(contention.clusters.some(({ ready }) => ready) ? [sweepChart(contention)] : []),
      ],
    },
    {
      id: 'reclaim',
      title: words.takenBack(),
      text: html`<p>${words.takenBackText({
        lead: reclaimSentence(contention),
        ...{ active: assumed.active.value, free: assumed.guestFree.value },
        shareable: assumed.shareable.value,
      })}</p>`,
      figures:
        taken.length > 0 ? [tableFigure('memory-taken-back', words.takenTable(), taken)] : [],
    },
  ];
}
