import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

export const root = new URL('..', import.meta.url).pathname;
export const cli = `${root}dist/cli.js`;

export interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the built command line as a user would; `npm test` builds it first. */
export async function virtcost(args: readonly string[], cwd = root): Promise<Outcome> {
  try {
    const done = await promisify(execFile)(process.execPath, [cli, ...args], {
      cwd,
      maxBuffer: 1 << 28,
    });
    return { code: 0, stdout: done.stdout, stderr: done.stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { code: failed.code, stdout: failed.stdout, stderr: failed.stderr };
  }
}

/** Debian's Chromium, or undefined where it is not installed. */
export const chromiumPath = ['/usr/bin/chromium'].find((path) => existsSync(path));
