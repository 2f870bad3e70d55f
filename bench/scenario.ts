// The sweep of a scenario: its cells together against each simulated alone, two worker threads against one, a hundred
// thousand cells in one process, and, where VIRTCOST_EARLIER names a built checkout, its sweep of the same 243 cells.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnableJob } from '../src/engines/engine.ts';
import { prepareJobs } from '../src/engines/prepare.ts';
import { runJob } from '../src/engines/run-job.ts';
import { halves } from '../src/engines/split.ts';
import { loadScenario } from '../src/scenario/load.ts';
import type { Row } from '../src/studies/column.ts';
import { studies } from '../src/studies/index.ts';
import { childCpu } from './child-cpu.ts';
import { inQuick, isQuick } from './quick.ts';
import { CLI, type Folder, fromRoot, inFolder } from './scenario-folder.ts';
import { type Comparison, type Slice, sideBySide, type Variant } from './side-by-side.ts';
import { twoWorkers } from './two-workers.ts';

const head = (hosts: readonly string[]) => `name: bench
seed: 1
hosts: [${hosts.join(', ')}]
techniques: [bare-metal, container, emulation, full, para, hardware-gen1, hardware, hardware-sriov, nested]
pages: [4K/4K, 4K/2M, 2M/2M]
`;
const HOSTS = ['xeon-e3-kvmperf-2013', 'cascade-lake-sp-2019', 'epyc-zen3-2021'];

/** Host profiles of earlier checkouts go by these names; today's read them too. */
const EARLIER_HOSTS = ['srv', 'clx', 'zen3'];
const CELLS = 243;
/** Cells of examples/fleet.yaml that are swept; its bills are made from them. */
const FLEET_CELLS = 2996;
/** The translation cells of `npm start`. */
const quickstart = `${head(EARLIER_HOSTS)}workloads:
  - { name: pointer chase, trace: traces/chase.bin.gz, events: compute }
  - name: database
    pattern: { kind: zipf, footprint: 4GiB, accesses: 400000 }
    instructionsPerAccess: 40
    missesInFlight: 2
    events: server
  - name: software build
    pattern: { kind: phases, footprint: 512MiB, accesses: 400000 }
    instructionsPerAccess: 100
    missesInFlight: 2
    events: build
`;

const oneTrace = (damage: string) => `${head(HOSTS)}steady: { exitDamage: ${damage} }
workloads:
  - { name: pointer chase, trace: traces/chase.bin.gz, events: server }
`;

/** 40 workloads of 400,000 accesses each, 600 simulations: half a minute of one worker. */
const LARGE = 40;
const large = `${head(HOSTS)}workloads:
${Array.from(
  { length: LARGE },
  (_, i) =>
    `  - { name: vm ${i}, pattern: { kind: ${i % 2 === 0 ? 'zipf' : 'uniform'}, footprint: ${256 + 64 * i}MiB, accesses: 400000 }, instructionsPerAccess: 40, events: server }`,
).join('\n')}
`;

/** 9 techniques x 3 page pairs x 3 hosts x 1,236 VMs of one workload: 100,116 cells. */
const MANY = 1236;
const manyCells = `${head(HOSTS)}workloads:
${Array.from(
  { length: MANY },
  (_, i) =>
    `  - { name: vm ${i}, pattern: { kind: uniform, footprint: 64MiB, accesses: 10000 }, instructionsPerAccess: 40, events: server }`,
).join('\n')}
`;

/** A digest of rows in matrix order, without the name each case has in its job. */
function digestOf(found: readonly { position: number; row: Row }[]): string {
  const sorted = [...found].sort((a, b) => a.position - b.position);
  const rows = sorted.map(({ row: { case_id: _, ...row } }) => row);
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex').slice(0, 16);
}

async function answered(jobs: readonly RunnableJob[]): Promise<Slice> {
  const found: { position: number; row: Row }[] = [];
  const before = process.cpuUsage();
  for (const job of jobs) {
    const rows = await runJob(job);
    rows.forEach((row, i) => {
      found.push({ position: job.task.cases[i]!, row });
    });
  }
  const { user, system } = process.cpuUsage(before);
  return { cpuNs: (user + system) * 1000, operations: found.length, digest: digestOf(found) };
}

