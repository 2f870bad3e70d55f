import type { Figure } from '../figure.ts';
import type { Text } from '../message.ts';
import { say } from './output.ts';
import { printTable } from './table.ts';

/** An answer for people: the sentence first, then each figure as a table, named where there are several. */
export function printAnswer(sentence: Text, figures: readonly Figure[]): void {
  if (sentence !== '') say(sentence);
  figures.forEach(({ title, rows }, i) => {
    if (i > 0 || sentence !== '') say('');
    if (figures.length > 1) say(title);
    printTable(rows);
  });
}
