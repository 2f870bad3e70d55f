import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../../figure.ts';
import type { PlanComparisons } from '../../../plan/comparisons.ts';
import { html } from '../../html.ts';
import {
  brokenRows,
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
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

/** Plans drawn: the base and a few what-ifs; the table has all. */
const MOST_DRAWN = 6;

/** Hosts each rule of thumb and the search take, beside the bound no packing gets under. */
function packingChart(comparisons: PlanComparisons): Figure {
  const values = packingsToDraw(comparisons)
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
  const spec: TopLevelSpec = {
    data: { values },
    height: { step: 30 },
    mark: { type: 'point', filled: true, size: 90, opacity: 0.8 },
    encoding: {
      y: { field: 'where', type: 'nominal', sort: null, title: null },
      x: { field: 'hosts', type: 'quantitative', title: 'hosts' },
      shape: { field: 'algorithm', type: 'nominal', title: null, sort: null },
      color: { field: 'algorithm', type: 'nominal', title: null, sort: null },
    },
  };
  return {
    id: 'packing-bound',
    title: 'Hosts needed, and the bound',
    description: 'Marks at one place: the packing is as good as any can be.',
    spec,
    rows: values,
  };
}

function partsChart(comparisons: PlanComparisons): Figure {
  const values = techniqueParts(comparisons);
  const order = (comparisons.techniques?.rows ?? []).map(({ title }) => title);
  const spec: TopLevelSpec = {
    data: { values },
    height: { step: 24 },
    mark: 'bar',
    encoding: {
      y: { field: 'technique', type: 'nominal', sort: order, title: null },
      x: { field: 'share', type: 'quantitative', title: 'added to bare metal, %' },
      color: { field: 'part', type: 'nominal', title: 'part' },
    },
  };
  return {
    id: 'technique-parts',
    title: 'Where the price of each technique comes from',
    description: 'Parts of the event bill and of the simulated page walks.',
    spec,
    rows: values,
  };
}

const tableOf = (id: string, title: string, rows: readonly FigureRow[]): Figure[] =>
  rows.length > 0 ? [tableFigure(id, title, rows)] : [];

/** Tables of what a plan was asked beside its clusters, each where there is something to tell. */
export const comparisonTables = (comparisons: PlanComparisons): Figure[] => [
  ...tableOf('packing-table', 'Packing against the bound', packingRows(comparisons)),
  ...tableOf(
    'no-place',
    'Machines without a place in each plan, and why',
    noPlaceRows(comparisons),
  ),
  ...tableOf('platform-limits', 'Beyond what the platform supports', limitRows(comparisons)),
  ...tableOf('storage-table', 'Storage by pool or cluster', storageRows(comparisons)),
  ...tableOf('rules-broken', 'Rules broken as it runs now', brokenRows(comparisons)),
  ...tableOf('numa-spread', 'Machines over several NUMA nodes', numaRows(comparisons)),
  ...tableOf('technique-table', 'What each technique would cost', techniqueRows(comparisons)),
  ...tableOf('hosts-replaced', 'Hosts replaced', refreshRows(comparisons)),
  ...tableOf('zone-table', 'Zones', zoneRows(comparisons)),
  ...tableOf('zone-spread', 'Machines spread over zones', spreadRows(comparisons)),
];

/** Of these figures the ones of some ids. */
const picked =
  (figures: readonly Figure[]) =>
  (...ids: string[]): Figure[] =>
    figures.filter(({ id }) => ids.includes(id));

function techniqueSection(comparisons: PlanComparisons): Section[] {
  if (!comparisons.techniques) return [];
  const { how } = comparisons.techniques;
  const some = picked(comparisonTables(comparisons));
  return [
    {
      id: 'techniques',
      title: 'If the machines ran under another technique',
      text: html`<p>Today: ${how.from}. The price of each technique is the event bill of the mix "${how.events}" on the
        host profile ${how.host} with page walks simulated over ${how.footprintMiB} MiB; "work" multiplies what the
        machines need of the CPU now. Intervals are those of the sources.</p>`,
      figures: [...some('technique-table'), partsChart(comparisons)],
    },
  ];
}

const TEXT_OF_STORAGE = html`<p>Thin disks grow by a rate of what they hold now and ever slower as they fill; linked clones
  keep one base and a delta each. Both rates are settings. Where no datastore is listed, only what is promised and
  taken can be told: give pools under <code>storage</code>.</p>`;

/** Packing against its bound, the binding resource of each host, and what other techniques, hosts, zones bring. */
export function placementSections(comparisons: PlanComparisons): Section[] {
  const some = picked(comparisonTables(comparisons));
  const numa = numaSource(comparisons);
  const section = (id: string, title: string, ids: string[], text = html``): Section[] => {
    const figures = some(...ids);
    return figures.length > 0 ? [{ id, title, text, figures }] : [];
  };
  return [
    {
      id: 'packing',
      title: 'Packing against the bound',
      text: html`<p>Fewest hosts like the cluster's own for all its machines. The bound is what no packing gets under;
        the search goes on until it is met, until every case is seen, or its budget of nodes is spent. What-ifs that pack
        like today are not listed.</p>${numa === '' ? '' : html`<p>Latencies: ${numa}.</p>`}`,
      figures: [
        ...some('packing-table'),
        packingChart(comparisons),
        ...some('no-place', 'platform-limits', 'rules-broken', 'numa-spread'),
      ],
    },
    ...section('storage', 'Storage: promised and taken', ['storage-table'], TEXT_OF_STORAGE),
    ...techniqueSection(comparisons),
    ...section('refresh', 'Hosts replaced by newer ones', ['hosts-replaced']),
    ...section('zones', 'Zones, and the loss of one', ['zone-table', 'zone-spread']),
  ];
}
