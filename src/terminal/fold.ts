import { nth, num } from '../elements.ts';
import { displayWidth } from './width.ts';

/** Columns a word is not folded below, where the terminal has room for it at all. */
const LEAST = 12;
const GAP = 2;

/** A text broken into lines of at most `width` columns: between words, and inside a word that is wider. */
export function foldText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/(?<=[ \n/,;])/)) {
    if (displayWidth(line + word.trimEnd()) <= width) {
      line += word;
      continue;
    }
    if (line.trimEnd() !== '') lines.push(line.trimEnd());
    line = '';
    for (const character of word) {
      if (displayWidth(line + character.trimEnd()) > width) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line.trimEnd()].filter((one, i) => one !== '' || i === 0);
}

/** Widths of columns whose sum fits, taken from the widest that may fold; undefined where even that is too wide. */
export function fitted(
  widths: readonly number[],
  folds: readonly boolean[],
  most: number,
): number[] | undefined {
  const fit = [...widths];
  const total = () => fit.reduce((sum, width) => sum + width, GAP * (fit.length - 1));
  while (total() > most) {
    let widest = -1;
    fit.forEach((width, i) => {
      if (folds[i] && width > LEAST && (widest < 0 || width > num(fit, widest))) widest = i;
    });
    if (widest < 0) return undefined;
    fit[widest] = num(fit, widest) - 1;
  }
  return fit;
}

/**
 * Columns in groups that fit, each beginning with the first column (it names the row); a single column wider than the
 * terminal stands alone beside it.
 */
export function groupsThatFit(
  widths: readonly number[],
  folds: readonly boolean[],
  most: number,
): number[][] {
  const least = (i: number) => (folds[i] ? Math.min(LEAST, num(widths, i)) : num(widths, i));
  const groups: number[][] = [];
  let group = [0];
  let taken = least(0);
  for (let i = 1; i < widths.length; i++) {
    if (taken + GAP + least(i) > most && group.length > 1) {
      groups.push(group);
      group = [0];
      taken = least(0);
    }
    group.push(i);
    taken += GAP + least(i);
  }
  return [...groups, group];
}

/** Lines of one row whose cells may take several. */
export function foldRow(cells: readonly string[], widths: readonly number[]): string[][] {
  const folded = cells.map((cell, i) => foldText(cell, nth(widths, i)));
  const lines = Math.max(...folded.map((cell) => cell.length));
  return Array.from({ length: lines }, (_, k) => folded.map((cell) => cell[k] ?? ''));
}
