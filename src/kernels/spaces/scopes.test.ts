import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TaggedTlb } from '../../model/paging/ept.ts';
import { type InvalidationScope, type SpacesConfig, SpacesKernel } from './index.ts';
import { drawn, GLOBAL_SALT, threshold } from './rules.ts';

const PAGE = 2 ** 21;
const config: SpacesConfig = {
  base: {
    mode: 'nested',
    guestLevels: 4,
    hostLevels: 4,
    guestLeaf: 1,
    hostLeaf: 1,
    l1Tlb: { entries: 64, ways: 64 },
    l2Tlb: null,
    guestWalkCaches: null,
    hostWalkCaches: null,
    nestedTlbEntries: 0,
    caches: null,
    dataReferences: false,
    frames: 'first-touch',
  },
  l1Tlb2M: null,
  l1Tlb1G: null,
  l2Leaves: [],
  guestPages: { share2M: 0, share1G: 0 },
  hostPages: { share2M: 0, share1G: 0 },
  vms: 2,
  processes: 2,
  tags: { pcid: true, vpid: true },
  nestedKind: 'ept',
  global: 0.5,
  events: null,
};
const isGlobal = (n: number) => drawn(n, GLOBAL_SALT + 1, threshold(config.global, ''));
const vpidOf = (space: number) => 1 + Math.floor(space / 2);

/** The list of tagged entries of src/model/paging/ept.ts and the kernel, after the same accesses. */
function filled(pages: readonly number[], last: number) {
  const kernel = new SpacesKernel(config);
  const list = new TaggedTlb();
  for (const space of [0, 1, 2, 3, last]) {
    kernel.switchTo(space);
    kernel.feed(BigUint64Array.from(pages, (n) => BigInt(n * PAGE) << 2n));
    for (const page of pages) {
      const [vpid, global] = [vpidOf(space), isGlobal(page)];
      const pcid = global ? 0 : 1 + (space % 2);
      const entry = { vpid, pcid, eptp: vpid * 4096, page, global };
      const same = list.entries.some(
        (held) => held.vpid === vpid && held.page === page && held.pcid === pcid,
      );
      if (!same) list.entries.push(entry);
    }
  }
  return { kernel, list };
}

const scopes: [InvalidationScope, (list: TaggedTlb, space: number, page: number) => void][] = [
  [
    'invlpg',
    (list, space, page) => {
      const [vpid, pcid] = [vpidOf(space), 1 + (space % 2)];
      list.entries = list.entries.filter(
        (held) => held.vpid !== vpid || held.page !== page || (held.pcid !== pcid && !held.global),
      );
    },
  ],
  ['invpcid-address', (list, space, page) => list.invpcid(0, vpidOf(space), 1 + (space % 2), page)],
  ['invpcid-single', (list, space) => list.invpcid(1, vpidOf(space), 1 + (space % 2))],
  ['invpcid-all', (list, space) => list.invpcid(2, vpidOf(space), 0)],
  ['invpcid-all-retaining-globals', (list, space) => list.invpcid(3, vpidOf(space), 0)],
  ['invvpid-address', (list, space, page) => void list.invvpid(0, vpidOf(space), page)],
  ['invvpid-single', (list, space) => void list.invvpid(1, vpidOf(space))],
  ['invvpid-all', (list, space) => void list.invvpid(2, vpidOf(space))],
  ['invvpid-single-retaining-globals', (list, space) => void list.invvpid(3, vpidOf(space))],
  ['invept-single', (list, space) => list.invept(1, vpidOf(space) * 4096)],
  ['invept-global', (list) => list.invept(2)],
];

describe('invalidation scopes', () => {
  test.each(scopes)('%s drops from the kernel what the list of the manual loses', (scope, drop) => {
    const pages = fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(pages, fc.nat(3), fc.nat(11), (touched, space, which) => {
        const { kernel, list } = filled(touched, space);
        const page = touched[which % touched.length]!;
        const before = list.entries.length;
        expect(kernel.counts().dropped).toBe(0);
        kernel.invalidate(scope, page * PAGE);
        drop(list, space, page);
        expect(kernel.counts().dropped).toBe(before - list.entries.length);
      }),
      { numRuns: 40 },
    );
  });

  test('a CR3 load keeps global entries, a VM switch without VPID keeps nothing', () => {
    const pages = [1, 2, 3, 4, 5, 6, 7, 8];
    const local = pages.filter((page) => !isGlobal(page)).length;
    expect(local).toBeGreaterThan(0);
    expect(local).toBeLessThan(8);
    const dropped = (to: number) => {
      const kernel = new SpacesKernel({ ...config, tags: { pcid: false, vpid: false } });
      kernel.feed(BigUint64Array.from(pages, (n) => BigInt(n * PAGE) << 2n));
      kernel.switchTo(to);
      return kernel.counts().dropped;
    };
    expect(dropped(1)).toBe(local);
    expect(dropped(2)).toBe(8);
  });

  test('an address space that is none of the configured is refused', () => {
    expect(() => new SpacesKernel(config).switchTo(4)).toThrow(/address space 4 of 4/);
    expect(() => new SpacesKernel({ ...config, vms: 65 })).toThrow(/1 to 64 address spaces/);
  });
});
