import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOPS_PER_ROUND, ProbeKernel } from './index.ts';
import { lineRing, pageRing } from './reference.ts';

describe('rings of the probe', () => {
  it('visit every line once, page by page, in the order of the reference', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), (count) => {
        const kernel = new ProbeKernel(1 << 20);
        kernel.lay({ kind: 'lines', count });
        const ring = kernel.ring();
        expect(ring).toEqual(lineRing(count, 1));
        expect(new Set(ring).size).toBe(count);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('visit every page once on lines that spread over all sets', () => {
    const kernel = new ProbeKernel(1 << 20);
    kernel.lay({ kind: 'pages', count: 200 });
    const ring = kernel.ring();
    expect(ring).toEqual(pageRing(200, 1));
    expect(new Set(ring.map((offset) => offset >> 12)).size).toBe(200);
    expect(new Set(ring.map((offset) => offset & 4095)).size).toBe(64);
  });

  it('are followed hop by hop', () => {
    const kernel = new ProbeKernel(1 << 20);
    kernel.lay({ kind: 'pages', count: 33 });
    expect(kernel.chase(2)).toBe(pageRing(33, 1)[(2 * HOPS_PER_ROUND) % 33]);
  });

  it('are refused when they do not fit the memory', () => {
    const kernel = new ProbeKernel(1 << 20);
    expect(() => kernel.lay({ kind: 'pages', count: 257 })).toThrow(RangeError);
    expect(() => kernel.lay({ kind: 'lines', count: 0 })).toThrow(RangeError);
  });
});
