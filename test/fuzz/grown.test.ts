import { spawn } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from '../support.ts';

const full = Boolean(process.env.VIRTCOST_FULL);
/** One file of so many is read, the same in every run; the full run reads all, in as many processes after each other. */
const [EVERY, SHARES] = full ? [50, 50] : [1009, 1];
/** Nothing heard for so long: it hangs. */
const SILENCE_MS = 300_000;

interface Line {
  begun?: string;
  fault?: string;
  done?: number;
}

async function readShare(share: number): Promise<Line[]> {
  const limits = ['--expose-gc', '--max-old-space-size=1500', '--import', 'tsx'];
  const args = [...limits, `${root}test/fuzz/grown-child.ts`, String(share), String(EVERY)];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let complaint = '';
  let silence = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
  child.stdout.on('data', (text) => {
    said += text;
    clearTimeout(silence);
    silence = setTimeout(() => child.kill('SIGKILL'), SILENCE_MS);
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
  if (code !== 0) lines.push({ fault: `ended with ${code} in ${last?.begun}: ${complaint}` });
  return lines;
}

it('no file below a megabyte costs a reader 5 s or 256 MiB, however its structure grows', {
  timeout: 24 * 3_600_000,
}, async () => {
  let done = 0;
  for (let share = 0; share < SHARES; share++) {
    const lines = await readShare(share);
    expect(lines.filter(({ fault }) => fault !== undefined)).toEqual([]);
    done += lines.at(-1)?.done ?? 0;
  }
  expect(done).toBeGreaterThan(full ? 10_000 : 3);
});
