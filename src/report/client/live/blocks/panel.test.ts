import { describe, expect, it } from 'vitest';
import { type BlocksPageData, blocksPanel } from './panel.ts';

const page = (requests: number): BlocksPageData => ({
  words: ['blocks', 'replay'],
  options: {
    ...{ job: 'rand', requests, blockSize: 4096, reads: 0.3, seed: 1 },
    ...{ size: 2 ** 27, prefill: 2 ** 26, snapshotEvery: 0, keep: 4, depth: 32, memory: 2 ** 29 },
  },
  device: 'nvme',
  disciplines: ['cow', 'row', 'qcow2'],
});

/** A clock that says `ms` more each time it is asked. */
const clock = (ms: number) => {
  let at = 0;
  return () => {
    at += ms;
    return at;
  };
};

describe('the first look of a replay', () => {
  it('is the answer where it has time for every request', async () => {
    const panel = blocksPanel(page(800), clock(0));
    const [look, whole] = [
      await panel.look!({ every: '300' }),
      await panel.answer({ every: '300' }),
    ];
    expect(look.bars?.rows).toEqual(whole.bars?.rows);
    expect(String(look.summary.sentence)).toBe(String(whole.summary.sentence));
  });

  it.each([
    ['never', '0', 1, '4,096'],
    ['often', '300', 1, '4,096'],
    ['seldom', '10000', 1, '8,192'],
    ['often, without time', '300', 100, '512'],
  ])('says how much it took and reaches to the answer, a snapshot %s', async (_, every, ms, n) => {
    const panel = blocksPanel(page(18_000), clock(ms));
    const [look, whole] = [await panel.look!({ every }), await panel.answer({ every })];
    expect(String(look.note)).toContain(`First look at ${n} of 18,000 requests`);
    look.bars?.rows.forEach(({ low, high, label }, i) => {
      const { value } = whole.bars!.rows[i]!;
      expect(value, label.en).toBeGreaterThan(low);
      expect(value, label.en).toBeLessThan(high);
    });
  });
});
