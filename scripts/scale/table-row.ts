/** Prints a row of a Markdown table. */
export const tableRow = (cells: readonly (string | number)[]): boolean =>
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
