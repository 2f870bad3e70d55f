import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { EnvironmentError } from '../../errors.ts';
import type { Ring } from '../../kernels/probe/index.ts';
import type { LatencySource } from '../../model/probe/source.ts';

/** The C source: beside this file in the sources, or there as seen from `dist`. */
const sources = ['./probe.c', '../../../src/commands/host/probe.c'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** Pointer chases in C: a server process, one line of answer per line of question. */
export class NativeSource implements LatencySource {
  readonly title = 'native';
  readonly maxBytes: number;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: Interface;
  private readonly folder: string;
  private failure: string | undefined;

  private constructor(maxBytes: number, folder: string) {
    this.maxBytes = maxBytes;
    this.folder = folder;
    this.child = spawn(join(folder, 'probe'), [String(maxBytes)], { stdio: 'pipe' });
    this.child.on('error', (error) => {
      this.failure = error.message;
    });
    this.child.stdin.on('error', () => {});
    this.lines = createInterface({ input: this.child.stdout });
  }

  /** The source, or in words why there is none. */
  static async open(maxBytes: number): Promise<NativeSource | string> {
    const source = sources.find((path) => existsSync(path));
    if (source === undefined) return 'the C source is not installed';
    const folder = await mkdtemp(join(tmpdir(), 'virtcost-probe-'));
    try {
      await promisify(execFile)('gcc', ['-O2', '-o', join(folder, 'probe'), source], {
        timeout: 60_000,
      });
      return new NativeSource(maxBytes, folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      return (error as NodeJS.ErrnoException).code === 'ENOENT'
        ? 'there is no gcc'
        : 'gcc could not compile the probe';
    }
  }

  private async ask(question: string, count: number): Promise<number[]> {
    const answer = await new Promise<string>((resolve, reject) => {
      const gone = () =>
        reject(new EnvironmentError(`the native probe ended. ${this.failure ?? ''}`));
      if (this.child.exitCode !== null || this.failure !== undefined) return gone();
      this.lines.once('close', gone);
      this.lines.once('line', (line) => {
        this.lines.off('close', gone);
        resolve(line);
      });
      this.child.stdin.write(`${question}\n`);
    });
    const numbers = answer.split(' ').map(Number);
    if (numbers.length === count && numbers.every((ns) => ns > 0)) return numbers;
    throw new EnvironmentError('the native probe gave no times.');
  }

  hopNs({ kind, count }: Ring, hops: number, repeats: number): Promise<number[]> {
    return this.ask(`${kind} ${count} ${hops} ${repeats}`, repeats);
  }

  spinNs(operations: number, repeats: number): Promise<number[]> {
    return this.ask(`spin 0 ${operations} ${repeats}`, repeats);
  }

  async close(): Promise<void> {
    this.child.stdin.end();
    this.child.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
