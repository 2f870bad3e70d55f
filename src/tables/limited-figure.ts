import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../figure.ts';
import { studyWords } from '../messages/studies.ts';

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

/**
 * A figure that says how many of its rows it shows where it has more than are drawn. Of `count` rows those behind the
 * first that is not drawn need not be there.
 */
export function limited(figure: Figure, count = figure.rows.length): Figure {
  const { rows, spec, title, description } = figure;
  if (rows.length <= MOST_FIGURE_ROWS) return figure;
  const shown = firstRows(rows);
  const counts = { shown: shown.length, rows: count };
  const data = spec && 'data' in spec ? spec.data : undefined;
  // A chart that draws fewer than its rows already has chosen which.
  const drawn =
    data && 'values' in data && Array.isArray(data.values) && data.values.length === rows.length;
  return {
    ...figure,
    title: studyWords.limitedTitle({ title, ...counts }),
    description: studyWords.limitedText({ description, ...counts }),
    rows: shown,
    ...(spec && drawn ? { spec: { ...spec, data: { values: [...shown] } } as TopLevelSpec } : {}),
  };
}

/** Rows of a figure: as many as are drawn and one more to see where they are cut, and how many there would be. */
export interface Shown<Made> {
  rows: Made[];
  count: number;
}

/** What a figure shows of things of which there may be a million: no more rows are made than are drawn. */
export function shownOf<From, Made>(all: Iterable<From>, made: (one: From) => Made): Shown<Made> {
  const rows: Made[] = [];
  let count = 0;
  for (const one of all) {
    if (rows.length <= MOST_FIGURE_ROWS) rows.push(made(one));
    count++;
  }
  return { rows, count };
}

/** A table of things of which there may be a million. */
export function limitedTable<From>(
  named: Pick<Figure, 'id' | 'title' | 'description'>,
  all: Iterable<From>,
  made: (one: From) => FigureRows[number],
): Figure {
  const { rows, count } = shownOf(all, made);
  return limited({ ...named, rows }, count);
}
