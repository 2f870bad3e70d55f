import { spawn } from 'node:child_process';
import { root } from '../support.ts';

/** A line a child says: what is begun, a fault, or the end. */
export interface ChildLine {
  begun?: number | string;
  fault?: string;
  done?: number;
}

export interface ChildLimits {
  heapMib: number;
  /** Nothing heard for so long: it hangs, and is ended. */
  silenceMs: number;
  env?: NodeJS.ProcessEnv;
}

/** The lines of JSON a script beside this one says, and as a fault where it does not end well. */
export async function childLines<Line extends ChildLine>(
  script: string,
  words: readonly number[],
  { heapMib, silenceMs, env = process.env }: ChildLimits,
): Promise<Line[]> {
  const limits = ['--expose-gc', `--max-old-space-size=${heapMib}`, '--import', 'tsx'];
  const args = [...limits, `${root}test/fuzz/${script}`, ...words.map(String)];
  const child = spawn(process.execPath, args, {
    ...{ cwd: root, env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  let complaint = '';
  let silence: NodeJS.Timeout | undefined;
  const heard = () => {
    clearTimeout(silence);
    silence = setTimeout(() => child.kill('SIGKILL'), silenceMs);
  };
  heard();
  child.stdout.on('data', (text) => {
    said += text;
    heard();
  });
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  clearTimeout(silence);
  const lines = said
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
  const last = lines.findLast(({ begun }) => begun !== undefined);
  if (code !== 0)
    lines.push({ fault: `ended with ${code} after ${last?.begun}: ${complaint}` } as Line);
  return lines;
}
