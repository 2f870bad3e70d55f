/** Sizes above this are damage, in any unit an export uses. */
import { group as groupOf } from '../../elements.ts';

export const MOST_AMOUNT = 1e15;

/** What a column holds: counts of things, sizes in whole units (MiB, MHz), or sizes with a fraction (GiB). */
export type NumberKind = 'count' | 'whole' | 'fraction';

type Mark = '.' | ',';

/** Spaces and apostrophes between groups of three digits can be nothing else. */
const SPACED = /^([+-]?\d{1,3}(?:[ \u00a0\u2009\u202f'’]\d{3})+)([.,]\d+)?$/;
/** Digits in one place alone: where two patterns could share a run of them, a long one would take the square of it. */
const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;
const ONE_MARK = /^[+-]?\d+([.,])\d+$/;
const GROUPED = {
  '.': /^[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d+)?$/,
  ',': /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/,
};
/** One mark before exactly three digits: a fraction, or thousands. */
const EITHER = /^[+-]?[1-9]\d{0,2}([.,])\d{3}$/;

const other = (mark: Mark): Mark => (mark === '.' ? ',' : '.');

/** The decimal mark a text can only have, where it has one. */
function decimalOf(text: string): Mark | undefined {
  if (EITHER.test(text)) return undefined;
  for (const group of ['.', ','] as const) if (GROUPED[group].test(text)) return other(group);
  return ONE_MARK.exec(text)?.[1] as Mark | undefined;
}

const asNumber = (text: string, decimal: Mark) =>
  Number(text.replaceAll(other(decimal), '').replace(decimal, '.'));

export interface ReadNumber {
  /** NaN for what is no number. */
  value: number;
  /** Written with marks that depend on the country. */
  localised: boolean;
  /** Either reading was possible: this one was chosen by what else the column holds. */
  judged: boolean;
}

const plainNumber = (value: number): ReadNumber => ({
  value: Number.isFinite(value) ? value : Number.NaN,
  localised: false,
  judged: false,
});

/** Cells of a column: by the decimal mark they can only have, and those without any mark. */
export interface CellsSeen {
  '.': number;
  ',': number;
  whole: number;
}

export const noCells = (): CellsSeen => ({ '.': 0, ',': 0, whole: 0 });

/** No number is longer; a cell may hold 32,767 characters. */
const LONGEST_NUMBER = 60;

const [DIGIT_0, DIGIT_9] = [48, 57];

/** Digits alone, as nearly all cells of numbers are: nothing about them has to be judged. */
function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < DIGIT_0 || code > DIGIT_9) return false;
  }
  return text !== '';
}

/** Counts a cell of text as evidence of how its column writes numbers. */
export function seeCell(seen: CellsSeen, text: string): void {
  if (text.length > LONGEST_NUMBER) return;
  if (isDigits(text)) {
    seen.whole++;
    return;
  }
  const trimmed = text.trim();
  const decimal = decimalOf(trimmed);
  if (decimal !== undefined) seen[decimal]++;
  else if (/^[+-]?\d+$/.test(trimmed)) seen.whole++;
}

/**
 * How the numbers of one column are written, judged by all its cells. A cell with one reading is read that way; `1.024`
 * has two, and the other cells decide, then what the column can hold, then the other columns, then what separates
 * columns: semicolons where a comma is the decimal mark, commas where a dot is.
 */
export class NumberColumn {
  private readonly kind: NumberKind;
  private readonly seen: CellsSeen;
  private readonly table: readonly CellsSeen[];
  private readonly delimiter: string | undefined;

  /** `table`: what is seen in all columns of numbers of the table. */
  constructor(
    kind: NumberKind,
    seen = noCells(),
    table: readonly CellsSeen[] = [],
    delimiter?: string,
  ) {
    this.kind = kind;
    this.seen = seen;
    this.table = table;
    this.delimiter = delimiter;
  }

  read(text: string): ReadNumber {
    if (isDigits(text)) return plainNumber(Number(text));
    const spaced = SPACED.exec(text);
    if (spaced) {
      const whole = groupOf(spaced, 1).replace(/[^\d+-]/g, '');
      const value = Number(whole + (spaced[2] ?? '').replace(',', '.'));
      return { value, localised: true, judged: false };
    }
    const mark = EITHER.exec(text)?.[1] as Mark | undefined;
    if (mark !== undefined) {
      const decimal = this.isDecimal(mark) ? mark : other(mark);
      return { value: asNumber(text, decimal), localised: true, judged: this.isOpen(mark) };
    }
    if (PLAIN.test(text)) return plainNumber(Number(text));
    const decimal = decimalOf(text);
    if (decimal === undefined) return plainNumber(Number.NaN);
    return { value: asNumber(text, decimal), localised: true, judged: false };
  }

  /** No cell of the column says what the mark means, or some say this and some that. */
  private isOpen(mark: Mark): boolean {
    return this.seen[mark] > 0 === this.seen[other(mark)] > 0;
  }

  private isDecimal(mark: Mark): boolean {
    if (!this.isOpen(mark)) return this.seen[mark] > 0;
    // `4.000` CPUs are four: no machine has thousands.
    if (this.kind !== 'fraction') return this.kind === 'count';
    const says = (decimal: Mark) => this.table.some((seen) => seen[decimal] > 0);
    if (says(mark) !== says(other(mark))) return says(mark);
    if (this.delimiter === ';') return mark === ',';
    if (this.delimiter === ',') return mark === '.';
    return this.seen.whole === 0;
  }
}

/** A number no column stands behind: a dot is the decimal mark, as programs write it. */
export const readNumber = (text: string): ReadNumber =>
  PLAIN.test(text) ? plainNumber(Number(text)) : new NumberColumn('whole').read(text);
