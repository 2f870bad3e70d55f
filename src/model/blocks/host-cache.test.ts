import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cacheEffect, hostCaches } from './host-cache.ts';

const requests = fc.record({
  readShare: fc.double({ min: 0, max: 1, noNaN: true }),
  readBytes: fc.integer({ min: 512, max: 1 << 24 }),
  writeBytes: fc.integer({ min: 512, max: 1 << 24 }),
  flushShare: fc.double({ min: 0, max: 1, noNaN: true }),
});

it('a mode that promises more never waits for less, and data is copied where the page cache is used', () => {
  fc.assert(
    fc.property(requests, (asked) => {
      const of = Object.fromEntries(hostCaches.map((mode) => [mode, cacheEffect(mode, asked)]));
      expect(of.directsync).toEqual({ flushes: 1, copiedBytes: 0 });
      expect(of.none).toEqual({ flushes: asked.flushShare, copiedBytes: 0 });
      expect(of.writeback!.flushes).toBe(of.none!.flushes);
      expect(of.writethrough!.flushes).toBe(of.directsync!.flushes);
      expect(of.unsafe!.flushes).toBe(0);
      const { readBytes, writeBytes } = asked;
      for (const mode of ['writeback', 'writethrough', 'unsafe']) {
        const { copiedBytes } = of[mode]!;
        const slack = 1e-9 * Math.max(readBytes, writeBytes);
        expect(copiedBytes).toBeGreaterThanOrEqual(Math.min(readBytes, writeBytes) - slack);
        expect(copiedBytes).toBeLessThanOrEqual(Math.max(readBytes, writeBytes) + slack);
      }
    }),
  );
});
