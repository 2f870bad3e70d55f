import { badInput, printable } from '../errors.ts';
import { readFailure } from '../files/read-input.ts';
import { ALL, type Snapshot, type Totals } from '../plan/history/totals.ts';
import { exportTime } from './inventory/export-time.ts';
import { readHead } from './inventory/open.ts';
import { asWide, eachRecord, type Header, titledOnce } from './inventory/rows.ts';

const amounts = {
  vcpus: 'vcpus',
  memory_gib: 'memoryGib',
  cpu_ghz: 'cpuGhz',
  storage_gib: 'storageGib',
} as const satisfies Record<string, keyof Totals>;
type Column = keyof typeof amounts;

const MOST_ROWS = 1_000_000;
/** No estate of virtual machines is older: an earlier date is a slip. */
const EARLIEST_MS = Date.UTC(1990, 0, 1);

/** Totals of several dates: a CSV whose header begins with date. */
export async function isHistoryCsv(path: string): Promise<boolean> {
  return /^\uFEFF?"?date"?[,;\t]/i.test(await readHead(path));
}

function amount(
  text: string,
  what: string,
  at: { file: string; line: number },
): number | undefined {
  if (text === '') return undefined;
  const value = Number(text);
  if (value >= 0 && value < 1e12) return value;
  throw badInput({ ...at, expected: `a number for ${what}`, found: `"${printable(text, 40)}"` });
}

function columnsOf(header: Header, path: string): void {
  const titles = header.titles();
  const missing = ['date', 'machines'].filter((name) => header.column(name) === undefined);
  const known = (Object.keys(amounts) as Column[]).filter(
    (name) => header.column(name) !== undefined,
  );
  if (missing.length > 0 || known.length === 0)
    throw badInput({
      file: path,
      line: 1,
      expected: `columns date, machines and one or more of ${Object.keys(amounts).join(', ')}`,
      found: missing.length > 0 ? `no ${missing.join(', ')}` : printable(titles.join(', '), 200),
    });
  const unit = titles.find(
    (title) => /^(memory|storage|cpu)(_|$)/i.test(title) && !(title.toLowerCase() in amounts),
  );
  if (unit !== undefined)
    throw badInput({
      file: path,
      line: 1,
      expected: `amounts in ${Object.keys(amounts).join(', ')}`,
      found: `"${printable(unit, 40)}": units differ`,
    });
}

/** Totals of clusters at several dates: date, cluster (optional), machines, and vcpus, memory_gib, cpu_ghz, storage_gib. */
export async function readHistoryCsv(path: string): Promise<Snapshot[]> {
  const dates = new Map<number, Map<string, Totals>>();
  let rows = 0;
  try {
    await eachRecord(path, (header) => {
      columnsOf(header, path);
      titledOnce(header, path, ['date', 'cluster', 'machines', ...Object.keys(amounts)]);
      const fits = asWide(header, path);
      const place = (name: string) => header.column(name) ?? -1;
      return ({ line, cells }) => {
        const at = { file: path, line };
        fits({ line, cells });
        if (++rows > MOST_ROWS)
          throw badInput({ ...at, expected: `at most ${MOST_ROWS} rows`, found: 'more' });
        const cell = (name: string) => (cells[place(name)] ?? '').trim();
        const dateMs = exportTime(cell('date'));
        if (dateMs === undefined || dateMs < EARLIEST_MS)
          throw badInput({
            ...at,
            expected: 'a date such as 2026-07-01',
            found: `"${printable(cell('date'), 40)}"`,
          });
        const machines = amount(cell('machines'), 'machines', at);
        if (machines === undefined)
          throw badInput({ ...at, expected: 'machines', found: 'nothing' });
        const cluster = cell('cluster') === '' ? ALL : cell('cluster');
        const clusters = dates.get(dateMs) ?? new Map<string, Totals>();
        dates.set(dateMs, clusters);
        if (clusters.has(cluster))
          throw badInput({
            ...at,
            expected: 'one row a date and cluster',
            found: `a second of ${cell('date')}${cluster === ALL ? '' : `, ${printable(cluster, 80)}`}`,
          });
        if (clusters.size > 0 && clusters.has(ALL) !== (cluster === ALL))
          throw badInput({
            ...at,
            expected: 'a cluster in each row of a date, or in none',
            found: `both on ${cell('date')}`,
          });
        clusters.set(cluster, {
          machines,
          vcpus: amount(cell('vcpus'), 'vcpus', at),
          memoryGib: amount(cell('memory_gib'), 'memory_gib', at),
          cpuGhz: amount(cell('cpu_ghz'), 'cpu_ghz', at),
          storageGib: amount(cell('storage_gib'), 'storage_gib', at),
        });
      };
    });
  } catch (error) {
    throw readFailure(path, error);
  }
  if (dates.size === 0) throw badInput({ file: path, expected: 'rows of totals', found: 'none' });
  return [...dates].map(([dateMs, clusters]) => ({ source: path, dateMs, clusters }));
}
