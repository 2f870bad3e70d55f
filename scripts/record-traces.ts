// Records the traces of the oracle rows: tsx scripts/record-traces.ts DIR [chase gups bst cc1]
// Needs gcc and valgrind. Same tools, same references (but a few on the stack); another libc or compiler
// gives slightly other ones.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { lackey } from '../src/formats/memory-trace/lackey.ts';

const LOG_FD = 9;
const sources = fileURLToPath(new URL('traces/', import.meta.url));

interface Program {
  /** Optimisation it is built with; cc1 is the compiler itself, at work on gups.c. */
  build: '-O1' | '-O2' | null;
  arguments: readonly string[];
  /** First 16 hex digits of SHA-256 of the trace the rows were counted on. */
  recorded: string;
}

export const programs: Readonly<Record<string, Program>> = {
  chase: { build: '-O2', arguments: ['4096', '100000'], recorded: '3a0a9fd8271f922e' },
  gups: { build: '-O2', arguments: ['64', '200000'], recorded: '3886020ca8f91baa' },
  bst: { build: '-O1', arguments: [], recorded: '21e9ba7c71f2ec29' },
  cc1: {
    build: null,
    arguments: ['-quiet', '-O0', 'gups.c', '-o', '/dev/null'],
    recorded: 'dac8a3b3e8fb1253',
  },
};

/**
 * The environment of the recording, which the dynamic linker reads and which places the stack: entries whose text
 * matters, and of the others the lengths of the name and of the whole entry.
 */
const recordedEnvironment: readonly (string | readonly [name: number, entry: number])[] = [
  [32, 68],
  [14, 50],
  [19, 55],
  [19, 24],
  [19, 22],
  [14, 17],
  [14, 50],
  'SHLVL=1',
  'LD_LIBRARY_PATH=/usr/lib/debug',
  'HOME=/root',
  [6, 22],
  [16, 19],
  [13, 49],
  [13, 49],
  [23, 26],
  [29, 32],
  [1, 20],
  'TERM=xterm',
  [34, 70],
  'PATH',
  [18, 54],
  'GLIBCPP_FORCE_NEW=1',
  [12, 28],
  'LANG=C.UTF-8',
  [14, 43],
  [17, 53],
  [15, 31],
  'SHELL=/bin/bash',
  [17, 53],
  [24, 27],
  'PWD',
  [18, 38],
  [17, 26],
  [10, 24],
  [10, 15],
  [14, 27],
  [8, 44],
  'GLIBCXX_FORCE_NEW=1',
];
const PATH_ENTRY = 180;

function environment(folder: string): Record<string, string> {
  const pairs = recordedEnvironment.map((entry, i): [string, string] => {
    if (entry === 'PATH') {
      const path = '/usr/bin:/bin:';
      return ['PATH', path + 'x'.repeat(PATH_ENTRY - 'PATH='.length - 1 - path.length)];
    }
    if (entry === 'PWD') return ['PWD', folder];
    if (typeof entry === 'string') return entry.split('=') as [string, string];
    const [name, length] = entry;
    const key = `X${String.fromCharCode(97 + (i % 26))}${i}${'X'.repeat(name)}`.slice(0, name);
    return [key, 'x'.repeat(length - name - 2)];
  });
  return Object.fromEntries(pairs);
}

/** A new folder whose name is as long as that of the recording, seven characters: compilers look at PWD. */
function workFolder(): string {
  for (let i = 0; i < 36 ** 2; i++) {
    const folder = `/tmp/${i.toString(36).padStart(2, '0')}`;
    if (existsSync(folder)) continue;
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
  throw new Error('no free folder of seven characters under /tmp');
}

/** Whether this machine can record. */
export function canRecord(): boolean {
  try {
    for (const tool of ['gcc', 'valgrind']) execFileSync(tool, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Words `address << 2 | kind` of a program's data references. */
async function record(name: string, program: Program, folder: string): Promise<Buffer> {
  const command =
    program.build === null
      ? execFileSync('gcc', ['-print-prog-name=cc1'], { encoding: 'utf8' }).trim()
      : `./${name}`;
  if (program.build !== null) {
    execFileSync('gcc', [program.build, '-o', join(folder, name), join(sources, `${name}.c`)]);
  } else {
    execFileSync('cp', [join(sources, 'gups.c'), folder]);
  }
  // Debian's valgrind is a shell script, whose shell would add to the environment.
  const valgrind = existsSync('/usr/bin/valgrind.bin') ? '/usr/bin/valgrind.bin' : 'valgrind';
  const others = Array<'ignore'>(LOG_FD).fill('ignore');
  const traced = spawn(
    valgrind,
    ['--tool=lackey', '--trace-mem=yes', `--log-fd=${LOG_FD}`, command, ...program.arguments],
    { cwd: folder, env: environment(folder), stdio: [...others, 'pipe'] },
  );
  // Three of four lines are instruction fetches, which the reader would skip.
  const child = spawn('grep', ['-v', '^I'], { stdio: ['pipe', 'pipe', 'inherit'] });
  (traced.stdio as unknown as Readable[])[LOG_FD]!.pipe(child.stdin);
  const chunks: Buffer[] = [];
  for await (const words of lackey.read(child.stdout, name)) {
    chunks.push(Buffer.from(words.slice().buffer));
  }
  return Buffer.concat(chunks);
}

/** Records programs into `folder` as NAME.bin; returns references and digest of each. */
export async function recordTraces(
  folder: string,
  names: readonly string[] = Object.keys(programs),
): Promise<{ name: string; references: number; digest: string; asRecorded: boolean }[]> {
  mkdirSync(folder, { recursive: true });
  const results = [];
  for (const name of names) {
    const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
    if (!program) throw new Error(`no such program: ${name}`);
    const work = workFolder();
    try {
      const words = await record(name, program, work);
      writeFileSync(join(folder, `${name}.bin`), words);
      const digest = createHash('sha256').update(words).digest('hex').slice(0, 16);
      const asRecorded = digest === program.recorded;
      results.push({ name, references: words.length / 8, digest, asRecorded });
    } finally {
      rmSync(work, { recursive: true });
    }
  }
  return results;
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].split('/').at(-1)!)) {
  const [folder, ...names] = process.argv.slice(2);
  if (folder === undefined) throw new Error('usage: tsx scripts/record-traces.ts DIR [NAME...]');
  const recordings = names.length > 0 ? recordTraces(folder, names) : recordTraces(folder);
  for (const { name, references, digest, asRecorded } of await recordings) {
    const how = asRecorded ? 'as recorded' : 'other tools than the recording';
    process.stdout.write(`${name}: ${references} data references, ${digest} (${how})\n`);
  }
}
