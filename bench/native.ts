// C twins of the kernels: compiled with gcc, kept alive as a server so that start-up is not timed.
import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Slice } from './side-by-side.ts';

/**
 * A C program under bench/native, compiled with the given flags, that answers each line
 * "COMMAND ARGS" on standard input with one line "CPU_NS OPERATIONS DIGEST".
 */
export class NativeServer {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: ((line: string) => void)[] = [];

  private constructor(source: string, flags: readonly string[], libraries: readonly string[]) {
    const folder = new URL('../build/native/', import.meta.url).pathname;
    mkdirSync(folder, { recursive: true });
    const name = source.replace(/\.c$/, '') + flags.join('').replace(/[^a-z0-9]/gi, '-');
    const path = new URL(`native/${source}`, import.meta.url).pathname;
    execFileSync('gcc', [...flags, path, '-o', folder + name, '-lm', ...libraries], {
      stdio: 'pipe',
    });
    this.child = spawn(folder + name, { stdio: 'pipe' });
    createInterface({ input: this.child.stdout }).on('line', (line) =>
      this.waiting.shift()?.(line),
    );
    this.child.on('exit', (code) => {
      for (const answer of this.waiting) answer(`exit ${code}`);
    });
  }

  /** The server, or null where it cannot be built (no compiler, no header): one line says why. */
  static start(
    source: string,
    flags: readonly string[],
    libraries: readonly string[] = [],
  ): NativeServer | null {
    try {
      return new NativeServer(source, flags, libraries);
    } catch (error) {
      const { code, stderr } = error as { code?: string; stderr?: Buffer };
      const why = code === 'ENOENT' ? 'no gcc' : /.*error:.*/.exec(String(stderr))?.[0];
      const baseline = [source, ...flags, ...libraries].join(' ');
      process.stderr.write(`native baseline ${baseline} is left out: ${why ?? String(error)}\n`);
      return null;
    }
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
