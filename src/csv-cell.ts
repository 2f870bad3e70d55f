/** Numbers keep their sign; anything else that begins as a formula does is not one to us. */
const NUMBER = /^[+-]?\d[\d.,]*(e[+-]?\d+)?( ?%)?$/i;

/**
 * A cell of a CSV file. Spreadsheets run what begins with = + - @, also behind a tab or a line break, and names come
 * from outside: such a cell is made text by a quote in front. Commas, quotes and line breaks are quoted.
 */
export function csvCell(text: string): string {
  const formula = /^\s*[=+@\uff1d\uff0b\uff20-]|^[\t\r\n]/.test(text) && !NUMBER.test(text);
  const harmless = formula ? `'${text}` : text;
  return /[",;\t\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Rows as CSV, each cell as `csvCell` has it: the one way the product writes CSV. */
export const csvText = (rows: readonly (readonly string[])[], end: '\n' | '\r\n'): string =>
  rows.map((row) => `${row.map(csvCell).join(',')}${end}`).join('');
