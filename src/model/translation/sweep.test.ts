import { expect, test } from 'vitest';
import { oneTlb } from '../../kernels/translation/config.ts';
import { TranslationKernel } from '../../kernels/translation/index.ts';
import { findWorkload } from '../../workloads/index.ts';
import { patternWords } from './pattern-words.ts';
import { defaultGrid, TlbSweep } from './sweep.ts';

const spec = { pattern: 'zipf', bytes: 2 ** 26 };
const ACCESSES = 20_000;

test.each([
  ['4K', 1],
  ['2M', 2],
] as const)(
  '200 geometries of %s pages from one pass are what the kernel counts for each alone',
  (page, leaf) => {
    const sweep = new TlbSweep(defaultGrid, page);
    for (const words of patternWords(spec, ACCESSES)) sweep.feed(words);
    const rows = sweep.rows();
    expect(rows).toHaveLength(200);
    const pattern = findWorkload(spec.pattern).kernelPattern(spec);
    for (const { entries, ways, misses, missRatio } of rows.filter((_, i) => i % 17 === 0)) {
      const config = oneTlb({ entries, ways }, leaf, pattern);
      const kernel = new TranslationKernel(config, pattern);
      kernel.runPattern(ACCESSES);
      expect(misses).toBe(kernel.counts().l1Misses);
      expect(missRatio).toBe(misses / ACCESSES);
    }
  },
);

test('set counts without a small common multiple take several passes and give the same', () => {
  const sets = [8191, 8179, 8171, 64];
  const sweep = new TlbSweep({ sets, ways: [1, 4] }, '4K');
  const alone = sets.map((one) => new TlbSweep({ sets: [one], ways: [1, 4] }, '4K'));
  for (const words of patternWords(spec, ACCESSES)) {
    for (const each of [sweep, ...alone]) each.feed(words);
  }
  expect(sweep.rows()).toEqual(alone.flatMap((each) => each.rows()));
});
