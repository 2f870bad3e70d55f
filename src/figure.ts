import type { TopLevelSpec } from 'vega-lite';

/** One cell of a figure: ready to be shown, exact in JSON. */
export type FigureCell = string | number | boolean | null;

/** A table or chart as data: computed before anything is drawn, the same in page, terminal, CSV and JSON. */
export interface Figure {
  /** Unique in an answer; letters, digits and dashes. */
  id: string;
  title: string;
  /** What a reader should see, for everyone and for screen readers. */
  description: string;
  /** The numbers shown; a key is a column's heading with its unit. */
  rows: readonly Readonly<Record<string, FigureCell>>[];
  /** Vega-Lite over numbers of `rows`, without colours and fonts; absent: a table. */
  spec?: TopLevelSpec;
}

/** Rows of one figure that are drawn; a page of more can no longer be opened, and nobody reads them. */
export const MOST_FIGURE_ROWS = 1000;

type FigureRows = Figure['rows'];

/** The first rows, up to the last whole group of equal first cells. */
function firstRows(rows: FigureRows): FigureRows {
  const first = rows.slice(0, MOST_FIGURE_ROWS);
  const key = Object.keys(rows[0] ?? {})[0] ?? '';
  const cut = first.findLastIndex((row) => row[key] !== rows[MOST_FIGURE_ROWS]?.[key]);
  return cut < 0 ? first : first.slice(0, cut + 1);
}

/** A figure that says how many of its rows it shows where it has more than are drawn. */
export function limited(figure: Figure): Figure {
  const { rows, spec, title, description } = figure;
  if (rows.length <= MOST_FIGURE_ROWS) return figure;
  const shown = firstRows(rows);
  const all = rows.length.toLocaleString('en');
  const data = spec && 'data' in spec ? spec.data : undefined;
  // A chart that draws fewer than its rows already has chosen which.
  const drawn =
    data && 'values' in data && Array.isArray(data.values) && data.values.length === rows.length;
  return {
    ...figure,
    title: `${title} (the first ${shown.length.toLocaleString('en')} of ${all} rows)`,
    description: `${description} All ${all} rows follow from the results files.`.trim(),
    rows: shown,
    ...(spec && drawn ? { spec: { ...spec, data: { values: [...shown] } } as TopLevelSpec } : {}),
  };
}
