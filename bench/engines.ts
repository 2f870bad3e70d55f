// What engines cost beside the work: the same tiny cells by one thread, by a pool of one worker, and through Redis by a
// coordinator, a worker and a server of their own, CPU of all processes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../test/free-port.ts';
import { childCpu } from './child-cpu.ts';
import { inQuick } from './quick.ts';
import { type Comparison, sideBySide, type Variant } from './side-by-side.ts';

const CLI = new URL('../dist/cli.js', import.meta.url).pathname;
const LOADS = 40;
const FOOTPRINTS = inQuick(4, 20);
/** 3 hosts, 2 techniques, 2 page pairs: a job has as many cells as there are loads, or twice as many. */
const CELLS = LOADS * FOOTPRINTS * 3 * 2 * 2;
const list = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(', ');
const scenario = `name: engines
seed: 1
studies: [steady]
hosts: [xeon-e3-kvmperf-2013, cascade-lake-sp-2019, epyc-zen3-2021]
techniques: [bare-metal, hardware]
pages: [4K/4K, 2M/2M]
vms:
  - name: web
    load: [${list(LOADS, (i) => ((i + 1) / (LOADS + 1)).toFixed(4))}]
    workload: { pattern: { kind: uniform, footprint: [${list(FOOTPRINTS, (i) => `${8 + i}MiB`)}], accesses: 2000 }, instructionsPerAccess: 40, events: server }
`;

/** A run through Redis: all that is started ends within the line, so that its CPU time counts. */
const throughRedis = (run: string, folder: string, port: number) => `
redis-server --port ${port} --bind 127.0.0.1 --dir "${folder}" --save '' --appendonly no >/dev/null & server=$!
until redis-cli -p ${port} ping >/dev/null 2>&1; do sleep 0.05; done
node "${CLI}" worker -w 1 --redis redis://127.0.0.1:${port} >/dev/null 2>&1 & worker=$!
${run} -e bullmq --redis redis://127.0.0.1:${port} 2>&1 >/dev/null
kill -TERM $worker; wait $worker; kill -TERM $server; wait $server`;

/** What each engine adds to a cell, over one thread in the same process. */
export async function enginesBench(): Promise<Comparison[]> {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-engines-'));
  writeFileSync(join(folder, 'bench.yaml'), scenario);
  const run = `node "${CLI}" run "${folder}/bench.yaml" --fresh --no-report -o "${folder}/out"`;
  const used = new Map<string, number>();
  const variant = (name: string, line: string): Variant => ({
    name,
    run: () => {
      const { cpuNs } = childCpu(line, '');
      used.set(name, Math.min(cpuNs, used.get(name) ?? Number.POSITIVE_INFINITY));
      return { cpuNs, operations: CELLS, digest: null };
    },
  });
  const variants = [
    variant('inline', `${run} -e inline 2>&1 >/dev/null`),
    variant('piscina, 1 worker', `${run} -w 1 2>&1 >/dev/null`),
  ];
  if (spawnSync('redis-server', ['--version']).status === 0) {
    const port = await freePort();
    variants.push(variant('bullmq, 1 worker', throughRedis(run, folder, port)));
  } else process.stderr.write('the row of bullmq is left out: no redis-server here\n');
  try {
    const rows = await sideBySide(`${CELLS} tiny cells, CPU of all processes`, variants, {
      ...{ rounds: 2, pairs: inQuick(1, 3), warmUp: 0 },
    });
    const base = used.get('inline') ?? 0;
    for (const [name, cpuNs] of used) {
      const ms = (cpuNs - base) / CELLS / 1e6;
      const target = name.startsWith('bullmq') ? '1' : '0.2';
      if (name !== 'inline') {
        process.stderr.write(
          `${name}: ${ms.toFixed(3)} ms of CPU a cell beyond one thread, its start included; target ${target}\n`,
        );
      }
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
