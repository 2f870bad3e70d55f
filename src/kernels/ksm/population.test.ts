import { describe, expect, it } from 'vitest';
import { contentWord, firstContent, hash4, mix64, orderKey, pageClass } from './population.ts';

const of = {
  ...{ seed: 101, vms: 4, pages: 4096, zero24: 3355443, shared24: 5033165, dup24: 1677722 },
  ...{ vol24: 0, untouched24: 0, rdzero24: 0, shared_pool: 800, dup_pool: 128, vol_pool: 1 },
  ...{ aligned: 0, vol_period: 0, vol_share: 0, diff_at: 3, thp: 0 },
};

describe('population', () => {
  it('has the check values of the data set', () => {
    expect(mix64(1n)).toBe(0x5692161d100b05e5n);
    expect(hash4(1n, 2n, 3n, 4n)).toBe(0x336c3255cbcc01fen);
    const classes = Array.from({ length: 8 }, (_, p) => pageClass(of, 0, p));
    expect(classes).toEqual([0, 1, 1, 0, 0, 6, 6, 0]);
    expect(firstContent(of, 0, 1, 1)).toBe(0xa9285cddf03e1271n);
    expect(firstContent(of, 0, 2, 1)).toBe(0xc305ea9768800fc7n);
  });

  it('orders contents as comparing their bytes does', () => {
    const bytes = (id: bigint) => {
      const page = Buffer.alloc(4096);
      for (let i = 0; i < 512; i++) page.writeBigUInt64LE(contentWord(of, id, i), 8 * i);
      return page;
    };
    const ids = [0n, 1n, 2n, 0xa9285cddf03e1271n, 0xc305ea9768800fc7n];
    for (const a of ids) {
      for (const b of ids) {
        const order = Buffer.compare(bytes(a), bytes(b));
        const keys = [orderKey(of, a), orderKey(of, b)] as const;
        expect(Math.sign(order)).toBe(keys[0] < keys[1] ? -1 : keys[0] > keys[1] ? 1 : 0);
      }
    }
  });
});
