import type { TopLevelSpec } from 'vega-lite';
import { nth } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import type { Message, Text } from '../../message.ts';
import { runWords } from '../../messages/run.ts';
import { techniqueNames } from '../../messages/terms.ts';
import type { SteadyRow } from '../../studies/steady/columns.ts';
import { estimatedColumns, partColumns } from '../../studies/steady/part-columns.ts';
import { costParts } from '../../techniques/technique.ts';
import { hatchedColours, seriesColours } from '../theme.ts';

interface Piece {
  technique: string;
  part: string;
  from: number;
  to: number;
}

/** Stacks costs to the right of zero and savings to the left, in percent of bare metal. */
function stack(row: SteadyRow): Piece[] {
  let right = 0;
  let left = 0;
  const base = row.base_cycles;
  return costParts.flatMap((part) => {
    const cycles = row[partColumns[part]];
    const estimated = row[estimatedColumns[part]];
    const halves: [string, number][] = [
      [part, cycles - estimated],
      [`${part}, estimated`, estimated],
    ];
    return halves
      .filter(([, size]) => Math.abs(size) > 1e-9 * base)
      .map(([name, size]) => {
        const percent = (100 * size) / base;
        const from = percent > 0 ? right : left;
        if (percent > 0) right += percent;
        else left += percent;
        return { technique: row.technique, part: name, from, to: from + percent };
      });
  });
}

/** Where to cut bars that would leave no room to see the others: three times the median total. */
export function cutAt(totals: readonly number[]): number {
  const sorted = [...totals].sort((a, b) => a - b);
  const largest = sorted.at(-1) ?? 0;
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return Math.min(largest, Math.max(30, 3 * middle));
}

/** A technique's total with its interval, and how far its bar reaches; percent of bare metal. */
const totalOf = (row: SteadyRow) => ({
  total: 100 * row.overhead_ratio,
  low: 100 * row.overhead_low,
  high: 100 * row.overhead_high,
  reach: Math.max(0, ...stack(row).map((piece) => piece.to)),
  label: formatOverhead(row.overhead_ratio),
});

const placeOf = (row: SteadyRow) => ({
  VM: row.workload,
  host: row.host,
  place: `${row.workload} on ${row.host}`,
  technique: row.technique,
});

/** Pieces and totals of every place on one scale; a bar or an interval that reaches past it ends in an arrow. */
function drawn(rows: readonly SteadyRow[]) {
  const totals = rows.map((row) => ({ ...placeOf(row), ...totalOf(row) }));
  const pieces = rows.flatMap((row) => stack(row).map((piece) => ({ ...placeOf(row), ...piece })));
  const limit = cutAt(totals.map((row) => Math.max(row.reach, row.total, row.high)));
  const lowest = Math.min(0, ...pieces.map((piece) => piece.to));
  const top = Math.max(1, limit) * 1.02;
  const cut = (value: number) => Math.min(value, top);
  return {
    bars: pieces.map((piece) => ({ ...piece, from: cut(piece.from), to: cut(piece.to) })),
    marks: totals.map((row) => ({
      ...row,
      low: cut(Math.max(row.low, lowest)),
      high: cut(row.high),
      at: cut(Math.max(row.reach, row.high, 0)),
      label: Math.max(row.reach, row.high) > top ? `▸ ${row.label}` : row.label,
    })),
    scale: { domain: [lowest, top * 1.5], nice: false },
  };
}

type Drawn = ReturnType<typeof drawn>;

/** Parts that appear, each with its colour: hatched where a path was never measured. */
function colourScale(bars: Drawn['bars']) {
  const keys = costParts.flatMap((part, i) => [
    { key: part, colour: nth(seriesColours, i) },
    { key: `${part}, estimated`, colour: nth(hatchedColours, i) },
  ]);
  const used = keys.filter(({ key }) => bars.some((bar) => bar.part === key));
  return { domain: used.map(({ key }) => key), range: used.map(({ colour }) => colour) };
}

