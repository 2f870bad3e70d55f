import type { TopLevelSpec } from 'vega-lite';
import type { Message, Text } from './message.ts';

/** One cell of a figure: ready to be shown, exact in JSON; a message stands in JSON and CSV in English. */
export type FigureCell = string | number | boolean | null | Message;

/** A table or chart as data: computed before anything is drawn, the same in page, terminal, CSV and JSON. */
export interface Figure {
  /** Unique in an answer; letters, digits and dashes. */
  id: string;
  title: Text;
  /** What a reader should see, for everyone and for screen readers. */
  description: Text;
  /** The numbers shown; a key is a column's heading with its unit, by its English name in every language. */
  rows: readonly Readonly<Record<string, FigureCell>>[];
  /** Vega-Lite over numbers of `rows`, without colours and fonts; absent: a table. Labels and values may be messages. */
  spec?: TopLevelSpec;
}
