/** Sizes above this are damage, in any unit an export uses. */
export const MOST_AMOUNT = 1e15;

const GROUPED_COMMA = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const GROUPED_DOT = /^[+-]?\d{1,3}(\.\d{3})+(,\d+)?$/;
const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;
const SEVERAL_DOTS = /^[+-]?\d{1,3}(\.\d{3}){2,}(,\d+)?$|^[+-]?\d{1,3}(\.\d{3})+,\d+$/;

export interface ReadNumber {
  /** NaN for what is no number. */
  value: number;
  /** Written with marks that depend on the country: read by a rule, to be reported. */
  localised: boolean;
}

/**
 * A number as exports write it. Where semicolons separate columns a comma is the decimal mark and a dot groups
 * thousands; elsewhere it is the other way round, unless only one reading is possible.
 */
export function readNumber(text: string, decimalComma = false): ReadNumber {
  const plain = Number(text);
  const grouped = decimalComma ? GROUPED_DOT : GROUPED_COMMA;
  if (Number.isFinite(plain) && !(decimalComma && grouped.test(text))) {
    return {
      value: /^[+-]?(\d|\.\d)/.test(text) && !/^0[xob]/i.test(text) ? plain : Number.NaN,
      localised: false,
    };
  }
  if (grouped.test(text)) {
    const bare = decimalComma
      ? text.replaceAll('.', '').replace(',', '.')
      : text.replaceAll(',', '');
    return { value: Number(bare), localised: true };
  }
  if (DECIMAL_COMMA.test(text)) return { value: Number(text.replace(',', '.')), localised: true };
  if (SEVERAL_DOTS.test(text))
    return { value: Number(text.replaceAll('.', '').replace(',', '.')), localised: true };
  return { value: Number.NaN, localised: false };
}
