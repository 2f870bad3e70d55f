// Measures whole plans of large estates: `npx tsx scripts/scale-plan.ts 100000 2000000` prints rows of machines, what is
// written, seconds and memory. 20 machines a host, 50 clusters, read from CSV; the built program runs (`npm run build`).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEstate } from '../bench/estate.ts';
import { measured } from './measured-command.ts';

const MACHINES_OF_HOST = 20;
/** A plan that does not fit is an answer, too. */
const ANSWERS = [0, 3];

const line = (cells: readonly (string | number)[]) =>
  process.stdout.write(`| ${cells.join(' | ')} |\n`);

line(['machines', 'hosts', 'output', 'wall, s', 'CPU, s', 'peak, MiB']);
for (const machines of process.argv.slice(2).map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-scale-'));
  const hosts = Math.ceil(machines / MACHINES_OF_HOST);
  try {
    writeEstate(folder, machines, hosts);
    const outputs = {
      terminal: [],
      '--json': ['--json'],
      '--html': ['--html', `${folder}/page.html`],
    };
    for (const [output, more] of Object.entries(outputs)) {
      const { wallS, cpuS, mib } = measured(['plan', folder, '--cpu-ratio', '4', ...more], ANSWERS);
      line([machines, hosts, output, wallS, cpuS, mib]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
