// What people wait for: whole processes, CPU time of all they start. `node` alone is beside each, since no command can
// take less.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Rng } from '../src/rng.ts';
import { childCpu } from './child-cpu.ts';
import { type Comparison, sideBySide, type Variant } from './side-by-side.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = `node ${root}dist/cli.js`;
const few = { rounds: 1, pairs: 3, warmUp: 1 };

/** A plan that does not fit ends with 3: an answer, too. */
const command = (name: string, line: string, folder: string): Variant => ({
  name,
  run: () => {
    const { cpuNs } = childCpu(`cd ${root} && { ${line} || [ $? = 3 ]; } >/dev/null 2>&1`, folder);
    return { cpuNs, operations: 1, digest: null };
  },
});

/** Machines of four CPU and six memory sizes on like hosts, in 50 clusters, as two CSV files. */
function estate(folder: string, machines: number, hosts: number): void {
  const rng = new Rng(7);
  const host = (i: number) => `h${i},c${i % 50},64,1048576`;
  const machine = (i: number) => {
    const on = i % hosts;
    return `v${i},c${on % 50},${2 ** rng.nextBelow(4)},${4096 * (1 + rng.nextBelow(6))},h${on}`;
  };
  const lines = (head: string, count: number, row: (i: number) => string) =>
    `${[head, ...Array.from({ length: count }, (_, i) => row(i))].join('\n')}\n`;
  writeFileSync(join(folder, 'hosts.csv'), lines('name,cluster,cores,memory_mib', hosts, host));
  writeFileSync(
    join(folder, 'vms.csv'),
    lines('name,cluster,vcpus,memory_mib,host', machines, machine),
  );
}

/** Suite `waiting`: CPU nanoseconds of one command. */
export async function waitingBench(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-waiting-'));
  try {
    const [run, large] = [join(folder, 'run'), mkdtempSync(join(folder, 'estate-'))];
    childCpu(`${cli} run ${root}examples/quickstart.yaml --no-report -o $1 >/dev/null 2>&1`, run);
    estate(large, 100_000, 5000);
    const node = command('node alone', 'node -e 0', folder);
    const page = `--html ${join(folder, 'page.html')}`;
    const whatIf =
      'plan examples/inventory/rvtools-workshop.xlsx --cpu-ratio 8 --what-if examples/inventory/fewer-hosts.yaml';
    const jobs: readonly (readonly [string, string, typeof few])[] = [
      ['page of the quickstart from stored results', `report ${run}`, few],
      ['plan with one what-if and its page', `${whatIf} ${page}`, few],
      [
        '100,000 machines on 5,000 hosts and their page',
        `plan ${large} ${page}`,
        { ...few, pairs: 1, warmUp: 0 },
      ],
    ];
    const rows: Comparison[] = [];
    for (const [job, line, effort] of jobs)
      rows.push(
        ...(await sideBySide(job, [command('virtcost', `${cli} ${line}`, folder), node], effort)),
      );
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
