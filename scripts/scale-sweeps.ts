// Measures whole sweeps of tiny cells: `npx tsx scripts/scale-sweeps.ts 10000 100000 1000000` prints the rows of
// docs/model/scale.md. The built program runs (`npm run build`), coordinator and worker in one process, then its report,
// then the same cells as two shards, joined. Each command has a terminal (`script` of util-linux), whose first word and longest
// time without one are told; where there is no `script` those columns stay empty. `--study NAME`: of which study the cells are
// (steady). `--workers N`: a pool of threads. `--redis`: through a Redis of its own on loopback, against one process.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Measured, measured } from './scale/measured.ts';
import { throughRedis } from './scale/redis.ts';
import { tinyScenario } from './scale/scenarios.ts';
import { tableRow } from './scale/table-row.ts';

const bytesOf = (folder: string, name: string) => statSync(join(folder, name)).size;

const { values, positionals } = parseArgs({
  options: {
    workers: { type: 'string' },
    study: { type: 'string', default: 'steady' },
    redis: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const { study } = values;
const engine =
  values.workers === undefined ? ['--engine', 'inline'] : ['--workers', values.workers];

const storedIn = (folder: string) =>
  readdirSync(folder).filter((name) => name.endsWith('.parquet'));

function rowsOf(folder: string): number {
  const { rows } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'));
  return Number(rows[study]);
}

/** Refuses rows that are not those of the run they should equal. */
function checkSame(made: string, folder: string): void {
  for (const name of storedIn(folder)) {
    if (!readFileSync(join(made, name)).equals(readFileSync(join(folder, name))))
      throw new Error(`${name}: expected the bytes of the run in one process, found others`);
  }
}

const tell = (
  rows: number,
  what: string,
  { cpuS, mib, begun, pause }: Measured,
  ...more: string[]
) => tableRow([study, rows, what, cpuS, mib, begun, pause, ...more]);

/** All cells at once, their report, and the same as two shards that are joined. */
async function measureAll(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  const run = (out: string, ...more: string[]) =>
    measured(['run', at('tiny.yaml'), ...engine, '--no-report', '-o', at(out), ...more]);
  const swept = await run('out');
  const rows = rowsOf(at('out'));
  const bytes = storedIn(at('out')).reduce((sum, name) => sum + bytesOf(at('out'), name), 0);
  tell(rows, 'run', swept, (bytes / rows).toFixed(1));
  tell(rows, 'report', await measured(['report', at('out')]), '');
  await run('half-0', '--shard', '0/2');
  await run('half-1', '--shard', '1/2');
  const halves = [at('half-0'), at('half-1')];
  tell(rows, 'merge', await measured(['merge', ...halves, '--no-report', '-o', at('joined')]), '');
  checkSame(at('joined'), at('out'));
}

/** The same cells in one process and through Redis: what the queue takes beside them. */
async function measureQueue(folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  const words = (out: string) => ['run', at('tiny.yaml'), '--no-report', '-o', at(out)];
  const alone = await measured([...words('out'), '--engine', 'inline']);
  const rows = rowsOf(at('out'));
  tell(rows, 'run', alone, '');
  const { coordinator, worker, redis, waiting } = await throughRedis(words('queued'), folder);
  checkSame(at('queued'), at('out'));
  tell(rows, 'coordinator', coordinator, '');
  tell(rows, 'worker', { ...worker, begun: '', pause: '' }, '');
  tell(rows, 'redis-server', { ...redis, begun: '', pause: '' }, '');
  const all = [coordinator, worker, redis].reduce((sum, { cpuS }) => sum + Number(cpuS), 0);
  const ms = ((1000 * (all - Number(alone.cpuS))) / rows).toFixed(3);
  process.stdout.write(
    `CPU beyond one process: ${ms} ms a cell; ${waiting.cells} cells waiting, ${waiting.bytesPerCell} B of Redis each\n`,
  );
}

tableRow([
  'study',
  'rows',
  'what',
  'CPU, s',
  'peak, MiB',
  'first word, s',
  'longest pause, s',
  'results, bytes a row',
]);
for (const cells of positionals.map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-scale-'));
  try {
    writeFileSync(join(folder, 'tiny.yaml'), tinyScenario(study, cells));
    await (values.redis ? measureQueue(folder) : measureAll(folder));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
