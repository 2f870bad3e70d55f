import { describe, expect, it } from 'vitest';
import { Rng } from '../../rng.ts';
import { sumBlocks, ZERO_CONTENT } from './content-tally.reference.ts';
import { ContentTally } from './content-tally.ts';
import { KEY_BYTES, PAGE_BYTES, PageHasher } from './index.ts';
import { addSums, type ContentSums } from './sharing.ts';

/** Contents of blocks by their bytes, numbered as they come. */
function contentNumbers(pages: Uint8Array, per: number): Uint32Array {
  const numbers = new Map<string, number>();
  return Uint32Array.from({ length: pages.length / PAGE_BYTES / per }, (_, i) => {
    const at = i * per * PAGE_BYTES;
    const block = Buffer.from(pages.subarray(at, at + per * PAGE_BYTES));
    if (block.every((byte) => byte === 0)) return ZERO_CONTENT;
    const text = block.toString('latin1');
    if (!numbers.has(text)) numbers.set(text, numbers.size);
    return numbers.get(text)!;
  });
}

/** 2048 pages of a few contents, some blocks of which repeat as a whole. */
function somePages(): PageHasher {
  const hasher = new PageHasher(2048 * PAGE_BYTES);
  const rng = new Rng(3);
  for (let p = 0; p < 2048; p++) {
    const kind = p % 512 < 256 ? (p % 64) % 7 : rng.nextBelow(40);
    hasher.pages.fill(kind, p * PAGE_BYTES, (p + 1) * PAGE_BYTES);
  }
  return hasher;
}

const sortedMatrix = (sums: ContentSums) => addSums([sums]);

describe('ContentTally', () => {
  const hasher = somePages();
  const keys = hasher.keys(2048).keys.slice();

  it.each([1, 4, 16, 512])('counts blocks of %d pages as the reference does', (per) => {
    const numbers = contentNumbers(hasher.pages, per);
    // Three VMs of a half, a quarter and a quarter of the blocks.
    const ends = [0, numbers.length / 2, (numbers.length * 3) / 4, numbers.length];
    const vms = [0, 1, 2].map((vm) => numbers.subarray(ends[vm]!, ends[vm + 1]!));
    const expected = sortedMatrix(sumBlocks(vms));
    for (const parts of [1, 3]) {
      const each = Array.from({ length: parts }, (_, part) => {
        const shape = { capacity: 2048, pairs: 2048, vms: 3, byPair: true, part, parts };
        const tally = new ContentTally(shape);
        const zeros = vms.map((_, vm) => {
          const [from, to] = [ends[vm]!, ends[vm + 1]!].map((block) => block * per * KEY_BYTES);
          return tally.add(keys.subarray(from, to), per, vm);
        });
        expect(zeros).toEqual(vms.map((blocks) => blocks.filter((n) => n === ZERO_CONTENT).length));
        return tally.sums();
      });
      expect(addSums(each)).toEqual(expected);
    }
  });

  it('without pairs says the same of everything else', () => {
    const shape = { capacity: 2048, pairs: 2048, vms: 2, part: 0, parts: 1 };
    const [with_, without] = [true, false].map((byPair) => {
      const tally = new ContentTally({ ...shape, byPair });
      tally.add(keys.subarray(0, keys.length / 2), 1, 0);
      tally.add(keys.subarray(keys.length / 2), 1, 1);
      return tally.sums();
    });
    expect({ ...with_, matrix: null }).toEqual(without);
    expect(with_!.matrix).toHaveLength(4);
  });

  it('refuses more pairs of contents and VMs than it has room for', () => {
    const shape = { capacity: 2048, pairs: 5, vms: 2, byPair: true, part: 0, parts: 1 };
    const tally = new ContentTally(shape);
    tally.add(keys.subarray(0, keys.length / 2), 1, 0);
    expect(() => tally.add(keys.subarray(keys.length / 2), 1, 1)).toThrow(/or 5 pairs/);
  });

  it('refuses more contents than it has room for instead of writing past its end', () => {
    const shape = { capacity: 10, pairs: 2048, vms: 1, byPair: false, part: 0, parts: 1 };
    const tally = new ContentTally(shape);
    expect(() => tally.add(keys, 1, 0)).toThrow(/more than 10 contents/);
    expect(tally.sums().multiplicity.reduce((sum, [, n]) => sum + n, 0)).toBe(10);
  });
});
