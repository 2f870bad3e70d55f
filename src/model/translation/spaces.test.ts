import { describe, expect, test } from 'vitest';
import { hostById } from '../../hosts/index.ts';
import type { EptEvents, InvalidationScope } from '../../kernels/spaces/index.ts';
import { mixOf, type SpacesCase, SpacesRun, simulateSpaces } from './spaces.ts';
import { policiesOf, sameAs, tagRows } from './tag-policies.ts';
import { tagPolicies } from './tags.ts';

const defaults: SpacesCase = {
  mode: 'nested',
  guestPage: '4K',
  hostPage: '4K',
  guestLevels: 4,
  hostLevels: 4,
  host: hostById('sim-dmt'),
  tags: { pcid: true, vpid: true },
};
const noEvents: EptEvents = { coldHost: false, logging: false, merged: 0, device: 0 };
const words = (addresses: readonly number[], kind = 0) =>
  BigUint64Array.from(addresses, (address) => (BigInt(address) << 2n) | BigInt(kind));
const pages = (n: number, rounds = 1) =>
  Array.from({ length: n * rounds }, (_, i) => (i % n) * 4096);

function run(input: Partial<SpacesCase>, addresses: readonly number[], kind = 0) {
  const simulation = new SpacesRun({ ...defaults, ...input });
  simulation.feed(words(addresses, kind));
  return simulation.result();
}

describe('tags of translations', () => {
  const turns = { processes: 3, rhythm: { switchEvery: 100 } };

  test('with tags a working set that fits is walked once, without them once per turn', () => {
    const addresses = pages(100, 30);
    const tagged = run(turns, addresses);
    expect(tagged.switches).toBe(29);
    expect(tagged.walks).toBe(300);
    expect(run({ ...turns, tags: tagPolicies.none }, addresses).walks).toBe(3000);
  });

  test('a load without the no-flush bit flushes the tag it loads, so tags save nothing', () => {
    const tags = { pcid: true, vpid: true, keepOnLoad: false };
    expect(run({ ...turns, tags }, pages(100, 30)).walks).toBe(3000);
  });

  test('VMs keep theirs by VPID alone, processes by PCID alone', () => {
    const vms = { vms: 3, rhythm: { switchEvery: 100 } };
    const walks = (input: Partial<SpacesCase>, policy: 'pcid' | 'vpid') =>
      run({ ...input, tags: tagPolicies[policy] }, pages(100, 30)).walks;
    expect([walks(vms, 'vpid'), walks(vms, 'pcid')]).toEqual([300, 3000]);
    expect([walks(turns, 'vpid'), walks(turns, 'pcid')]).toEqual([3000, 300]);
  });

  test('an exit without VPID flushes even one address space', () => {
    const exits = { rhythm: { exitEvery: 500 } };
    expect(run(exits, pages(100, 10)).walks).toBe(100);
    expect(run({ ...exits, tags: tagPolicies.pcid }, pages(100, 10)).walks).toBe(200);
  });

  test('a working set beyond the reach of the TLB gains nothing from tags', () => {
    const far = { processes: 2, rhythm: { switchEvery: 4000 } };
    const tagged = run(far, pages(4000, 4));
    expect(run({ ...far, tags: tagPolicies.none }, pages(4000, 4)).walks).toBe(tagged.walks);
  });

  test('a flush keeps guest-physical translations: the walks after it read no host entries', () => {
    const every = run({ tags: tagPolicies.none, rhythm: { exitEvery: 8 } }, pages(8, 20));
    expect(every.walks).toBe(160);
    expect(every.hostRefs).toBe(run({}, pages(8)).hostRefs);
    const npt = { nestedKind: 'npt', tags: tagPolicies.none, rhythm: { exitEvery: 8 } } as const;
    expect(run(npt, pages(8, 20)).hostRefs).toBeGreaterThan(10 * every.hostRefs);
  });

  test('global pages outlive a CR3 load and are shared by the processes of a VM', () => {
    const some = { ...turns, global: 1, tags: tagPolicies.none };
    expect(run(some, pages(100, 30)).walks).toBe(100);
  });

  test('only policies that differ are compared, and another is one of them', () => {
    expect(policiesOf(defaults)).toEqual(['none']);
    expect(policiesOf({ ...defaults, processes: 2 })).toEqual(['none', 'pcid']);
    expect(policiesOf({ ...defaults, vms: 2 })).toEqual(['none', 'vpid']);
    expect(policiesOf({ ...defaults, vms: 2, processes: 2 })).toHaveLength(4);
    expect(policiesOf({ ...defaults, mode: 'native', rhythm: { exitEvery: 9 } })).toEqual(['none']);
    expect(sameAs('both', ['none', 'pcid'])).toBe('pcid');
    expect(sameAs('vpid', ['none', 'pcid'])).toBe('none');
  });

  test('what a policy saves is stated against the run without tags', () => {
    const flushed = run({ ...turns, tags: tagPolicies.none }, pages(100, 30));
    const kept = run(turns, pages(100, 30));
    const rows = tagRows(new Map([['none', flushed] as const, ['pcid', kept] as const]));
    expect(rows[0]!.saved).toBe(0);
    expect(rows[1]!.saved).toBeCloseTo(1 - rows[1]!.translation! / rows[0]!.translation!, 12);
    expect(rows[1]!.saved).toBeGreaterThan(0);
  });
});

