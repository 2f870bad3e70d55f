import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sumBlocks, ZERO_CONTENT as ZERO } from './content-tally.reference.ts';
import { addSums, countSharing, roundHundredth } from './sharing.ts';

const vm = fc
  .array(fc.oneof(fc.constant(ZERO), fc.integer({ min: 0, max: 30 })), { maxLength: 40 })
  .map((blocks) => Uint32Array.from(blocks));

describe('sharing', () => {
  it('by pair counts the pages whose content the other VM has, for any number of VMs', () => {
    fc.assert(
      fc.property(fc.array(vm, { minLength: 1, maxLength: 40 }), (vms) => {
        const expected = vms.map((mine, a) =>
          vms.map(
            (theirs, b) =>
              mine.filter(
                (content) =>
                  content !== ZERO &&
                  theirs.filter((other) => other === content).length > (a === b ? 1 : 0),
              ).length,
          ),
        );
        expect(sumBlocks(vms).matrix).toEqual(expected.flat());
      }),
      { numRuns: 50, seed: 3 },
    );
  });

  it('adds up: kinds make the total, savings split into inside and across', () => {
    fc.assert(
      fc.property(fc.array(vm, { minLength: 1, maxLength: 6 }), (vms) => {
        const sizes = vms.map((blocks) => ({
          blocks: blocks.length,
          zero: blocks.filter((content) => content === ZERO).length,
        }));
        const counts = countSharing(4096, sizes, sumBlocks(vms));
        const { zero, unique_pages, pages_intra_only, pages_inter, total } = counts;
        expect(zero + unique_pages + pages_intra_only + pages_inter).toBe(total);
        expect(counts.distinct_nonzero + counts.saved_nonzero).toBe(counts.nonzero);
        expect(counts.saved_intra_vm_only).toBeLessThanOrEqual(counts.saved_nonzero);
      }),
      { seed: 3 },
    );
  });

  it('of contents split into parts adds up to that of the whole', () => {
    fc.assert(
      fc.property(fc.array(vm, { minLength: 1, maxLength: 6 }), (vms) => {
        const parts = [0, 1, 2].map((part) =>
          sumBlocks(vms.map((blocks) => blocks.filter((content) => content % 3 === part))),
        );
        const whole = addSums([sumBlocks(vms)]);
        expect(addSums(parts)).toEqual(whole);
      }),
      { seed: 3 },
    );
  });

  it('rounds percentages as Python does', () => {
    const cases = [0.125, 0.375, 3.125, 2.675, 40.416666, 100, 0, 12.344999];
    expect(cases.map(roundHundredth)).toEqual([0.12, 0.38, 3.12, 2.67, 40.42, 100, 0, 12.34]);
  });
});
