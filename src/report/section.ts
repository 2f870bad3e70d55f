import type { Figure } from '../figure.ts';
import type { Text } from '../message.ts';
import type { Html } from './html.ts';

/** One section of the report: heading, prose, then figures; all numbers but those of sentences stand in figures. */
export interface Section {
  id: string;
  title: Text;
  /** What it says in one clause, shown while it is folded. */
  gist?: Text;
  /**
   * How deep a reader has to dig: `first` stands open under the answer, `second` is folded and printed, `third` is
   * folded and stays in the file (default).
   */
  depth?: Depth;
  text: Html;
  figures: readonly Figure[];
}

export type Depth = 'first' | 'second' | 'third';

/** One row of a figure. */
export type FigureRow = Figure['rows'][number];

/** Sections with the depth each id has; others keep theirs. */
export const atDepth = (
  sections: readonly Section[],
  depths: Readonly<Record<string, Depth>>,
): Section[] =>
  sections.map((section) => {
    const depth = depths[section.id];
    return depth === undefined ? section : { ...section, depth };
  });

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
