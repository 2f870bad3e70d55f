// Measures whole sweeps of tiny cells: `npx tsx scripts/scale-sweeps.ts 10000 100000 1000000` prints the rows of
// docs/model/scale.md. The built program runs (`npm run build`), coordinator and worker in one process, then its report.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measured } from './measured-command.ts';

/** 3 hosts, 9 techniques, 3 page pairs. */
const CELLS_OF_VM = 81;
const STREAMS = 50;

const list = (count: number, text: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => text(i)).join(', ');

/** VMs of two patterns: fifty footprints, and so many loads each that the cells are about `cells`. */
function scenarioOf(cells: number): string {
  const loads = Math.max(1, Math.round(cells / CELLS_OF_VM / STREAMS / 2));
  const vm = (kind: string) => `  - name: ${kind}
    load: [${list(loads, (i) => ((i + 1) / (loads + 1)).toFixed(4))}]
    workload: { pattern: { kind: ${kind}, footprint: [${list(STREAMS, (i) => `${8 + i}MiB`)}], accesses: 2000 }, instructionsPerAccess: 40, events: server }`;
  return `name: tiny
studies: [steady]
hosts: [xeon-e3-kvmperf-2013, cascade-lake-sp-2019, epyc-zen3-2021]
techniques: [bare-metal, container, emulation, full, para, hardware-gen1, hardware, hardware-sriov, nested]
pages: [4K/4K, 4K/2M, 2M/2M]
vms:
${vm('uniform')}
${vm('zipf')}
`;
}

const line = (cells: readonly (string | number)[]) =>
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
const bytesOf = (folder: string, name: string) => statSync(join(folder, name)).size;

line(['rows', 'run: CPU, s', 'peak, MiB', 'results, bytes a row', 'report: CPU, s', 'peak, MiB']);
for (const cells of process.argv.slice(2).map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-scale-'));
  try {
    const [scenario, out] = [join(folder, 'tiny.yaml'), join(folder, 'out')];
    writeFileSync(scenario, scenarioOf(cells));
    const swept = measured(['run', scenario, '--engine', 'inline', '--no-report', '-o', out]);
    const told = measured(['report', out]);
    const stored = readdirSync(out).filter((name) => name.endsWith('.parquet'));
    const bytes = stored.reduce((sum, name) => sum + bytesOf(out, name), 0);
    const rows = Math.round(cells / CELLS_OF_VM / STREAMS / 2) * CELLS_OF_VM * STREAMS * 2;
    line([rows, swept.cpuS, swept.mib, (bytes / rows).toFixed(1), told.cpuS, told.mib]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