describe('invalidations of a run', () => {
  test('INVLPG drops the page for the running process, its global twin, and all walk-cache entries', () => {
    const rhythm = (scope: InvalidationScope) => ({ invalidate: { scope, every: 20 } });
    const seen = (scope: InvalidationScope) => run({ rhythm: rhythm(scope) }, pages(10, 4));
    expect(seen('invlpg').walks).toBe(11);
    expect(seen('invpcid-address').walks).toBe(11);
    expect(seen('invlpg').guestRefs).toBe(seen('invpcid-address').guestRefs);
  });
});

describe('page sizes mixed in one address space', () => {
  test('a cold walk costs (g + 1)(h + 1) - 1 references in every region, of 4 or 5 levels, EPT or NPT', () => {
    const noCaches = { guestWalkCaches: false, hostWalkCaches: false, nestedTlb: false };
    for (const guestLevels of [4, 5] as const)
      for (const hostLevels of [4, 5] as const)
        for (const nestedKind of ['ept', 'npt'] as const)
          for (const guest of [1, 2, 3] as const)
            for (const host of [1, 2, 3] as const) {
              const region = (leaf: 1 | 2 | 3, start: number) => [{ leaf, start, bytes: 2 ** 30 }];
              const { guestRefs, hostRefs } = run(
                {
                  guestLevels,
                  hostLevels,
                  nestedKind,
                  options: noCaches,
                  guestMix: { ...mixOf('4K'), regions: region(guest, 2 ** 40) },
                  hostMix: {
                    ...mixOf('4K'),
                    regions: region(host, 0).concat(region(host, 2 ** 30)),
                  },
                },
                [2 ** 40],
              );
              const g = guestLevels - guest + 1;
              const h = hostLevels - host + 1;
              expect(guestRefs + hostRefs).toBe((g + 1) * (h + 1) - 1);
            }
  });

  test('entries of 2M and 4K regions live side by side, each in the TLB of its size', () => {
    const regions = [{ leaf: 2 as const, start: 0, bytes: 2 ** 26 }];
    const mix = { ...mixOf('4K'), regions };
    const large = Array.from({ length: 32 }, (_, i) => i * 2 ** 21);
    const small = Array.from({ length: 64 }, (_, i) => 2 ** 26 + i * 4096);
    const both = run({ guestMix: mix, hostMix: mixOf('1G') }, [
      ...large,
      ...small,
      ...large,
      ...small,
    ]);
    expect(both.l1Misses).toBe(96);
  });

  test('half of the memory in 2M pages walks less than none of it and more than all of it', () => {
    const cycles = (share2M: number) =>
      simulateSpaces(
        { ...defaults, guestMix: { share2M, share1G: 0 }, hostMix: mixOf('1G') },
        { pattern: 'uniform', bytes: 2 ** 33 },
        40_000,
      ).walks;
    expect(cycles(0)).toBeGreaterThan(cycles(0.5));
    expect(cycles(0.5)).toBeGreaterThan(cycles(1));
  });

  test.each([
    [{ share2M: 0.7, share1G: 0.7 }, /add up to at most 1/],
    [{ share2M: -1, share1G: 0 }, /share from 0 to 1/],
    [
      { ...mixOf('4K'), regions: [{ leaf: 3 as const, start: 2 ** 21, bytes: 2 ** 30 }] },
      /multiples of 1G/,
    ],
    [
      { ...mixOf('4K'), regions: [{ leaf: 1 as const, start: 4096, bytes: 2 ** 21 }] },
      /multiples of 2M/,
    ],
  ])('mix %o is refused with a message', (guestMix, message) => {
    expect(() => new SpacesRun({ ...defaults, guestMix })).toThrow(message);
  });
});

