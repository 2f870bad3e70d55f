import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from './index.ts';
import { replayReference } from './reference.ts';
import type { ReplayInput, Writer } from './replay-input.ts';

const MS = 1_000_000;

function writer(pages: number): fc.Arbitrary<Writer> {
  return fc
    .record({
      kind: fc.constantFrom('uniform' as const, 'sequential' as const),
      start: fc.integer({ min: 0, max: pages - 1 }),
      span: fc.integer({ min: 1, max: pages }),
      writesPerS: fc.integer({ min: 0, max: 60_000 }),
      position: fc.nat(),
      periodMs: fc.constantFrom(0, 0, 700),
    })
    .map(({ kind, start, span, writesPerS, position, periodMs }) => {
      const fitting = Math.min(span, pages - start);
      const base = { kind, startPage: start, pages: fitting, writesPerS };
      return { ...base, position: position % fitting, fromMs: 100, toMs: 400, periodMs };
    });
}

/** Any small migration: options in every combination, links faster and slower than the sender. */
const migration: fc.Arbitrary<ReplayInput> = fc
  .array(fc.record({ pages: fc.integer({ min: 0, max: 700 }), zero: fc.boolean() }), {
    minLength: 1,
    maxLength: 6,
  })
  .chain((parts) => {
    const segments = [{ pages: 65, zero: false }, ...parts];
    const pages = segments.reduce((sum, segment) => sum + segment.pages, 0);
    return fc.record({
      segments: fc.constant(segments),
      writers: fc.array(writer(pages), { maxLength: 4 }),
      maxBandwidth: fc.integer({ min: 200_000, max: 40_000_000 }),
      downtimeLimitMs: fc.integer({ min: 0, max: 600 }),
      linkBandwidth: fc.constantFrom(0, 400_000, 2_000_000, 900_000_000),
      socketBytes: fc.integer({ min: 3000, max: 400_000 }),
      ackWaitNs: fc.integer({ min: 1, max: 50 * MS }),
      ackJitter: fc.constantFrom(0, 0.3, 1),
      // Slow pages and pages so fast that a tick of the guest comes after hundreds.
      copyNsPerPage: fc.oneof(
        fc.integer({ min: 1, max: 400_000 }),
        fc.integer({ min: 1, max: 3000 }),
      ),
      lastPhaseNsPerPage: fc.integer({ min: 1, max: 400_000 }),
      zeroNsPerPage: fc.integer({ min: 0, max: 2000 }),
      xbzrleNsPerPage: fc.integer({ min: 0, max: 9000 }),
      setupNs: fc.integer({ min: 0, max: 9 * MS }),
      syncNs: fc.integer({ min: 50_000, max: MS }),
      switchNs: fc.integer({ min: 0, max: 9 * MS }),
      deviceStateBytes: fc.integer({ min: 0, max: 100_000 }),
      latenessNs: fc
        .array(fc.integer({ min: 0, max: 30 * MS }), { minLength: 8, maxLength: 8 })
        .map((values) => Uint32Array.from(values)),
      // Auto-converge decides twice at syncs more than a second apart: only the longer ones throttle.
      horizonNs: fc.constantFrom(1500 * MS, 1500 * MS, 6000 * MS),
      seed: fc.integer(),
      autoConverge: fc.option(
        fc.record({
          triggerPct: fc.integer({ min: 1, max: 100 }),
          initialPct: fc.integer({ min: 1, max: 99 }),
          incrementPct: fc.integer({ min: 1, max: 50 }),
          maxPct: fc.integer({ min: 1, max: 99 }),
          tailslow: fc.boolean(),
          makeUpMs: fc.integer({ min: 0, max: 5 }),
          lateMs: fc.double({ min: 0, max: 10, noNaN: true }),
        }),
      ),
      xbzrle: fc.option(
        fc.record({
          cachePages: fc.constantFrom(1, 16, 1024),
          deltaBytes: fc.constantFrom(0, 3, 500),
        }),
      ),
      multifdChannels: fc.constantFrom(0, 0, 2),
      multifdZeroPages: fc.boolean(),
      grain: fc.constantFrom(1, 1, 7, 300),
      switchoverBandwidth: fc.constantFrom(0, 0, 3_000_000),
      postcopyNsPerPage: fc.constantFrom(1, 900_000),
      postcopyAfterNs: fc.constantFrom(-1, -1, 300 * MS),
      returnPath: fc.boolean(),
      clearChunkPages: fc.constantFrom(0, 64, 256),
    });
  });

describe('replay of the pre-copy loop', () => {
  it('equals the reference bit for bit for any guest, link and option', () => {
    fc.assert(
      fc.property(migration, (input) => {
        expect(isDeepStrictEqual(replay(input), replayReference(input))).toBe(true);
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 2000 : 300 },
    );
  });

  it('counts every byte it transferred', () => {
    fc.assert(
      fc.property(migration, (input) => {
        const plain = { ...input, xbzrle: null, multifdChannels: 0 };
        const done = replay(plain);
        const pages = 4104 * done.normalPages + 9 * done.zeroPages;
        expect((done.transferredBytes - pages - 83) % 8).toBe(0);
        if (done.finished) expect(done.remainingPages).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses a writer outside the guest and a chunk that is no multiple of 64 pages', () => {
    const [input] = fc.sample(migration, { numRuns: 1, seed: 1 });
    const outside: Writer = {
      kind: 'uniform',
      startPage: 2 ** 30,
      pages: 1,
      writesPerS: 1,
      position: 0,
      fromMs: 0,
      toMs: 0,
      periodMs: 0,
    };
    expect(() => replay({ ...input!, writers: [outside] })).toThrow(RangeError);
    expect(() => replay({ ...input!, clearChunkPages: 100 })).toThrow(RangeError);
    const huge = [{ pages: 2 ** 62, zero: false }];
    expect(() => replay({ ...input!, segments: huge, writers: [] })).toThrow(RangeError);
  });
});
