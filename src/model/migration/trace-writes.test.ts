import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fittedStream, fitUnique } from './fit.ts';
import { traceWrites, uniqueOfTrace } from './trace-writes.ts';

const word = (page: number, kind: number) => (BigInt(page) << 14n) | BigInt(kind);
async function* chunks(words: readonly bigint[], size: number) {
  for (let i = 0; i < words.length; i += size) {
    yield BigUint64Array.from(words.slice(i, i + size));
  }
}

it('counts distinct written pages per window as a set does, however the words come', async () => {
  const access = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 }));
  const accesses = fc.array(access, { minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(accesses, fc.integer({ min: 1, max: 64 }), async (list, size) => {
      const words = list.map(([page, kind]) => word(page, kind));
      const writes = await traceWrites(chunks(words, size));
      expect(writes.accesses).toBe(list.length);
      for (const { seconds, pages } of uniqueOfTrace(writes, 0.5)) {
        const length = seconds / 0.5;
        const counts = Array.from({ length: Math.floor(list.length / length) }, (_, i) => {
          const window = list.slice(i * length, (i + 1) * length);
          return new Set(window.filter(([, kind]) => kind !== 0).map(([page]) => page)).size;
        });
        const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
        expect(pages).toBeCloseTo(mean, 9);
      }
    }),
  );
});

it('random stores over 500 pages at 1000 a second are found again from their trace', async () => {
  let state = 1;
  const next = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state;
  };
  const words = Array.from({ length: 20_000 }, () => word(next() % 500, next() % 2));
  const writes = await traceWrites(chunks(words, 1000));
  // Half of the accesses are stores: 2000 accesses a second.
  const [stream] = fittedStream(fitUnique(uniqueOfTrace(writes, 1 / 2000), 2 ** 20));
  expect(stream!.kind).toBe('uniform');
  expect(stream!.pages / 500).toBeGreaterThan(0.8);
  expect(stream!.pages / 500).toBeLessThan(1.25);
  expect(stream!.writesPerS / 1000).toBeGreaterThan(0.7);
  expect(stream!.writesPerS / 1000).toBeLessThan(1.4);
});
