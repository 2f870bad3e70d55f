import { describe, expect, test } from 'vitest';
import { StatedPages } from './stated-pages.ts';

const [FOUR_K, TWO_M, ONE_G] = [2 ** 12, 2 ** 21, 2 ** 30];

function rangesOf(...stated: readonly (readonly [number, number])[]) {
  const pages = new StatedPages();
  for (const [address, bytes] of stated) pages.add(address, bytes);
  return pages.ranges();
}

describe('page sizes stated for single references', () => {
  test('references of one size are one range, whatever lies untouched between them', () => {
    expect(rangesOf([9 * TWO_M + 5, TWO_M], [TWO_M, TWO_M])).toEqual([
      { start: TWO_M, bytes: 9 * TWO_M, pageBytes: TWO_M },
    ]);
  });

  test('a reference through a small page parts two ranges', () => {
    const ranges = rangesOf([0, TWO_M], [3 * TWO_M, FOUR_K], [6 * TWO_M, TWO_M]);
    expect(ranges.map(({ start }) => start)).toEqual([0, 6 * TWO_M]);
  });

  test('1G pages are ranges of whole gigabytes', () => {
    expect(rangesOf([ONE_G + 7 * TWO_M, ONE_G], [3 * ONE_G, ONE_G])).toEqual([
      { start: ONE_G, bytes: 3 * ONE_G, pageBytes: ONE_G },
    ]);
  });

  test('a region is of the largest size stated for it', () => {
    expect(rangesOf([0, FOUR_K], [8, TWO_M], [16, FOUR_K])).toHaveLength(1);
  });

  test('a trace without large pages is refused', () => {
    expect(() => rangesOf([0, FOUR_K])).toThrow(/states 2M or 1G pages/);
    expect(() => rangesOf()).toThrow(/states 2M or 1G pages/);
  });
});
