import type { TopLevelSpec } from 'vega-lite';
import { nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import { studyWords } from '../../messages/studies.ts';
import { type Cells, join, rollUp } from '../../tables/index.ts';
import { rollUpLarge } from '../../tables/large-roll-up.ts';
import { limited, limitedTable, shownOf } from '../../tables/limited-figure.ts';
import { firstOf, shown, valuesOf } from '../cells.ts';
import { type BillPart, billStatus, parts } from './bill.ts';
import type { DensityRow } from './columns.ts';

export const places = ['settings', 'guest_page', 'host_page'] as const;

const percentOf = (row: DensityRow, part: BillPart) =>
  row.base_cpus > 0 ? Number(row[`${part}_cpus`]) / row.base_cpus : null;
const money = (row: DensityRow) =>
  row.price === null ? '—' : `${row.price.toFixed(2)} ${row.currency}`;

const tableRow = (row: DensityRow) => ({
  VM: row.vm,
  host: row.host,
  technique: row.technique,
  running: shown.overhead(percentOf(row, 'steady')),
  '+ migrations of a month': shown.overhead(percentOf(row, 'migration')),
  '+ sharing': shown.overhead(percentOf(row, 'sharing')),
  '+ snapshots': shown.overhead(percentOf(row, 'snapshots')),
  'all together': shown.overhead(row.overhead),
  interval:
    row.overhead === null
      ? '—'
      : `${formatOverhead(Number(row.overhead_low))} … ${formatOverhead(Number(row.overhead_high))}`,
  'while migrating': shown.overhead(row.while_migrating_ratio),
  'memory per VM': shown.bytes(row.memory_bytes),
  'VMs per host': row.vms_per_host,
  binds: row.binds,
  'per VM and month': money(row),
  lacks: row.lacks || 'nothing',
  known: billStatus(row),
});

/** Techniques dearer than this would leave no room to see the others. */
const MOST_SHOWN = 2;

function* partsOf(rows: readonly DensityRow[]): Generator<[DensityRow, BillPart]> {
  for (const row of rows) for (const part of parts) yield [row, part];
}

function chart(rows: readonly DensityRow[]): Figure[] {
  const drawn = rows.filter((row) => (row.overhead ?? 0) <= MOST_SHOWN);
  const { rows: values, count } = shownOf(partsOf(drawn), ([row, part]) => ({
    VM: row.vm,
    technique: row.technique,
    part,
    'added, %': 100 * (percentOf(row, part) ?? 0),
  }));
  if (values.length === 0) return [];
  const left = rows.length - drawn.length;
  const cell = (width: number) => ({
    width,
    height: { step: 20 },
    mark: { type: 'bar' },
    encoding: {
      y: { field: 'technique', type: 'nominal', sort: valuesOf(rows, 'technique'), title: null },
      x: { field: 'added, %', type: 'quantitative', title: 'CPU time beyond bare metal, %' },
      color: { field: 'part', type: 'nominal', sort: [...parts] },
    },
  });
  const VM = { field: 'VM', type: 'nominal', title: null };
  const spec = {
    data: { values },
    facet: { row: VM },
    spec: cell(700),
    usermeta: { narrow: { facet: VM, columns: 1, spec: cell(200) } },
  } as unknown as TopLevelSpec;
  const figure: Figure = {
    id: 'density-parts',
    title: studyWords.densityParts(),
    description: studyWords.densityPartsText({
      host: nth(rows, 0).host,
      left: left > 0 ? studyWords.densityPartsLeft({ cells: left }) : '',
    }),
    rows: values,
    spec,
  };
  return [limited(figure, count)];
}

/** Per VM and settings the cheapest that offers what the VM needs, on the first host with the first pages. */
function bySettings(rows: readonly DensityRow[]): Figure[] {
  const first = firstOf(rows, ['host', 'guest_page', 'host_page']);
  if (valuesOf(first, 'settings').length < 2) return [];
  const best = first.filter((row) => row.rank === 1);
  if (best.length === 0) return [];
  const priced = best.flatMap(({ vm, price }) => (price === null ? [] : [{ vm, price }]));
  const cheapest = rollUp(priced, ['vm'], { price: ['min', 'price'] });
  const beside = new Map(
    join(
      best.map(({ vm }) => vm),
      cheapest.map(({ vm }) => String(vm)),
    ).map(([row, least]) => [row, Number(nth(cheapest, least).price)]),
  );
  return [
    limitedTable(
      {
        id: 'density-settings',
        title: studyWords.densitySettings(),
        description: studyWords.densitySettingsText({ host: nth(first, 0).host }),
      },
      best.entries(),
      ([i, row]) => ({
        VM: row.vm,
        settings: row.settings,
        technique: row.technique,
        'all together': shown.overhead(row.overhead),
        'VMs per host': row.vms_per_host,
        'per VM and month': money(row),
        'beside the cheapest': formatOverhead(
          Number(row.price) / (beside.get(i) ?? Number.NaN) - 1,
        ),
      }),
    ),
  ];
}

interface Rolled {
  technique: string;
  low: number;
  high: number;
  cells: number;
  wins: number;
}

/** Least and most of a technique over all VMs, hosts and pages: the roll-up of the run. */
function byTechnique(rows: readonly DensityRow[]): Figure {
  const rolled = rollUpLarge<DensityRow, Cells & Rolled>(
    rows,
    ({ technique, overhead, rank }) =>
      overhead === null ? undefined : { technique, overhead, first: +(rank === 1) },
    ['technique'],
    {
      low: ['min', 'overhead'],
      high: ['max', 'overhead'],
      cells: ['count'],
      wins: ['sum', 'first'],
    },
  ).sort((a, b) => b.wins - a.wins);
  return {
    id: 'density-techniques',
    title: studyWords.densityTechniques(),
    description: studyWords.densityTechniquesText(),
    rows: rolled.map(({ technique, low, high, cells, wins }) => ({
      technique,
      'all together, least': formatOverhead(low),
      most: formatOverhead(high),
      cells,
      'cheapest in': wins,
    })),
  };
}

export function densityFigures(rows: readonly DensityRow[]): Figure[] {
  if (rows.length === 0) return [];
  const first = firstOf(rows, places);
  return [
    limitedTable(
      {
        id: 'density-bill',
        title: studyWords.densityBill(),
        description: studyWords.densityBillText({
          guest: nth(first, 0).guest_page,
          host: nth(first, 0).host_page,
        }),
      },
      first,
      tableRow,
    ),
    ...bySettings(rows),
    ...chart(firstOf(rows, [...places, 'host'])),
    byTechnique(rows),
  ];
}