describe('events of nested tables', () => {
  const counted = (
    events: Partial<EptEvents>,
    input: Partial<SpacesCase>,
    list: number[],
    kind = 0,
  ) => run({ ...input, events: { ...noEvents, ...events } }, list, kind);

  test('a host that has backed nothing faults once per host page', () => {
    const list = pages(2048);
    const small = counted({ coldHost: true }, {}, list);
    // Beside the data: root, PDPT, PD and four leaf tables.
    expect(small.violations.firstTouch).toBe(2048 + 3 + 4);
    const large = counted({ coldHost: true }, { hostPage: '2M' }, list);
    expect(large.violations.firstTouch).toBe(5);
  });

  test('dirty logging faults once per written frame and splits each large mapping once', () => {
    const list = pages(1024, 3);
    const { violations, splits, tableWrites } = counted(
      { logging: true },
      { hostPage: '2M' },
      list,
      1,
    );
    // 1024 data pages and five tables in three 2M blocks.
    expect(violations).toEqual({ firstTouch: 0, logging: 1024 + 5, sharing: 0 });
    expect(splits).toEqual({ logging: 3, sharing: 0 });
    // Two flags of each page, and the accessed flags of four tables.
    expect(tableWrites).toBe(2 * 1024 + 4);
  });

  test('a read costs nothing while logged but the accessed flags it sets', () => {
    const { violations } = counted({ logging: true }, {}, pages(1024, 2));
    expect(violations.logging).toBe(5);
  });

  test('each round of logging faults again', () => {
    const rounds = counted({ logging: true }, { rhythm: { roundEvery: 512 } }, pages(512, 4), 1);
    expect(rounds.rounds).toBe(3);
    expect(rounds.violations.logging).toBe(4 * 512 + 4);
  });

  test('merging one 4K page in a thousand breaks 40 % of the large mappings', () => {
    const merged = 0.001;
    const touched = 4000;
    const list = Array.from({ length: touched }, (_, i) => i * 2 ** 21);
    const large = { guestPage: '2M', hostPage: '2M' } as const;
    const { splits } = counted({ merged }, large, list);
    expect(splits.sharing / touched).toBeCloseTo(1 - (1 - merged) ** 512, 1);
  });

  test('with accessed and dirty flags of EPT, and with NPT, every read of a guest table is a write', () => {
    for (const nestedKind of ['ept-ad', 'npt'] as const) {
      const { guestRefs, tableWrites } = counted({}, { nestedKind }, pages(5000));
      expect(tableWrites).toBe(guestRefs);
    }
    const { tableWrites } = counted({}, {}, pages(5000, 2));
    expect(tableWrites).toBe(5000 + 10 + 2);
  });

  test('a device page leaves at every access and is never cached', () => {
    const all = counted({ device: 1 }, {}, pages(3, 100));
    expect([all.misconfigurations, all.walks, all.l1Misses]).toEqual([300, 300, 300]);
    expect(all.violations).toEqual({ firstTouch: 0, logging: 0, sharing: 0 });
    expect(all.served!.l1d.data + all.served!.dram.data).toBe(0);
  });

  test('events have a price and cost cycles beside the walks', () => {
    const { cyclesPerAccess, bill } = counted({ coldHost: true, merged: 0.1 }, {}, pages(400), 1);
    const sum = bill.reduce((cycles, line) => cycles + line.events * line.cyclesEach.value, 0);
    expect(cyclesPerAccess!.events).toBeCloseTo(sum / 400, 9);
    expect(cyclesPerAccess!.total).toBeGreaterThan(cyclesPerAccess!.events);
    expect(bill.map((line) => line.label)).toEqual(['violation, first touch of a host page']);
  });
});
