import type { TopLevelSpec } from 'vega-lite';
import type { Contention } from '../../plan/contention/predict.ts';
import { html } from '../html.ts';
import type { Chart, Section } from '../section.ts';
import { htmlTable } from '../table.ts';

type Row = Record<string, string | number>;
const round = (value: number, digits = 3) => Number(value.toPrecision(digits));
const MOST_ROWS = 20;
/** Hosts whose memory is shown, three situations each. */
const MOST_HOSTS = 8;
/** Percent of the time: hundredths are enough. */
const percent = (value: number) => Number(value.toFixed(2));

/** Predicted ready time, one row a cluster. */
export const readyRows = ({ clusters }: Contention): Row[] =>
  clusters.flatMap(({ cluster, ready }) =>
    ready
      ? [
          {
            cluster,
            'vCPUs per core': round(ready.vcpusPerCore),
            'core per vCPU': `${round(ready.vcpuUse.value)}${ready.vcpuUse.unverified ? ' (unverified)' : ''}`,
            'ready % p50': percent(ready.now.p50.percent),
            'ready % p95': percent(ready.now.p95.percent),
            'p95 band': `${percent(ready.now.p95.low)} - ${percent(ready.now.p95.high)}`,
            verdict: ready.now.verdict,
            'at ratio': ready.plannedVcpusPerCore,
            'p95 there': percent(ready.planned.p95.percent),
            'verdict there': ready.planned.verdict,
          },
        ]
      : [],
  );

/** Memory taken back on the hosts with most configured for their size. */
const reclaimRows = ({ clusters }: Contention): Row[] =>
  clusters
    .flatMap(({ cluster, memory }) => memory.map((host) => ({ cluster, host })))
    .sort((a, b) => b.host.ratio - a.host.ratio)
    .slice(0, MOST_HOSTS)
    .flatMap(({ cluster, host }) =>
      host.reclaim.map((found) => ({
        cluster,
        host: host.host,
        'configured / memory': round(host.ratio),
        situation: found.situation,
        machines: found.machines,
        state: found.state,
        'shared MB': Math.round(found.freed.share),
        'ballooned MB': Math.round(found.freed.balloon),
        'compressed MB': Math.round(found.freed.compress),
        'swapped MB': Math.round(found.freed.swap),
        'slowest machine': round(found.slowest),
      })),
    );

const hostRows = ({ clusters }: Contention): Row[] =>
  clusters
    .flatMap(({ cluster, ready }) => (ready?.hosts ?? []).map((host) => ({ cluster, host })))
    .sort((a, b) => b.host.p95.percent - a.host.p95.percent)
    .slice(0, MOST_ROWS)
    .map(({ cluster, host }) => ({
      cluster,
      host: host.host,
      vCPUs: host.vcpus,
      'per core': round(host.vcpusPerCore),
      'CPU %': round(100 * host.use),
      'ready % p50': percent(host.p50.percent),
      'ready % p95': percent(host.p95.percent),
      'p95 band': `${percent(host.p95.low)} - ${percent(host.p95.high)}`,
      verdict: host.verdict,
    }));

function sweepChart(contention: Contention): Chart {
  const values = contention.clusters.flatMap(({ cluster, ready }) =>
    (ready?.sweep ?? []).map(({ vcpusPerCore, p95 }) => ({
      cluster,
      ratio: vcpusPerCore,
      percent: percent(p95.percent),
      low: percent(p95.low),
      high: percent(p95.high),
    })),
  );
  const lines = Object.values(contention.thresholds).map(({ value }) => ({
    limit: value,
    name: `${value} %`,
  }));
  const x = { field: 'ratio', type: 'quantitative', title: 'vCPUs per core' };
  const color = { field: 'cluster', type: 'nominal', title: null };
  const spec = {
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
  } as unknown as TopLevelSpec;
  return {
    id: 'ready-sweep',
    title: 'Ready time by overcommit ratio',
    description:
      'Hosts filled to a ratio with machines as they are. Band: from vCPUs that want independently to machines whose vCPUs want together. Dotted: from which to look, from which it is contention (unverified).',
    spec,
    table: values.map(({ cluster, ratio, percent, low, high }) => ({
      cluster,
      'vCPUs per core': ratio,
      'ready % p95': percent,
      low,
      high,
    })),
  };
}

/** Ready time and memory reclaim predicted from the plan's ratios. */
export function contentionSections(contention: Contention): Section[] {
  const { thresholds, assumed } = contention;
  const share = ({ value }: { value: number }) => `${Math.round(100 * value)} %`;
  return [
    {
      id: 'contention',
      title: `Contention predicted (load: ${contention.load})`,
      body: html`<p>Ready time follows from vCPUs per core and load by a finite-source queue; thresholds of
        ${thresholds.look.value} and ${thresholds.contention.value} % per vCPU are unverified.</p>
        ${htmlTable(readyRows(contention), 'Ready time by cluster')}${htmlTable(hostRows(contention), 'Ready time by host, worst first')}`,
      charts: contention.clusters.some(({ ready }) => ready) ? [sweepChart(contention)] : [],
    },
    {
      id: 'reclaim',
      title: 'Memory taken back',
      body: html`<p>What ESXi would do: share, balloon, compress, swap by its states. Filled: with average machines up to the plan's
        memory ratio. Assumed and unverified of what a machine
        has touched: ${share(assumed.active)} active, ${share(assumed.guestFree)} free in the guest,
        ${share(assumed.shareable)} shareable.</p>${htmlTable(reclaimRows(contention), 'Memory reclaim by host, largest ratio first')}`,
      charts: [],
    },
  ];
}
