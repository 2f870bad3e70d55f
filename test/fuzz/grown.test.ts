import { expect, it } from 'vitest';
import { childLines } from './child-lines.ts';

const full = Boolean(process.env.VIRTCOST_FULL);
/** One file of so many is read, the same in every run; the full run reads all, in as many processes after each other. */
const [EVERY, SHARES] = full ? [50, 50] : [1009, 1];
/** Nothing heard for so long: it hangs. */
const SILENCE_MS = 300_000;

const readShare = (share: number) =>
  childLines('grown-child.ts', [share, EVERY], { heapMib: 1500, silenceMs: SILENCE_MS });

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
