import type { Figure, FigureCell } from '../../figure.ts';
import type { Text } from '../../message.ts';
import { inProse, type KeyFigure, type Summary } from '../../summary.ts';
import { plural } from '../../words.ts';

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

const text = (cell: FigureCell | undefined): string =>
  typeof cell === 'number'
    ? inProse(cell)
    : typeof cell === 'boolean'
      ? cell
        ? 'yes'
        : 'no'
      : String(cell ?? '—');

/** The row named by its first column whose interval is widest for its size. */
function widest(rows: readonly Row[]): { name: string; low: number; high: number } | undefined {
  const spans = rows.flatMap((row) => {
    const { low, high } = row;
    if (typeof low !== 'number' || typeof high !== 'number' || !(high > low)) return [];
    return [
      {
        name: text(Object.values(row)[0]),
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
    return rows
      .slice(0, 4)
      .map((row) => ({ name: text(row[label]), value: text(row[named[0]]), note: named[0] }));
  }
  const held = [
    ...figures.slice(0, 4).map(({ title, rows: list }) => ({
      name: title,
      value: list.length.toLocaleString('en-US'),
      note: 'rows',
    })),
    { name: 'Tables and charts', value: String(figures.length) },
    {
      name: 'Rows',
      value: figures.reduce((sum, { rows: list }) => sum + list.length, 0).toLocaleString('en-US'),
      note: 'in all',
    },
  ];
  const shown = columns.slice(0, 4).map(([name, cell]) => ({ name, value: text(cell), ...note }));
  return shown.length >= 3 ? shown : [...shown, ...held].slice(0, 4);
}

/** Least and most of the first column that differs from row to row. */
function comparisonOf(figures: readonly Figure[]): Summary['advice'] {
  for (const { rows } of figures) {
    const [top] = rows;
    const column = Object.entries(top ?? {}).find(
      ([name, cell]) =>
        typeof cell === 'number' &&
        rows.some((row) => typeof row[name] === 'number' && row[name] !== cell),
    )?.[0];
    if (!top || column === undefined) continue;
    const [label] = Object.keys(top).filter((name) => typeof top[name] !== 'number');
    const known = rows.filter((row) => typeof row[column] === 'number');
    const sorted = [...known].sort((a, b) => Number(a[column]) - Number(b[column]));
    const told = (row: Row | undefined) =>
      `${label === undefined ? '' : `${text(row?.[label])} `}${text(row?.[column])}`;
    return [
      {
        action: `Choose by ${column}.`,
        gain: `from ${told(sorted[0])} to ${told(sorted.at(-1))}.`,
      },
    ];
  }
  return [{ action: 'Nothing to choose.', gain: 'every row is the same.' }];
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
        ? `${weak.length.toLocaleString('en-US')} of ${plural(marked.length, 'row')} rest on a number that is estimated or unverified; each stands below with its source.`
        : 'Worked out from the inputs alone: no number of others is in it.',
    wouldChange: open
      ? `The widest interval is that of ${open.name} (${inProse(open.low)} to ${inProse(open.high)}); other inputs move every row.`
      : 'Other inputs: nothing here has an interval.',
    keyFigures: keyFiguresOf(figures),
  };
}
