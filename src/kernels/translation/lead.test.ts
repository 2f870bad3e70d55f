import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findWorkload } from '../../workloads/index.ts';
import { anyAddresses, anyConfig } from './config.fixture.ts';
import { shareGuestSide, type TranslationConfig, TranslationKernel } from './index.ts';
import { simulateReference } from './reference.ts';

const small = { entries: 32, ways: 2 };
const caches = { l1d: small, l2: small, l3: { entries: 96, ways: 4 } };

/** The same guest over any second levels and data caches. */
const alike = fc
  .tuple(anyConfig, fc.array(anyConfig, { minLength: 1, maxLength: 3 }))
  .map(([first, others]): TranslationConfig[] => {
    const { guestLevels, guestLeaf, l1Tlb, l2Tlb, guestWalkCaches } = first;
    const guest = { guestLevels, guestLeaf, l1Tlb, l2Tlb, guestWalkCaches, dataReferences: true };
    const [leader, ...rest] = [first, ...others].map((config) => ({
      ...{ ...config, ...guest, caches: config.caches ?? caches },
    }));
    return [leader!, ...rest.filter((other) => shareGuestSide(leader!, other))];
  });

function led(configs: readonly TranslationConfig[], pattern?: ReturnType<typeof patternOf>) {
  const kernels = configs.map((config) => new TranslationKernel(config, pattern));
  const [leader, ...others] = kernels;
  for (const other of others) leader!.lead(other);
  return { leader: leader!, kernels };
}

const spec = { pattern: 'phases', base: 2 ** 40, bytes: 2 ** 26, seed: 3, phaseAccesses: 500 };
const patternOf = () => findWorkload('phases').kernelPattern(spec);

describe('a kernel that leads others', () => {
  test('they count what each would count alone', () => {
    let followed = 0;
    fc.assert(
      fc.property(alike, anyAddresses, (configs, list) => {
        followed += configs.length - 1;
        const { leader, kernels } = led(configs);
        const words = BigUint64Array.from(list, (address) => BigInt(address) << 2n);
        const cut = Math.floor(words.length / 3);
        leader.feed(words.subarray(0, cut));
        leader.feed(words.subarray(cut));
        kernels.forEach((kernel, i) => {
          const expected = simulateReference(configs[i]!, list, kernel.hostTableLines);
          expect(kernel.counts()).toEqual(expected);
        });
      }),
      { numRuns: process.env.VIRTCOST_FULL ? 1000 : 60 },
    );
    expect(followed).toBeGreaterThan(20);
  });

  test('a long run goes through the room for references many times', () => {
    const frames = { base: spec.base, bytes: spec.bytes };
    const [first] = fc.sample(anyConfig, { numRuns: 1, seed: 5 });
    const native: TranslationConfig = {
      ...{ ...first!, mode: 'native', guestLeaf: 1, hostLeaf: 2, guestLevels: 4 },
      ...{ caches, dataReferences: true, frames },
    };
    const configs: TranslationConfig[] = [native, { ...native, mode: 'nested' }];
    const { leader, kernels } = led(configs, patternOf());
    leader.runPattern(50_000);
    const early = kernels.map((kernel) => kernel.counts());
    leader.runPattern(50_000);
    kernels.forEach((kernel, i) => {
      const alone = new TranslationKernel(configs[i]!, patternOf());
      alone.runPattern(50_000);
      expect(early[i]).toEqual(alone.counts());
      alone.runPattern(50_000);
      expect(kernel.counts()).toEqual(alone.counts());
    });
    expect(early[1]!.hostRefs).toBeGreaterThan(0);
  });

  test('guests that differ, or whose data is not simulated, are not led', () => {
    const [one] = fc.sample(alike, { numRuns: 1, seed: 1 });
    const config = one![0]!;
    expect(shareGuestSide(config, { ...config, caches })).toBe(true);
    expect(shareGuestSide(config, { ...config, l1Tlb: { entries: 6, ways: 3 } })).toBe(false);
    expect(shareGuestSide(config, { ...config, frames: { base: 0, bytes: 4096 } })).toBe(false);
    const without = { ...config, dataReferences: false };
    expect(shareGuestSide(without, without)).toBe(false);
  });
});
