// Measures whole plans of large estates: `npx tsx scripts/scale-plan.ts 100000 2000000` prints rows of machines, what is
// written, seconds and memory. 20 machines a host, 50 clusters, read from CSV; the built program runs (`npm run build`).
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeEstate } from '../bench/estate.ts';
import { tableRow } from './scale/table-row.ts';

const CLI = new URL('../dist/cli.js', import.meta.url).pathname;
const SAY =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a module of its own, as text
  'data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write(`used ${maxRSS} ${userCPUTime+systemCPUTime}\\n`)})';

/** Runs the built program: peak of its memory in MiB, wall and CPU seconds. */
function measured(args: readonly string[]) {
  const begin = performance.now();
  const done = spawnSync('node', ['--import', SAY, CLI, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const wallS = ((performance.now() - begin) / 1000).toFixed(1);
  const [, rss, us] = /^used (\d+) (\d+)$/m.exec(done.stderr) ?? [];
  if (!ANSWERS.includes(done.status ?? -1) || !rss) throw new Error(done.stderr);
  return { mib: Math.round(Number(rss) / 1024), cpuS: (Number(us) / 1e6).toFixed(1), wallS };
}

const MACHINES_OF_HOST = 20;
/** A plan that does not fit is an answer, too. */
const ANSWERS = [0, 3];

tableRow(['machines', 'hosts', 'output', 'wall, s', 'CPU, s', 'peak, MiB']);
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
      const { wallS, cpuS, mib } = measured(['plan', folder, '--cpu-ratio', '4', ...more]);
      tableRow([machines, hosts, output, wallS, cpuS, mib]);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
