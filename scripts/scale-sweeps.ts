// Measures whole sweeps of tiny cells: `npx tsx scripts/scale-sweeps.ts 10000 100000 1000000` prints the rows of
// docs/model/scale.md. The built program runs (`npm run build`), coordinator and worker in one process, then its report,
// then the same cells as two shards, joined. Each command has a terminal (`script` of util-linux), whose longest time
// without a word is told; where there is no `script` that column stays empty. `--workers N`: a pool of threads.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';

const CLI = new URL('../dist/cli.js', import.meta.url).pathname;
/** 3 hosts, 9 techniques, 3 page pairs. */
const CELLS_OF_VM = 81;
const STREAMS = 50;
const SAY =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a module of its own, as text
  'data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write(`used ${maxRSS} ${userCPUTime+systemCPUTime}\\n`)})';

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

interface Measured {
  mib: number;
  cpuS: string;
  /** Longest time without a word on the terminal, with what stood there before it. */
  pause: string;
}

const hasTerminal = spawnSync('script', ['--version']).status === 0;
const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;

/** Runs a program on a terminal of its own; what it says there, and the longest it says nothing. */
async function onTerminal(words: readonly string[]) {
  const command = `exec ${words.map(quoted).join(' ')} 2>&1 >/dev/null`;
  const child = hasTerminal
    ? spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      })
    : spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let last = performance.now();
  let longest = { ms: 0, after: '' };
  const heard = () => {
    const ms = performance.now() - last;
    if (ms > longest.ms) longest = { ms, after: lastWords(said) };
    last = performance.now();
  };
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      heard();
      said += text;
    });
  }
  const status = await new Promise((ended) => child.on('close', ended));
  heard();
  return { said, status, longest };
}

/** The label of the last line of progress, or what stood there instead. */
function lastWords(said: string): string {
  const lines = stripVTControlCharacters(said).split(/[\r\n]/);
  return (
    lines
      .filter((text) => text !== '')
      .at(-1)
      ?.replace(/:.*/, '') ?? 'its start'
  );
}

/** Runs the program; peak of its memory in MiB, CPU seconds, and the longest pause on its terminal. */
async function measured(args: readonly string[]): Promise<Measured> {
  const { said, status, longest } = await onTerminal(['node', '--import', SAY, CLI, ...args]);
  const [, rss, us] = /used (\d+) (\d+)/.exec(said) ?? [];
  if (status !== 0 || !rss) throw new Error(said);
  const pause = hasTerminal ? `${(longest.ms / 1000).toFixed(1)} after "${longest.after}"` : '';
  return { mib: Math.round(Number(rss) / 1024), cpuS: (Number(us) / 1e6).toFixed(1), pause };
}

const line = (cells: readonly (string | number)[]) =>
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
const bytesOf = (folder: string, name: string) => statSync(join(folder, name)).size;

const { values, positionals } = parseArgs({
  options: { workers: { type: 'string' } },
  allowPositionals: true,
});
const engine =
  values.workers === undefined ? ['--engine', 'inline'] : ['--workers', values.workers];

/** All cells at once, their report, and the same as two shards that are joined. */
async function measureAll(cells: number, folder: string): Promise<void> {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('tiny.yaml'), scenarioOf(cells));
  const run = (out: string, ...more: string[]) =>
    measured(['run', at('tiny.yaml'), ...engine, '--no-report', '-o', at(out), ...more]);
  const rows = Math.round(cells / CELLS_OF_VM / STREAMS / 2) * CELLS_OF_VM * STREAMS * 2;
  const tell = (what: string, { cpuS, mib, pause }: Measured, ...more: string[]) =>
    line([rows, what, cpuS, mib, pause, ...more]);
  const swept = await run('out');
  const stored = readdirSync(at('out')).filter((name) => name.endsWith('.parquet'));
  const bytes = stored.reduce((sum, name) => sum + bytesOf(at('out'), name), 0);
  tell('run', swept, (bytes / rows).toFixed(1));
  tell('report', await measured(['report', at('out')]), '');
  await run('half-0', '--shard', '0/2');
  await run('half-1', '--shard', '1/2');
  const halves = [at('half-0'), at('half-1')];
  tell('merge', await measured(['merge', ...halves, '--no-report', '-o', at('joined')]), '');
  for (const name of stored) {
    if (!readFileSync(join(at('joined'), name)).equals(readFileSync(join(at('out'), name))))
      throw new Error(`${name}: expected the bytes of the run without shards, found others`);
  }
}

line(['rows', 'command', 'CPU, s', 'peak, MiB', 'longest pause, s', 'results, bytes a row']);
for (const cells of positionals.map(Number)) {
  const folder = mkdtempSync(join(tmpdir(), 'virtcost-scale-'));
  try {
    await measureAll(cells, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
