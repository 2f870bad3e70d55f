import type { Text } from '../message.ts';
import { topicWords } from '../messages/topics.ts';
import type { Sourced } from '../sourced.ts';
import type { Summary } from '../summary.ts';
import { html } from './html.ts';
import { type FigureRow, type Section, tableFigure } from './section.ts';
import { mark } from './status.ts';

/** A small answer: one sentence, what it was computed from and to, and the figures that show it. */
export interface Topic {
  /** Title of its page. */
  title: Text;
  /** The question in words; the title where it is not said. */
  question?: Text;
  sentence: Text;
  /** What to do, the most useful first; a comparison of the first table where it is not said. */
  advice?: Summary['advice'];
  /** The column and its label that the opening takes its numbers from; of the first table where it is not said. */
  key?: { column: string; label: string };
  /** Keys of the JSON document beside sentence and figures: the question as understood, exact results. */
  result: Readonly<Record<string, unknown>>;
  sections: readonly Section[];
  /** Figures the terminal leaves out: those that the page and `--json` are long enough for. */
  pageOnly?: readonly string[];
  /** 0 where it is not said; 3 where the answer is no. */
  exitCode?: number;
}

/** One row a number: value, interval, unit, how it is known and from where. */
export function numberRows(numbers: Readonly<Record<string, Sourced>>): FigureRow[] {
  return Object.entries(numbers).map(([term, number]) => ({
    term,
    value: number.value,
    low: number.low,
    high: number.high,
    unit: number.unit,
    known: mark(number),
    source: number.source,
  }));
}

/** The section every topic ends with: the constants it used, each with its source. */
export const sourcesSection = (
  id: string,
  numbers: Readonly<Record<string, Sourced>>,
): Section => ({
  id: `${id}-sources`,
  title: topicWords.numbers(),
  text: html`<p>${topicWords.numbersText()}</p>`,
  figures: [tableFigure(`${id}-numbers`, topicWords.numbers(), numberRows(numbers))],
});
