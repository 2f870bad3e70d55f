import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Reuse } from './reuse.ts';

/** Hits of an LRU structure into which `lines` foreign lines per set come ahead of every access at `phase` modulo `interval`. */
function hitsWith(
  stream: readonly number[],
  { entries, ways }: { entries: number; ways: number },
  exits: { interval: number; phase: number; lines: number } | null,
): number {
  const sets = Array.from({ length: entries / ways }, () => [] as number[]);
  let hits = 0;
  stream.forEach((id, time) => {
    if (exits && time % exits.interval === exits.phase) {
      for (const [i, set] of sets.entries()) {
        for (let line = 0; line < exits.lines; line++) {
          const foreign = -1 - (line * sets.length + i);
          const at = set.indexOf(foreign);
          if (at >= 0) set.splice(at, 1);
          set.unshift(foreign);
        }
        set.length = Math.min(set.length, ways);
      }
    }
    const set = sets[id % sets.length]!;
    const at = set.indexOf(id);
    if (at >= 0) {
      hits++;
      set.splice(at, 1);
    }
    set.unshift(id);
    set.length = Math.min(set.length, ways);
  });
  return hits;
}

const shapes = [
  { entries: 4, ways: 4 },
  { entries: 8, ways: 2 },
  { entries: 12, ways: 4 },
  { entries: 4, ways: 1 },
];

describe('hits lost to exits', () => {
  it('are those of a simulation with them, on average over when the first exit comes', () => {
    // Gaps below two accesses stand alone in their bucket; longer ones share it, so intervals are powers of two.
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 40, maxLength: 200 }),
        fc.constantFrom(...shapes),
        fc.constantFrom(1, 2, 4, 8, 16, 64),
        fc.integer({ min: 0, max: 4 }),
        (stream, shape, interval, asked) => {
          const lines = Math.min(asked, shape.ways);
          const reuse = new Reuse(shape);
          for (const id of stream) reuse.touch(id);
          const plain = hitsWith(stream, shape, null);
          let lost = 0;
          for (let phase = 0; phase < interval; phase++) {
            lost += (plain - hitsWith(stream, shape, { interval, phase, lines })) / interval;
          }
          expect(reuse.lost(interval, lines) * stream.length).toBeCloseTo(lost, 6);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('are none where nothing is put in, all where every access follows a flush, fewer the rarer exits are', () => {
    const shape = { entries: 16, ways: 4 };
    const stream = Array.from({ length: 500 }, (_, i) => (i * 7) % 13);
    const reuse = new Reuse(shape);
    for (const id of stream) reuse.touch(id);
    const hits = hitsWith(stream, shape, null);
    expect(hits).toBeGreaterThan(0);
    expect(reuse.lost(10, 0)).toBe(0);
    expect(reuse.lost(1, 4) * 500).toBeCloseTo(hits, 9);
    expect(reuse.lost(Number.POSITIVE_INFINITY, 4)).toBe(0);
    const at = [1, 3, 10, 100, 1e6].map((interval) => reuse.lost(interval, 2.5));
    expect([...at].sort((a, b) => b - a)).toEqual(at);
  });
});
