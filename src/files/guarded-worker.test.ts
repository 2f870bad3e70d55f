import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { GuardError, GuardedWorker } from './guarded-worker.ts';

const folder = mkdtempSync(join(tmpdir(), 'virtcost-guard-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Stands for a decoder that a damaged file leads into a loop, to sleep, to grow, or to fail. */
const decoder = join(folder, 'decoder.mjs');
writeFileSync(
  decoder,
  `import { parentPort } from 'node:worker_threads';
const kept = [];
parentPort.on('message', (what) => {
  if (what === 'loop') for (;;);
  if (what === 'sleep') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  if (what === 'grow') for (;;) kept.push(Buffer.alloc(2 ** 20, 1));
  if (what === 'heap') for (;;) kept.push(Array.from({ length: 2 ** 16 }, (_, i) => [i]));
  if (what === 'fail') throw new RangeError('a page of no length');
  parentPort.postMessage(['read', what]);
});
`,
);

const MIB = 2 ** 20;
const guarded = (limits = { deadlineMs: 120, memoryBytes: 96 * MIB }) =>
  new GuardedWorker(pathToFileURL(decoder), undefined, limits);

it('answers are handed on, one for each message', async () => {
  const worker = guarded({ deadlineMs: 30_000, memoryBytes: 512 * MIB });
  expect(await worker.ask('a')).toEqual(['read', 'a']);
  expect(await worker.ask('b')).toEqual(['read', 'b']);
  await worker.close();
});

it.each([
  ['loop', /^it was not read in /],
  ['sleep', /^it was not read in /],
  ['grow', /^reading it took over 96 MiB$/],
  ['heap', /^(reading it took over 96 MiB|it was not read in .*)$/],
])('a decoder that comes to %s is ended, and asked again it says so', async (what, message) => {
  const deadlineMs = what === 'grow' || what === 'heap' ? 20_000 : 120;
  const worker = guarded({ deadlineMs, memoryBytes: 96 * MIB });
  expect(await worker.ask('whole')).toEqual(['read', 'whole']);
  const refused = await worker.ask(what).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(GuardError);
  expect((refused as Error).message).toMatch(message);
  await expect(worker.ask('whole')).rejects.toThrow('its reader ended');
});

it('an error of the decoder is its own, no limit', async () => {
  const worker = guarded({ deadlineMs: 30_000, memoryBytes: 512 * MIB });
  const refused = await worker.ask('fail').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RangeError);
  expect(refused).not.toBeInstanceOf(GuardError);
  expect((refused as Error).message).toBe('a page of no length');
});
