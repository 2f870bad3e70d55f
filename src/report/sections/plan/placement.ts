import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../../figure.ts';
import type { Text } from '../../../message.ts';
import { planPartWords as words } from '../../../messages/plan-parts.ts';
import type { PlanComparisons } from '../../../plan/comparisons.ts';
import { html } from '../../html.ts';
import {
  brokenRows,
  limitRows,
  noPlaceRows,
  numaLatencies,
  numaRows,
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
    title: words.hostsAndBound(),
    description: words.marksText(),
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
    title: words.techniqueParts(),
    description: words.techniquePartsText(),
    spec,
    rows: values,
  };
}

const tableOf = (id: string, title: Text, rows: readonly FigureRow[]): Figure[] =>
  rows.length > 0 ? [tableFigure(id, title, rows)] : [];

/** Tables of what a plan was asked beside its clusters, each where there is something to tell. */
export const comparisonTables = (comparisons: PlanComparisons): Figure[] => [
  ...tableOf('packing-table', words.packing(), packingRows(comparisons)),
  ...tableOf('no-place', words.noPlace(), noPlaceRows(comparisons)),
  ...tableOf('platform-limits', words.limits(), limitRows(comparisons)),
  ...tableOf('storage-table', words.storageTable(), storageRows(comparisons)),
  ...tableOf('rules-broken', words.rulesBroken(), brokenRows(comparisons)),
  ...tableOf('numa-spread', words.numaSpread(), numaRows(comparisons)),
  ...tableOf('technique-table', words.techniqueTable(), techniqueRows(comparisons)),
  ...tableOf('hosts-replaced', words.hostsReplaced(), refreshRows(comparisons)),
  ...tableOf('zone-table', words.zoneTable(), zoneRows(comparisons)),
  ...tableOf('zone-spread', words.zoneSpread(), spreadRows(comparisons)),
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
      title: words.techniques(),
      text: html`<p>${words.techniquesText({
        ...{ today: how.from, events: how.events, host: how.host, footprint: how.footprintMiB },
      })}</p>`,
      figures: [...some('technique-table'), partsChart(comparisons)],
    },
  ];
}

/** Packing against its bound, the binding resource of each host, and what other techniques, hosts, zones bring. */
export function placementSections(comparisons: PlanComparisons): Section[] {
  const some = picked(comparisonTables(comparisons));
  const latencies = numaLatencies(comparisons);
  const section = (id: string, title: Text, ids: string[], text = html``): Section[] => {
    const figures = some(...ids);
    return figures.length > 0 ? [{ id, title, text, figures }] : [];
  };
  return [
    {
      id: 'packing',
      title: words.packing(),
      text: html`<p>${words.packingText({
        latencies: latencies ? words.latencies(latencies) : '',
      })}</p>`,
      figures: [
        ...some('packing-table'),
        packingChart(comparisons),
        ...some('no-place', 'platform-limits', 'rules-broken', 'numa-spread'),
      ],
    },
    ...section('storage', words.storage(), ['storage-table'], html`<p>${words.storageText()}</p>`),
    ...techniqueSection(comparisons),
    ...section('refresh', words.refresh(), ['hosts-replaced']),
    ...section('zones', words.zones(), ['zone-table', 'zone-spread']),
  ];
}
