import type { Figure } from '../figure.ts';
import { printTable } from './table.ts';

/** An answer for people: the sentence first, then each figure as a table, named where there are several. */
export function printAnswer(sentence: string, figures: readonly Figure[]): void {
  if (sentence !== '') process.stdout.write(`${sentence}\n`);
  figures.forEach(({ title, rows }, i) => {
    if (i > 0 || sentence !== '') process.stdout.write('\n');
    if (figures.length > 1) process.stdout.write(`${title}\n`);
    printTable(rows);
  });
}
