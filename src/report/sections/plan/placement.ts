import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../../figure.ts';
import type { PlanExtras } from '../../../plan/extras.ts';
import { type Html, html } from '../../html.ts';
import {
  brokenRows,
  hostRows,
  limitRows,
  noPlaceRows,
  numaRows,
  numaSource,
  packingRows,
  packingsToDraw,
  refreshRows,
  spreadRows,
  storageRows,
  techniqueParts,
  techniqueRows,
  zoneRows,
} from '../../plan-rows.ts';
import type { Section } from '../../section.ts';
import { htmlTable } from '../../table.ts';

/** Plans drawn: the base and a few what-ifs; the table has all. */
const MOST_DRAWN = 6;

/** Hosts each rule of thumb and the search take, beside the bound no packing gets under. */
function packingChart(extras: PlanExtras): Figure {
  const values = packingsToDraw(extras)
    .slice(0, MOST_DRAWN)
    .flatMap(({ plan, clusters }) =>
      clusters.flatMap((report) =>
        [
          ...report.attempts
            .filter(({ unplaced }) => unplaced <= report.unplaced)
            .map(({ algorithm, hosts }) => ({ algorithm, hosts })),
          { algorithm: 'search', hosts: report.hosts },
          { algorithm: 'bound', hosts: report.bound },
        ].map((row) => ({ where: `${plan}: ${report.cluster}`, ...row })),
      ),
    );
  const spec = {
    data: { values },
    height: { step: 30 },
    mark: { type: 'point', filled: true, size: 90, opacity: 0.8 },
    encoding: {
      y: { field: 'where', type: 'nominal', sort: null, title: null },
      x: { field: 'hosts', type: 'quantitative', title: 'hosts' },
      shape: { field: 'algorithm', type: 'nominal', title: null, sort: null },
      color: { field: 'algorithm', type: 'nominal', title: null, sort: null },
    },
  } as unknown as TopLevelSpec;
  return {
    id: 'packing-bound',
    title: 'Hosts needed, and the bound',
    description: 'Marks at one place: the packing is as good as any can be.',
    spec,
    rows: values,
  };
}

/** Shares of each host, the resource that binds marked by shape. */
function hostChart(extras: PlanExtras): Figure {
  const values = (extras.packing[0]?.clusters ?? []).flatMap((report) =>
    report.perHost.map((host) => ({
      cluster: report.cluster,
      host: host.host,
      full: Number((100 * (host.shares[host.binding] ?? 0)).toPrecision(4)),
      binds: host.machines > 0 ? host.binding : 'empty',
    })),
  );
  const clusters = [...new Set(values.map(({ cluster }) => cluster))];
  const ranked = clusters.flatMap((cluster) =>
    values
      .filter((value) => value.cluster === cluster)
      .sort((a, b) => b.full - a.full)
      .map((value, rank) => ({ ...value, rank: rank + 1 })),
  );
  const spec = {
    height: 220,
    layer: [
      {
        data: { values: ranked },
        mark: { type: 'point', filled: true, size: 45 },
        encoding: {
          x: { field: 'rank', type: 'quantitative', title: 'hosts of a cluster, fullest first' },
          y: { field: 'full', type: 'quantitative', title: 'share of what binds, %' },
          shape: { field: 'binds', type: 'nominal', title: 'binds' },
          color: { field: 'cluster', type: 'nominal', title: 'cluster' },
          tooltip: ['host', 'cluster', 'binds', 'full'].map((field) => ({ field })),
        },
      },
      {
        data: { values: [{ limit: 100 }] },
        mark: { type: 'rule', strokeDash: [5, 3] },
        encoding: { y: { field: 'limit', type: 'quantitative' } },
      },
    ],
  } as unknown as TopLevelSpec;
  return {
    id: 'host-binding',
    title: 'What binds each host',
    description: 'Above the dashed line a host carries more than the plan allows.',
    spec,
    rows: ranked,
  };
}

