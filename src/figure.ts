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
