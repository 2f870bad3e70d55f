import type { Collected } from './findings.ts';
import { eachRecord } from './rows.ts';
import { Columns, reportUnread, type TableRow } from './table.ts';

/**
 * Reads a delimited list: `open` looks up its columns once and gives what visits the rows. Columns nobody asked for are
 * reported, but for `known`, which carry nothing a plan asks for.
 */
export async function readList(
  path: string,
  into: Collected,
  known: readonly string[],
  open: (columns: Columns, titles: readonly string[]) => (row: TableRow) => void,
): Promise<void> {
  const header = await eachRecord(path, (found) => open(new Columns(found, into), found.titles()));
  if (!header) return;
  for (const title of known) header.column(title);
  reportUnread(header, into);
}
