import { expect, test } from 'vitest';
import type { PageSize } from '../../hosts/host.ts';
import { hostById } from '../../hosts/index.ts';
import { TranslationKernel } from '../../kernels/translation/index.ts';
import { Rng } from '../../rng.ts';
import { kernelConfig, priced } from './simulate.ts';

const full = process.env.VIRTCOST_FULL !== undefined;
const PAGES = 4096;

/** Loads of `pages` leaves in random order; neighbours at different lines. */
function chaseWords(pages: number, leaf: number, rng: Rng): BigUint64Array {
  const order = Float64Array.from({ length: pages }, (_, i) => i);
  for (let i = pages - 1; i > 0; i--) {
    const j = rng.nextBelow(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return BigUint64Array.from(order, (page) => BigInt(4096 * leaf * page + 64 * (page % 64)) << 2n);
}

/** Cycles of translation per access of a chase whose frames lie anywhere in `gib` of guest memory. */
function walkCycles(guestPage: PageSize, gib: number): number {
  const { memory: host } = hostById('zen3');
  const levels = { guestLevels: 4, hostLevels: 4 } as const;
  const input = { mode: 'nested', guestPage, hostPage: '4K', host, ...levels } as const;
  const kernel = new TranslationKernel(kernelConfig(input, 'first-touch'));
  const leaf = guestPage === '4K' ? 1 : 512;
  const rng = new Rng(1);
  // Guest frames are handed out in first-touch order, here a scattered one.
  kernel.feed(chaseWords((gib * 2 ** 18) / leaf, leaf, rng));
  const chase = chaseWords(PAGES, 1, rng);
  const cycles = (rounds: number) => {
    for (let i = 0; i < rounds; i++) kernel.feed(chase);
    const counts = kernel.counts();
    return priced(counts, host).cyclesPerAccess!.total * counts.accesses;
  };
  const warm = cycles(3);
  return (cycles(4) - warm) / (4 * PAGES);
}

test('scattered guest frames make the walks of 4K pages several times as long, those of 2M pages no longer', () => {
  const gib = full ? 16 : 4;
  const [small, large] = [walkCycles('4K', gib), walkCycles('2M', gib)];
  if (full) process.stderr.write(`cycles per access: 4K ${small}, 2M ${large}\n`);
  expect(small).toBeGreaterThan(40);
  expect(large).toBeLessThan(20);
});