const cellByCell = (job: RunnableJob): RunnableJob[] => {
  const both = halves(job);
  return both.length === 0 ? [job] : both.flatMap(cellByCell);
};

/** 9 techniques x 3 page pairs x 3 hosts on one trace; the trace is decoded once for both. */
async function togetherAndAlone(damage: string): Promise<Comparison[]> {
  const folder = fromRoot('examples');
  const scenario = loadScenario(oneTrace(damage), `${folder}/bench.yaml`, studies);
  const { jobs } = await prepareJobs(scenario, folder, 'bench');
  const alone = jobs.flatMap(cellByCell);
  return sideBySide(
    `${alone.length} cells of one trace, damage by exits: ${damage}`,
    [
      { name: 'each cell alone', run: () => answered(alone) },
      { name: 'one scenario', run: () => answered(jobs) },
    ],
    // Without damage the cells together take a tenth of a second: noise, unless it is the least of many.
    {
      rounds: 1,
      pairs: inQuick(1, damage === 'none' ? 9 : 3),
      warmUp: damage === 'none' ? 1 : 0,
    },
  );
}

const SAY_MEMORY =
  '--import \'data:text/javascript,process.on("exit",()=>process.stderr.write("rss "+process.resourceUsage().maxRSS+"\\n"))\'';

/** One thread is coordinator and worker, so what is said is an upper bound of the coordinator's memory. */
async function hundredThousand(folder: Folder): Promise<Comparison[]> {
  let peak = 0;
  const variant: Variant = {
    name: 'run --engine inline',
    run: () => {
      const { cpuNs, output } = childCpu(folder.line(CLI, '-e inline', SAY_MEMORY), '');
      for (const [, kib] of output.matchAll(/^rss (\d+)$/gm)) peak = Math.max(peak, Number(kib));
      return { cpuNs, operations: MANY * 81, digest: null };
    },
  };
  const rows = await sideBySide('100,116 cells, CPU of the process', [variant], {
    ...{ rounds: 1, pairs: 3, warmUp: 0 },
  });
  process.stderr.write(
    `100,116 cells: ${Math.round(peak / 1024)} MiB at the peak of the whole process, target 512\n`,
  );
  return rows;
}

/** The sweep of an earlier version, built, on the same cells. */
async function againstEarlier(folder: Folder): Promise<Comparison[]> {
  const root = process.env.VIRTCOST_EARLIER;
  if (root === undefined) {
    process.stderr.write(
      'the sweep against an earlier version is left out: VIRTCOST_EARLIER names no built checkout of it\n',
    );
    return [];
  }
  const cli = join(root, 'dist/cli.js');
  if (!existsSync(cli)) throw new Error(`VIRTCOST_EARLIER: expected ${cli}, found no such file`);
  const variant = (name: string, path: string): Variant => ({
    name,
    run: () => ({
      ...childCpu(folder.line(path, '-w 1'), ''),
      ...{ operations: CELLS, digest: null },
    }),
  });
  return sideBySide(
    '243 cells, CPU of the process',
    [variant('earlier version', cli), variant('this version', CLI)],
    { rounds: 3, pairs: 5, warmUp: 1 },
  );
}

/** In a look the sweeps that take a minute and more are left out. */
export async function scenarioBench(): Promise<Comparison[]> {
  const short = [
    ...(await togetherAndAlone('none')),
    ...(isQuick() ? [] : await togetherAndAlone('pollution')),
    ...(await inFolder(quickstart, (folder) =>
      twoWorkers(folder, {
        ...{ what: '243 cells', cells: CELLS },
        ...inQuick({ rounds: 1, pairs: 1 }, { rounds: 2, pairs: 3 }),
      }),
    )),
  ];
  if (isQuick()) return short;
  return [
    ...short,
    ...(await inFolder(readFileSync(fromRoot('examples/fleet.yaml'), 'utf8'), (folder) =>
      twoWorkers(folder, { what: 'examples/fleet.yaml', cells: FLEET_CELLS, rounds: 1, pairs: 3 }),
    )),
    ...(await inFolder(large, (folder) =>
      twoWorkers(folder, { what: `${LARGE * 81} cells`, cells: LARGE * 81, rounds: 1, pairs: 2 }),
    )),
    ...(await inFolder(manyCells, hundredThousand)),
    ...(await inFolder(quickstart, againstEarlier)),
  ];
}
