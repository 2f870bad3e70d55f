// What people wait for: whole processes, CPU time of all they start. `node` alone is beside each, since no command can
// take less.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { childCpu } from './child-cpu.ts';
import { writeEstate } from './estate.ts';
import { inQuick, isQuick } from './quick.ts';
import { type Comparison, sideBySide, type Variant } from './side-by-side.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = `node ${root}dist/cli.js`;
const few = { rounds: 1, pairs: inQuick(1, 3), warmUp: inQuick(0, 1) };

/** A plan that does not fit ends with 3: an answer, too. */
const command = (name: string, line: string, folder: string): Variant => ({
  name,
  run: () => {
    const { cpuNs } = childCpu(`cd ${root} && { ${line} || [ $? = 3 ]; } >/dev/null 2>&1`, folder);
    return { cpuNs, operations: 1, digest: null };
  },
});

/** Suite `waiting`: CPU nanoseconds of one command. */
export async function waitingBench(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-waiting-'));
  try {
    const [run, large] = [join(folder, 'run'), mkdtempSync(join(folder, 'estate-'))];
    childCpu(`${cli} run ${root}examples/quickstart.yaml --no-report -o $1 >/dev/null 2>&1`, run);
    if (!isQuick()) writeEstate(large, 100_000, 5000);
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
    for (const [job, line, effort] of inQuick(jobs.slice(0, 2), jobs))
      rows.push(
        ...(await sideBySide(job, [command('virtcost', `${cli} ${line}`, folder), node], effort)),
      );
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
