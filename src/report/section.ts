import type { TopLevelSpec } from 'vega-lite';
import type { Html } from './html.ts';

/** A chart is never alone: a title, a sentence saying what to see, and the table behind it. */
export interface Chart {
  /** Unique in the page; letters, digits and dashes. */
  id: string;
  title: string;
  /** What a reader should see, for everyone and for screen readers. */
  description: string;
  /** Vega-Lite; colours, fonts and background come from the page's theme. */
  spec: TopLevelSpec;
  /** The numbers shown, ready to print. */
  table: readonly Record<string, string | number>[];
}

/** One section of the report: heading, text or tables, charts below. */
export interface Section {
  id: string;
  title: string;
  body: Html;
  charts: readonly Chart[];
}
