// Runs the built program with a terminal of its own: its memory, its CPU time and the longest it said nothing there.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const CLI = new URL('../../dist/cli.js', import.meta.url).pathname;
const SAY =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a module of its own, as text
  'data:text/javascript,process.on("exit",()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write(`used ${maxRSS} ${userCPUTime+systemCPUTime}\\n`)})';

export interface Measured {
  mib: number;
  cpuS: string;
  /** Until the first word on the terminal, s: what a busy machine delays most. */
  begun: string;
  /** Longest time without a word behind it, s, with what stood there. */
  pause: string;
}

export const hasTerminal = spawnSync('script', ['--version']).status === 0;
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
  let begunMs: number | undefined;
  let longest = { ms: 0, after: '' };
  const heard = () => {
    const ms = performance.now() - last;
    if (begunMs === undefined) begunMs = ms;
    else if (ms > longest.ms) longest = { ms, after: lastWords(said) };
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
  return { said, status, longest, begunMs: begunMs ?? 0 };
}

/** The label of the last line of progress, or what stood there instead. */
function lastWords(said: string): string {
  const lines = stripVTControlCharacters(said).split(/[\r\n]/);
  return (
    lines
      .filter((text) => text !== '')
      .at(-1)
      ?.replace(/:.*/, '') ?? ''
  );
}

/** The program with these words, told to say at its end what it used. */
const programOf = (args: readonly string[]) => ['node', '--import', SAY, CLI, ...args];

function usedIn(said: string): { mib: number; cpuS: string } {
  const [, rss, us] = /used (\d+) (\d+)/.exec(said) ?? [];
  if (!rss) throw new Error(said);
  return { mib: Math.round(Number(rss) / 1024), cpuS: (Number(us) / 1e6).toFixed(1) };
}

/** Runs the program; peak of its memory in MiB, CPU seconds, and how long it was silent. */
export async function measured(args: readonly string[]): Promise<Measured> {
  const { said, status, longest, begunMs } = await onTerminal(programOf(args));
  if (status !== 0) throw new Error(said);
  if (!hasTerminal) return { ...usedIn(said), begun: '', pause: '' };
  const pause = `${(longest.ms / 1000).toFixed(1)} after "${longest.after}"`;
  return { ...usedIn(said), begun: (begunMs / 1000).toFixed(1), pause };
}

/** Starts the program for as long as it is wanted; `stop` asks it to end and says what it used. */
export function started(args: readonly string[]) {
  const [command = '', ...words] = programOf(args);
  const child: ChildProcess = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const ended = new Promise((done) => child.once('close', done));
  return {
    async stop() {
      child.kill('SIGTERM');
      await ended;
      return usedIn(said);
    },
  };
}