function partsChart(extras: PlanExtras): Figure {
  const values = techniqueParts(extras);
  const order = (extras.techniques?.rows ?? []).map(({ title }) => title);
  const spec = {
    data: { values },
    height: { step: 24 },
    mark: 'bar',
    encoding: {
      y: { field: 'technique', type: 'nominal', sort: order, title: null },
      x: { field: 'share', type: 'quantitative', title: 'added to bare metal, %' },
      color: { field: 'part', type: 'nominal', title: 'part' },
    },
  } as unknown as TopLevelSpec;
  return {
    id: 'technique-parts',
    title: 'Where the price of each technique comes from',
    description: 'Parts of the event bill and of the simulated page walks.',
    spec,
    rows: values,
  };
}

const table = (rows: Record<string, string | number>[], title: string): Html =>
  rows.length > 0 ? html`<h3>${title}</h3>${htmlTable(rows, title)}` : html``;

function techniqueSection(extras: PlanExtras): Section[] {
  if (!extras.techniques) return [];
  const { how } = extras.techniques;
  return [
    {
      id: 'techniques',
      title: 'If the machines ran under another technique',
      text: html`<p>Today: ${how.from}. The price of each technique is the event bill of the mix "${how.events}" on the
        host profile ${how.host} with page walks simulated over ${how.footprintMiB} MiB; "work" multiplies what the
        machines need of the CPU now. Intervals are those of the sources.</p>${htmlTable(
          techniqueRows(extras),
          'Techniques',
        )}`,
      figures: [partsChart(extras)],
    },
  ];
}

/** Packing against its bound, the binding resource of each host, and what other techniques, hosts, zones bring. */
export function placementSections(extras: PlanExtras): Section[] {
  const refresh = refreshRows(extras);
  const zones = zoneRows(extras);
  const storage = storageRows(extras);
  const numa = numaSource(extras);
  return [
    {
      id: 'packing',
      title: 'Packing against the bound',
      text: html`<p>Fewest hosts like the cluster's own for all its machines. The bound is what no packing gets under;
        the search goes on until it is met, until every case is seen, or its budget of nodes is spent. What-ifs that pack
        like today are not listed.</p>
        ${htmlTable(packingRows(extras), 'Packing against the bound')}
        ${table(noPlaceRows(extras), 'Machines without a place, and why')}
        ${table(limitRows(extras), 'Beyond what the platform supports')}
        ${table(brokenRows(extras), 'Rules broken as it runs now')}
        ${table(numaRows(extras), 'Machines over several NUMA nodes')}
        ${numa === '' ? html`` : html`<p>Latencies: ${numa}.</p>`}`,
      figures: [packingChart(extras)],
    },
    {
      id: 'hosts',
      title: 'What binds each host',
      text: html`${htmlTable(hostRows(extras), 'The fullest hosts')}`,
      figures: [hostChart(extras)],
    },
    ...(storage.length > 0
      ? [
          {
            id: 'storage',
            title: 'Storage: promised and taken',
            text: html`<p>Thin disks grow by a rate of what they hold now and ever slower as they fill; linked clones
              keep one base and a delta each. Both rates are settings. Where no datastore is listed, only what is promised and
              taken can be told: give pools under <code>storage</code>.</p>${htmlTable(storage, 'Storage')}`,
            figures: [],
          },
        ]
      : []),
    ...techniqueSection(extras),
    ...(refresh.length > 0
      ? [
          {
            id: 'refresh',
            title: 'Hosts replaced',
            text: htmlTable(refresh, 'Hosts replaced'),
            figures: [],
          },
        ]
      : []),
    ...(zones.length > 0
      ? [
          {
            id: 'zones',
            title: 'Zones, and the loss of one',
            text: html`${htmlTable(zones, 'Zones')}${table(spreadRows(extras), 'Machines spread over zones')}`,
            figures: [],
          },
        ]
      : []),
  ];
}
