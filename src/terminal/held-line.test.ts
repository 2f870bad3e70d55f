import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { HeldLine } from './held-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-held-'));
afterAll(() => rmSync(folder, { recursive: true }));

const nap = new Int32Array(new SharedArrayBuffer(4));

/** Keeps this thread from doing anything else until the file holds the pattern. */
function busyUntil(file: string, pattern: RegExp): string {
  for (;;) {
    const text = readFileSync(file, 'latin1');
    if (pattern.test(text)) return text;
    Atomics.wait(nap, 0, 0, 20);
  }
}

it('goes on while the thread it is of computes, and says nothing once it is over', () => {
  const file = join(folder, 'terminal');
  const fd = openSync(file, 'w');
  const line = new HeldLine('sweep', fd);
  const first = busyUntil(file, /for \d+ s/);
  expect(first.startsWith('\r\u001b[Ksweep, for ')).toBe(true);
  let told = 0;
  line.rewritten('sweep: 1/2', () => told++);
  expect(told).toBe(1);
  busyUntil(file, /sweep: 1\/2, for \d+ s/);
  expect(line.end()).toBe(true);
  const ended = readFileSync(file, 'latin1');
  Atomics.wait(nap, 0, 0, 1200);
  expect(readFileSync(file, 'latin1')).toBe(ended);
  closeSync(fd);
});

it('that ends before it stood still has written nothing', () => {
  const file = join(folder, 'short');
  const fd = openSync(file, 'w');
  const line = new HeldLine('sweep', fd);
  expect(line.end()).toBe(false);
  expect(readFileSync(file, 'latin1')).toBe('');
  closeSync(fd);
});
