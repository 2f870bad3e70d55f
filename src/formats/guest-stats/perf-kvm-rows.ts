import { nth, num } from '../../elements.ts';
import { plainReason } from './exit-reasons.ts';
import type { ExitCount } from './guest-stats.ts';
import { count, fail, isCount, type Place } from './text.ts';

export interface Token extends Place {
  text: string;
}

export const countOfToken = (token: Token): number => count(token.text, token, 'samples');

const NAME = /^[A-Za-z_][\w.:()/-]{0,63}$/;
const PERCENT = /^\d{1,3}(\.\d+)?%$/;
const MICROSECONDS = /^\d{1,15}(\.\d+)?us$/;
const SPREAD = /^\(\+-(-?nan|\d+(\.\d+)?)%\)$/;

/**
 * Rows `NAME SAMPLES SAMPLES% TIME% [MIN MAX] AVG [( +- SPREAD% )]` from a run of tokens. Line ends mean
 * nothing: rows wrapped by a mailer are whole again, and two rows that lost the line end between them stay two.
 * Names may have two words ("PF excp").
 */
export function parseRows(
  tokens: readonly Token[],
  hasRange: boolean,
  warnings: string[],
): ExitCount[] {
  const rows: ExitCount[] = [];
  const last = tokens.at(-1);
  let at = 0;
  const take = (pattern: RegExp, expected: string): number => {
    const token = tokens[at];
    if (!token) return fail(last!, `${expected} before the end of the table`, '');
    if (!pattern.test(token.text)) fail(token, expected, token.text);
    at++;
    return Number.parseFloat(token.text);
  };
  while (at < tokens.length) {
    const first = nth(tokens, at);
    const name: string[] = [];
    while (at < tokens.length && name.length < 2 && !isCount(nth(tokens, at).text)) {
      if (!NAME.test(nth(tokens, at).text))
        fail(nth(tokens, at), 'the name of an exit reason', nth(tokens, at).text);
      name.push(nth(tokens, at++).text);
    }
    if (name.length === 0) fail(first, 'the name of an exit reason', first.text);
    const samples = tokens[at];
    if (!samples) return fail(last!, `samples of ${name.join(' ')}`, '');
    const row: ExitCount = { reason: plainReason(name.join(' ')), count: countOfToken(samples) };
    at++;
    take(PERCENT, 'Samples% such as 75.72%');
    take(PERCENT, 'Time% such as 87.89%');
    if (hasRange) {
      row.minUs = take(MICROSECONDS, 'Min Time such as 0.36us');
      row.maxUs = take(MICROSECONDS, 'Max Time such as 15668.98us');
    }
    row.meanUs = take(MICROSECONDS, 'Avg time such as 276.60us');
    row.totalUs = row.meanUs * row.count;
    at = spread(tokens, at);
    const { minUs = 0, maxUs = Number.POSITIVE_INFINITY, meanUs } = row;
    if (meanUs < minUs - 0.011 || meanUs > maxUs + 0.011) {
      warnings.push(
        `Line ${first.line}: the average of ${row.reason} is outside its minimum and maximum.`,
      );
    }
    rows.push(row);
  }
  checkPercentages(tokens, rows, warnings);
  return rows;
}

/** The optional `( +- 1.25% )`, with or without blanks inside; where it ends. */
function spread(tokens: readonly Token[], start: number): number {
  if (!tokens[start]?.text.startsWith('(')) return start;
  let text = '';
  let at = start;
  while (at < tokens.length && at < start + 4 && !text.endsWith(')'))
    text += nth(tokens, at++).text;
  if (!SPREAD.test(text)) fail(nth(tokens, start), 'a spread such as ( +- 1.25% )', text);
  return at;
}

/** Samples% again from the counts: a damaged number shows here, unless rows are left out. */
function checkPercentages(
  tokens: readonly Token[],
  rows: readonly ExitCount[],
  warnings: string[],
): void {
  const shown = tokens.filter(
    (token, i) => PERCENT.test(token.text) && isCount(tokens[i - 1]?.text ?? ''),
  );
  const shares = shown.map((token) => Number.parseFloat(token.text));
  const shareSum = shares.reduce((sum, share) => sum + share, 0);
  const sum = rows.reduce((all, row) => all + row.count, 0);
  if (shares.length !== rows.length || sum === 0 || shareSum < 99.5) return;
  for (const [i, row] of rows.entries()) {
    const share = (row.count / sum) * 100;
    if (Math.abs(share - num(shares, i)) > 0.1) {
      warnings.push(
        `Line ${nth(shown, i).line}: ${row.reason} has ${share.toFixed(2)}% of the samples, the file says ${shares[i]}%.`,
      );
    }
  }
}
