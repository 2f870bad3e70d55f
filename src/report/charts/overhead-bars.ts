import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import { formatOverhead } from '../../format.ts';
import type { Message, Text } from '../../message.ts';
import { headings } from '../../messages/headings.ts';
import { runWords } from '../../messages/run.ts';
import { techniqueNames } from '../../messages/terms.ts';
import { estimatedColumn, partColumn, type Row } from '../../results/columns.ts';
import { costParts } from '../../techniques/technique.ts';
import { hatchedColours, seriesColours } from '../theme.ts';

interface Piece {
  technique: string;
  part: string;
  from: number;
  to: number;
}

/** Stacks costs to the right of zero and savings to the left, in percent of bare metal. */
function stack(row: Row): Piece[] {
  let right = 0;
  let left = 0;
  const base = Number(row.base_cycles);
  return costParts.flatMap((part) => {
    const cycles = Number(row[partColumn(part)]);
    const estimated = Number(row[estimatedColumn(part)]);
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
        return { technique: String(row.technique), part: name, from, to: from + percent };
      });
  });
}

/** Where to cut bars that would leave no room to see the others: three times the median total. */
function cutAt(totals: readonly number[]): number {
  const sorted = [...totals].sort((a, b) => a - b);
  const largest = sorted.at(-1) ?? 0;
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return Math.min(largest, Math.max(50, 3 * middle));
}

/** One case, one bar per technique, stacked by cost part, with the interval of the total. */
export function overheadBars(rows: readonly Row[], id: string, title: Text): Figure {
  const totals = rows.map((row) => {
    const ends = stack(row);
    return {
      technique: String(row.technique),
      total: 100 * Number(row.overhead_ratio),
      low: 100 * Number(row.overhead_low),
      high: 100 * Number(row.overhead_high),
      reach: Math.max(0, ...ends.map((piece) => piece.to)),
      label: formatOverhead(Number(row.overhead_ratio)),
    };
  });
  const limit = cutAt(totals.map((row) => Math.max(row.reach, row.total)));
  const lowest = Math.min(0, ...rows.flatMap(stack).map((piece) => piece.to));
  const top = Math.max(1, limit) * 1.02;
  const cut = (value: number) => Math.min(value, top);
  const bars = rows
    .flatMap(stack)
    .map((piece) => ({ ...piece, from: cut(piece.from), to: cut(piece.to) }));
  const marks = totals.map((row) => ({
    ...row,
    low: cut(Math.max(row.low, lowest)),
    high: cut(row.high),
    at: cut(Math.max(row.reach, row.high, 0)),
    label: row.reach > top ? `${row.label} ▸` : row.label,
  }));
  const keys = costParts.flatMap((part) => [part, `${part}, estimated`]);
  const used = keys.filter((key) => bars.some((bar) => bar.part === key));
  const colour = (key: string) => {
    const i = costParts.findIndex((part) => key.startsWith(part));
    return (key.endsWith(', estimated') ? hatchedColours : seriesColours)[i]!;
  };
  const order = rows.map((row) => String(row.technique));
  const y = { field: 'technique', type: 'nominal', sort: order, title: null } as const;
  const scale = { domain: [lowest, top * 1.34], nice: false };
  const spec = {
    height: { step: 30 },
    layer: [
      {
        data: { values: bars },
        mark: { type: 'bar', height: { band: 0.62 } },
        encoding: {
          y,
          x: { field: 'from', type: 'quantitative', scale, title: runWords.beyondBareMetal() },
          x2: { field: 'to' },
          color: {
            field: 'part',
            type: 'nominal',
            title: headings('cost part'),
            scale: { domain: used, range: used.map(colour) },
            legend: used.length > 0 ? {} : null,
          },
        },
      },
      {
        data: { values: marks },
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { y, x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        data: { values: marks },
        mark: { type: 'text', align: 'left', dx: 6, fontSize: 12 },
        encoding: { y, x: { field: 'at', type: 'quantitative' }, text: { field: 'label' } },
      },
    ],
  } as unknown as TopLevelSpec;
  return {
    id,
    title,
    description: describe(
      rows,
      marks.some((row) => row.label.endsWith('▸')),
    ),
    spec,
    rows: rows.map((row) => ({
      technique: String(row.technique),
      'overhead %': Number((100 * Number(row.overhead_ratio)).toPrecision(4)),
      'low %': Number((100 * Number(row.overhead_low)).toPrecision(4)),
      'high %': Number((100 * Number(row.overhead_high)).toPrecision(4)),
      ...Object.fromEntries(
        costParts.map((part) => [
          `${part} %`,
          Number(((100 * Number(row[partColumn(part)])) / Number(row.base_cycles)).toPrecision(4)),
        ]),
      ),
    })),
  };
}

function describe(rows: readonly Row[], clipped: boolean): Message {
  const virtual = rows.filter((row) => row.technique !== 'bare-metal');
  if (virtual.length === 0) return runWords.bareAlone();
  const by = (row: Row) => Number(row.overhead_ratio);
  const best = virtual.reduce((a, b) => (by(b) < by(a) ? b : a));
  const worst = virtual.reduce((a, b) => (by(b) > by(a) ? b : a));
  return runWords.leastMost({
    best: techniqueNames(String(best.technique)),
    least: by(best),
    worst: techniqueNames(String(worst.technique)),
    most: by(worst),
    cut: clipped ? runWords.barsCut() : '',
  });
}
