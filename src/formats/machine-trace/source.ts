import { open, readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { nth } from '../../elements.ts';
import { checkInput } from '../../files/check-input.ts';
import { isBitbrains } from './bitbrains.ts';
import { isHourlyView } from './vrops.ts';

/** Files of a trace of machines, by the reader they want. */
export type TraceSource =
  | { kind: 'planetlab'; path: string }
  | { kind: 'bitbrains'; files: string[] }
  | { kind: 'vrops'; path: string }
  | { kind: 'opendc'; tasks: string; fragments: string };

/** Names of OpenDC's two tables in its generations; the SURF trace puts its own name before them. */
const opendcTables = [
  [/^(.*[-_])?meta\.parquet$/, /^(.*[-_])?trace\.parquet$/],
  [/^(.*[-_])?tasks\.parquet$/, /^(.*[-_])?fragments\.parquet$/],
] as const;

async function headOf(path: string): Promise<string> {
  checkInput(path);
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Name to show for a trace. */
export const traceName = (path: string) => basename(path).replace(/\.(tar\.gz|tgz|csv)$/, '');

/** What kind of trace `path` is: Bitbrains CSV or a folder of them, a view of Aria Operations, an OpenDC folder, otherwise a PlanetLab day. */
export async function findTrace(path: string): Promise<TraceSource> {
  const folder = (await stat(path)).isDirectory();
  if (!folder) {
    const head = await headOf(path);
    if (isHourlyView(head)) return { kind: 'vrops', path };
    return isBitbrains(head) ? { kind: 'bitbrains', files: [path] } : { kind: 'planetlab', path };
  }
  const names = await readdir(path);
  if (names.includes('trace') && (await stat(join(path, 'trace'))).isDirectory())
    return findTrace(join(path, 'trace'));
  for (const [tasks, fragments] of opendcTables) {
    const table = names.find((name) => tasks.test(name));
    const pieces = names.find((name) => fragments.test(name));
    if (table !== undefined && pieces !== undefined)
      return { kind: 'opendc', tasks: join(path, table), fragments: join(path, pieces) };
  }
  const csv = names.filter((name) => name.endsWith('.csv')).sort();
  if (csv.length > 0 && isBitbrains(await headOf(join(path, nth(csv, 0)))))
    return { kind: 'bitbrains', files: csv.map((name) => join(path, name)) };
  return { kind: 'planetlab', path };
}
