import type { Figure, FigureCell } from '../../figure.ts';
import type { Text } from '../../message.ts';
import { cellText } from '../../messages/cells.ts';
import { headings } from '../../messages/headings.ts';
import { page } from '../../messages/page.ts';
import { topicWords } from '../../messages/topics.ts';
import { inProse, type KeyFigure, type Summary } from '../../summary.ts';

type Row = Figure['rows'][number];

/** What an answer says of itself beside its sentence and figures. */
export interface PlainAnswer {
  question: Text;
  inputs: Summary['inputs'];
  sentence: Text;
  figures: readonly Figure[];
  /** A comparison of the first table where it is not said. */
  advice?: Summary['advice'];
}

/** A cell of a column as a sentence has it. */
export function cellInWords(cell: FigureCell | undefined, column: string): Text {
  if (typeof cell === 'number') return inProse(cell);
  if (typeof cell === 'boolean') return cell ? page.yes() : page.no();
  return typeof cell === 'string' ? cellText(column, cell) : (cell ?? '—');
}

/** The row named by its first column whose interval is widest for its size. */
function widest(rows: readonly Row[]): { name: Text; low: number; high: number } | undefined {
  const spans = rows.flatMap((row) => {
    const { low, high } = row;
    const [column = ''] = Object.keys(row);
    if (typeof low !== 'number' || typeof high !== 'number' || !(high > low)) return [];
    return [
      {
        name: cellInWords(row[column], column),
        low,
        high,
        factor: (high - low) / Math.max(1e-300, Math.abs(high + low)),
      },
    ];
  });
  return spans.sort((a, b) => b.factor - a.factor)[0];
}

/** Numbers of the first table: of a single row each column, of several the first column that has numbers. */
function keyFiguresOf(figures: readonly Figure[]): KeyFigure[] {
  const [first] = figures;
  const rows = first?.rows ?? [];
  const [top] = rows;
  const note = { note: first?.title ?? '' };
  const columns = Object.entries(top ?? {}).filter(([, cell]) => typeof cell === 'number');
  // A column that is the same in every row tells nothing.
  const named = columns.find(([name, cell]) => rows.some((row) => row[name] !== cell));
  if (top && rows.length >= 3 && named) {
    const label = Object.keys(top).find((key) => typeof top[key] === 'string') ?? named[0];
    return rows.slice(0, 4).map((row) => ({
      name: cellInWords(row[label], label),
      value: cellInWords(row[named[0]], named[0]),
      note: headings(named[0]),
    }));
  }
  const held = [
    ...figures.slice(0, 4).map(({ title, rows: list }) => ({
      name: title,
      value: list.length.toLocaleString('en-US'),
      note: topicWords.rows(),
    })),
    { name: topicWords.tablesAndCharts(), value: String(figures.length) },
    {
      name: topicWords.rowsInAll(),
      value: figures.reduce((sum, { rows: list }) => sum + list.length, 0).toLocaleString('en-US'),
      note: topicWords.inAll(),
    },
  ];
  const shown = columns.slice(0, 4).map(([name, cell]) => ({
    name: headings(name),
    value: cellInWords(cell, name),
    ...note,
  }));
  return shown.length >= 3 ? shown : [...shown, ...held].slice(0, 4);
}

/** Units that some tables of parts have for a heading: a number of parts is nothing to choose by. */
const units = new Set(['ns', 'us', 'µs', 'ms', 's', 'bytes', 'KiB', 'MiB', 'GiB', '%', 'cycles']);

/** Least and most of the first column that differs from row to row. */
function comparisonOf(figures: readonly Figure[]): Summary['advice'] {
  for (const { rows } of figures) {
    const [top] = rows;
    const column = Object.entries(top ?? {}).find(
      ([name, cell]) =>
        typeof cell === 'number' &&
        !units.has(name) &&
        rows.some((row) => typeof row[name] === 'number' && row[name] !== cell),
    )?.[0];
    if (!top || column === undefined) continue;
    const [label] = Object.keys(top).filter((name) => typeof top[name] !== 'number');
    const known = rows.filter((row) => typeof row[column] === 'number');
    const sorted = [...known].sort((a, b) => Number(a[column]) - Number(b[column]));
    const told = (row: Row | undefined) => {
      const value = cellInWords(row?.[column], column);
      if (label === undefined) return value;
      return topicWords.told({ label: cellInWords(row?.[label], label), value });
    };
    return [
      {
        action: topicWords.chooseBy({ column: headings(column) }),
        gain: topicWords.fromTo({ least: told(sorted[0]), most: told(sorted.at(-1)) }),
      },
    ];
  }
  return [{ action: topicWords.nothingToChoose(), gain: topicWords.allTheSame() }];
}

/** The opening of an answer that is a sentence and its tables: how sure and what would change it from their rows. */
export function plainSummary({ figures, advice, ...answer }: PlainAnswer): Summary {
  const rows = figures.flatMap((figure) => figure.rows);
  const marked = rows
    .map((row) => JSON.stringify(row))
    .filter((row) => /[●◆◇○]|unverified|published|estimated|derived/.test(row));
  const weak = marked.filter((row) => /○|unverified|estimated/.test(row));
  const open = widest(rows);
  return {
    ...answer,
    advice: advice ?? comparisonOf(figures),
    confidence:
      marked.length > 0
        ? topicWords.weak({ weak: weak.length, marked: marked.length })
        : topicWords.exact(),
    wouldChange: open ? topicWords.widest(open) : topicWords.noInterval(),
    keyFigures: keyFiguresOf(figures),
  };
}
