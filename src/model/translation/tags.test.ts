import { describe, expect, test } from 'vitest';
import { simulateReference } from '../../kernels/translation.reference.ts';
import { type TranslationConfig, TranslationKernel } from '../../kernels/translation.ts';
import { compareTags, interleave } from './tags.ts';

const walkCaches = { pml5: 0, pml4: 2, pdpt: 4, pd: 32 };
const config: TranslationConfig = {
  mode: 'nested',
  guestLevels: 4,
  hostLevels: 4,
  guestLeaf: 1,
  hostLeaf: 1,
  l1Tlb: { entries: 64, ways: 4 },
  l2Tlb: { entries: 1536, ways: 12 },
  guestWalkCaches: walkCaches,
  hostWalkCaches: walkCaches,
  nestedTlbEntries: 64,
  caches: null,
  dataReferences: false,
  frames: 'first-touch',
};

/** `rounds` over `pages` pages in a process's own part of the address space. */
const process = (id: number, pages: number, rounds: number) =>
  Array.from({ length: pages * rounds }, (_, i) => id * 2 ** 32 + (i % pages) * 4096);

describe('tags of translations', () => {
  test('turns follow each other and only a change of process is a switch', () => {
    const two = interleave({ processes: [[1, 2, 3], [10]], quantum: 2 });
    expect(two).toEqual({ addresses: [1, 2, 10, 3], switches: new Set([2, 3]) });
    expect(interleave({ processes: [[1, 2, 3]], quantum: 1 }).switches.size).toBe(0);
  });

  test('with tags a working set that fits is walked once, without them once per turn', () => {
    const processes = [process(0, 100, 10), process(1, 100, 10), process(2, 100, 10)];
    const { tagged, untagged, switches } = compareTags({ config, processes, quantum: 100 });
    expect(switches).toBe(29);
    expect(tagged.walks).toBe(300);
    expect(untagged.walks).toBe(3000);
  });

  test('a working set beyond the reach of the TLB gains nothing from tags', () => {
    const processes = [process(0, 4000, 2), process(1, 4000, 2)];
    const { tagged, untagged } = compareTags({ config, processes, quantum: 4000 });
    expect(untagged.walks).toBe(tagged.walks);
  });

  test('a flush keeps guest-physical translations: the walks after it read fewer host entries', () => {
    const processes = [process(0, 8, 2), process(1, 8, 2)];
    const { addresses } = interleave({ processes, quantum: 8 });
    const { hostTableLines } = new TranslationKernel(config);
    const all = new Set(addresses.keys());
    const flushed = simulateReference(config, addresses, hostTableLines, all);
    const never = simulateReference(config, addresses, hostTableLines);
    expect(flushed.walks).toBe(addresses.length);
    expect(flushed.guestRefs).toBe(4 * addresses.length);
    expect(flushed.hostRefs).toBe(never.hostRefs);
  });
});
