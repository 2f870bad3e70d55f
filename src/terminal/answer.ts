import type { Figure } from '../figure.ts';
import type { Text } from '../message.ts';
import { blankLine, sayFirst } from './output.ts';
import { outputSettings } from './settings.ts';
import { printTable } from './table.ts';

/** An answer for people: the sentence first, then each figure as a table under its title. */
export function printAnswer(sentence: Text, figures: readonly Figure[]): void {
  if (sentence !== '') sayFirst(sentence);
  const isCsv = outputSettings().format === 'csv';
  figures.forEach(({ title, rows }, i) => {
    if (i > 0 || (sentence !== '' && !isCsv)) blankLine();
    // One table alone is CSV as every reader takes it.
    if (isCsv && figures.length === 1) printTable(rows);
    else printTable(rows, title);
  });
}
