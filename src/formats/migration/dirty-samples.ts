import { badInput } from '../../errors.ts';
import { emptyInput, type MigrationInput } from './migration-input.ts';

const MAX_ROWS = 100_000;
const HEADER = /^\s*window_s\s*,\s*dirty_pages\s*$/i;

export function looksLikeDirtySamples(text: string): boolean {
  return HEADER.test(text.slice(0, 200).split('\n')[0] ?? '');
}

/**
 * Distinct pages found dirty after a window, one row each: what clearing soft-dirty bits
 * (/proc/PID/clear_refs), waiting and counting them in /proc/PID/pagemap gives.
 */
export function readDirtySamples(text: string, file: string): MigrationInput {
  const input = emptyInput('dirty-samples');
  const lines = text.split('\n');
  for (const [i, line] of lines.entries()) {
    if (i === 0 || line.trim() === '') continue;
    const [seconds, pages, more] = line.split(',').map((cell) => Number(cell.trim() || Number.NaN));
    const sane = seconds! > 0 && seconds! <= 86_400 && pages! >= 0 && pages! <= 2 ** 40;
    if (more !== undefined || !sane || !Number.isInteger(pages)) {
      const found = `"${line.slice(0, 60)}"`;
      throw badInput({ file, line: i + 1, expected: 'SECONDS,PAGES of a window', found });
    }
    if (input.unique.length >= MAX_ROWS) {
      throw badInput({ file, expected: `at most ${MAX_ROWS} rows`, found: `${lines.length}` });
    }
    const sd = Math.sqrt(pages! + 1) + 0.02 * pages! + 1;
    input.unique.push({ seconds: seconds!, pages: pages!, sd });
  }
  if (input.unique.length === 0)
    throw badInput({ file, expected: 'at least one row', found: 'none' });
  return input;
}
