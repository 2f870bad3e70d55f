// C twins of the kernels: compiled with gcc, kept alive as a server so that start-up is not timed.
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Slice } from './side-by-side.ts';

/** True where a C compiler is installed; without one native variants are left out, with a message. */
export function hasCompiler(): boolean {
  try {
    execFileSync('gcc', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/**
 * A C program under bench/native, compiled with the given flags, that answers each line
 * "COMMAND ARGS" on standard input with one line "CPU_NS OPERATIONS DIGEST".
 */
export class NativeServer {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: ((line: string) => void)[] = [];

  constructor(source: string, flags: readonly string[], libraries: readonly string[] = []) {
    const folder = new URL('../build/native/', import.meta.url).pathname;
    mkdirSync(folder, { recursive: true });
    const name = source.replace(/\.c$/, '') + flags.join('').replace(/[^a-z0-9]/gi, '-');
    const path = new URL(`native/${source}`, import.meta.url).pathname;
    execFileSync('gcc', [...flags, path, '-o', folder + name, '-lm', ...libraries]);
    this.child = spawn(folder + name, { stdio: 'pipe' });
    createInterface({ input: this.child.stdout }).on('line', (line) =>
      this.waiting.shift()?.(line),
    );
    this.child.on('exit', (code) => {
      for (const answer of this.waiting) answer(`exit ${code}`);
    });
  }

  async ask(command: string): Promise<Slice> {
    const line = await new Promise<string>((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin.write(`${command}\n`);
    });
    const [cpuNs, operations, digest] = line.split(' ');
    if (digest === undefined) throw new Error(`native server said "${line}" to "${command}"`);
    return { cpuNs: Number(cpuNs), operations: Number(operations), digest };
  }

  close(): void {
    this.child.stdin.end();
  }
}
