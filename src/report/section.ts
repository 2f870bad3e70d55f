import type { Figure } from '../figure.ts';
import type { Text } from '../message.ts';
import type { Html } from './html.ts';

/** One section of the report: heading, prose, then figures; all numbers but those of sentences stand in figures. */
export interface Section {
  id: string;
  title: Text;
  text: Html;
  figures: readonly Figure[];
}

/** One row of a figure. */
export type FigureRow = Figure['rows'][number];

/** All figures of a page in their order: what `--json` shows under `figures`. */
export const figuresOf = (sections: readonly Section[]): Figure[] =>
  sections.flatMap(({ figures }) => figures);

/** A figure that is a table; its title says what the rows are. */
export const tableFigure = (
  id: string,
  title: Text,
  rows: readonly FigureRow[],
  description: Text = '',
): Figure => ({ id, title, description, rows });