/** One place: a bar per technique, the interval of its total, the total in figures. */
function cellOf({ bars, scale }: Drawn, order: readonly string[], width: number) {
  const y = { field: 'technique', type: 'nominal', sort: [...order], title: null };
  const colours = colourScale(bars);
  const legend = colours.domain.length > 0 ? { orient: 'bottom', columns: 5 } : null;
  const title = 'cycles beyond bare metal, %';
  const only = (kind: string) => [{ filter: { field: 'kind', equal: kind } }];
  return {
    width,
    height: { step: 17 },
    layer: [
      {
        transform: only('part'),
        mark: { type: 'bar', height: { band: 0.7 } },
        encoding: {
          y,
          x: { field: 'from', type: 'quantitative', scale, title, axis: { tickCount: 4 } },
          x2: { field: 'to' },
          color: { field: 'part', type: 'nominal', title: 'cost part', scale: colours, legend },
        },
      },
      {
        transform: only('total'),
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { y, x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        transform: only('total'),
        mark: { type: 'text', align: 'left', dx: 4, fontSize: 11 },
        encoding: { y, x: { field: 'at', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  };
}

/** Width of all cells side by side: what names of techniques and of VMs leave of the column. */
const CELLS_WIDTH = 790;

function specOf(shown: Drawn, rows: readonly SteadyRow[]): TopLevelSpec {
  const order = [...new Set(rows.map((row) => row.technique))];
  const hosts = new Set(rows.map((row) => row.host)).size;
  const values = [
    ...shown.bars.map((bar) => ({ kind: 'part', ...bar })),
    ...shown.marks.map((one) => ({ kind: 'total', ...one })),
  ];
  const names = (field: string) => ({ field, type: 'nominal', title: null, sort: null });
  return {
    data: { values },
    facet: { row: names('VM'), column: names('host') },
    spacing: 10,
    spec: cellOf(shown, order, Math.floor(CELLS_WIDTH / hosts) - 10),
    usermeta: {
      // The longest names are wider than a plot: they end with it.
      narrow: {
        facet: { ...names('place'), header: { labelAnchor: 'end' } },
        columns: 1,
        spec: cellOf(shown, order, 170),
      },
    },
  } as unknown as TopLevelSpec;
}

const percent = (ratio: number) => Number((100 * ratio).toPrecision(4));

/** Places side by side on one scale: one bar per technique, stacked by cost part, with the interval of the total. */
export function overheadBars(rows: readonly SteadyRow[], id: string, title: Text): Figure {
  const shown = drawn(rows);
  return {
    id,
    title,
    description: describe(
      rows,
      shown.marks.some((row) => row.label.startsWith('▸')),
    ),
    spec: specOf(shown, rows),
    rows: rows.map((row) => ({
      VM: row.workload,
      host: row.host,
      technique: row.technique,
      'overhead %': percent(row.overhead_ratio),
      'low %': percent(row.overhead_low),
      'high %': percent(row.overhead_high),
      ...Object.fromEntries(
        costParts.map((part) => [`${part} %`, percent(row[partColumns[part]] / row.base_cycles)]),
      ),
    })),
  };
}

function describe(rows: readonly SteadyRow[], clipped: boolean): Message {
  const virtual = rows.filter((row) => row.technique !== 'bare-metal');
  if (virtual.length === 0) return runWords.bareAlone();
  const by = (row: SteadyRow) => row.overhead_ratio;
  const best = virtual.reduce((a, b) => (by(b) < by(a) ? b : a));
  const worst = virtual.reduce((a, b) => (by(b) > by(a) ? b : a));
  return runWords.leastMost({
    best: techniqueNames(best.technique),
    least: by(best),
    worst: techniqueNames(worst.technique),
    most: by(worst),
    cut: clipped ? runWords.barsCut() : '',
  });
}
