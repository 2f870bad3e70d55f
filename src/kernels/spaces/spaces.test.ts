import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findWorkload } from '../../workloads/index.ts';
import { anyLevels, anySets, anyWalkCaches } from '../translation/config.fixture.ts';
import type { LeafLevel } from '../translation/config.ts';
import { TranslationKernel } from '../translation/index.ts';
import type { EptEvents, PageMix, SizedRegion } from './config.ts';
import { invalidationScopes, nestedKinds, type SpacesConfig, SpacesKernel } from './index.ts';
import { SpacesReference } from './reference.ts';

const sets = anySets(9, 13);
const leaf = fc.constantFrom<LeafLevel>(1, 2, 3);
const cacheSets = sets.map(({ entries, ways }) => ({ entries: entries * 16, ways }));
const base = {
  mode: fc.constantFrom<'native' | 'nested'>('native', 'nested', 'nested'),
  guestLevels: anyLevels,
  hostLevels: anyLevels,
  guestLeaf: fc.constant<LeafLevel>(1),
  hostLeaf: fc.constant<LeafLevel>(1),
  l1Tlb: sets,
  l2Tlb: fc.option(sets),
  guestWalkCaches: anyWalkCaches,
  hostWalkCaches: anyWalkCaches,
  nestedTlbEntries: fc.integer({ min: 0, max: 30 }).map((n) => n * 2),
  nestedTlbWays: fc.constantFrom(1, 2),
  caches: fc.option(fc.record({ l1d: cacheSets, l2: cacheSets, l3: cacheSets })),
  dataReferences: fc.boolean(),
};

/** Regions of the places the addresses below visit. */
const region: fc.Arbitrary<SizedRegion> = fc
  .tuple(leaf, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 3 }))
  .map(([size, at, length]) => {
    const unit = size === 3 ? 2 ** 30 : 2 ** 21;
    return { leaf: size, start: at * unit, bytes: length * unit };
  });
const uniform: PageMix[] = [
  { share2M: 0, share1G: 0 },
  { share2M: 1, share1G: 0 },
  { share2M: 0, share1G: 1 },
];
const mix: fc.Arbitrary<PageMix> = fc.oneof(
  fc.constantFrom(...uniform),
  fc.record({
    share2M: fc.constantFrom(0, 0.3, 0.6),
    share1G: fc.constantFrom(0, 0.3),
    regions: fc.array(region, { maxLength: 3 }),
  }),
);
const events: fc.Arbitrary<EptEvents | null> = fc.option(
  fc.record({
    coldHost: fc.boolean(),
    logging: fc.boolean(),
    merged: fc.constantFrom(0, 0.002, 0.2),
    device: fc.constantFrom(0, 0.2),
  }),
);
const others = {
  l1Tlb2M: fc.option(sets),
  l1Tlb1G: fc.option(sets),
  l2Leaves: fc.subarray<LeafLevel>([1, 2, 3]),
  guestPages: mix,
  hostPages: mix,
  tags: fc.record({ pcid: fc.boolean(), vpid: fc.boolean(), keepOnLoad: fc.boolean() }),
  nestedKind: fc.constantFrom(...nestedKinds),
  global: fc.constantFrom(0, 0.5),
  events,
};
const config = fc.record({
  base: fc.record({ ...base, frames: fc.constant('first-touch' as const) }),
  vms: fc.integer({ min: 1, max: 3 }),
  processes: fc.integer({ min: 1, max: 3 }),
  ...others,
});

/** Few pages, so that spaces meet in the same sets, and some far ones. */
const address = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 17 }),
  fc.integer({ min: 0, max: 2 ** 23 }),
  fc.integer({ min: 0, max: 40 }).map((n) => n * 2 ** 21 + 4096 * (n % 3)),
  fc.integer({ min: 0, max: 2 ** 15 }).map((n) => 0x7ffe_0000_0000 + n * 64),
  fc.integer({ min: 0, max: 6 }).map((n) => 2 ** 38 * n + 8),
);
type Step =
  | { at: number; isWrite: boolean }
  | { to: number }
  | { scope: (typeof invalidationScopes)[number]; page: number }
  | { exit: true }
  | { round: true };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ at: address, isWrite: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ to: fc.integer({ min: 0, max: 8 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ scope: fc.constantFrom(...invalidationScopes), page: address }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ exit: true }) },
  { weight: 1, arbitrary: fc.constant<Step>({ round: true }) },
);

const word = (at: number, isWrite: boolean) => (BigInt(at) << 2n) | (isWrite ? 1n : 0n);

function play(settings: SpacesConfig, steps: readonly Step[]) {
  const kernel = new SpacesKernel(settings);
  const reference = new SpacesReference(settings, kernel.layout);
  const both = [kernel, reference];
  for (const one of both) one.switchTo(0);
  for (const one of steps) {
    if ('at' in one) {
      kernel.feed(BigUint64Array.of(word(one.at, one.isWrite)));
      reference.access(one.at, one.isWrite);
    } else if ('to' in one) for (const side of both) side.switchTo(one.to % kernel.spaces);
    else if ('scope' in one) for (const side of both) side.invalidate(one.scope, one.page);
    else if ('exit' in one) for (const side of both) side.exitVm();
    else for (const side of both) side.newRound();
  }
  return { counted: kernel.counts(), expected: reference.result() };
}

const runs = (usual: number) => ({ numRuns: usual * (process.env.VIRTCOST_FULL ? 10 : 1) });

describe('the kernel of many address spaces', { timeout: 300_000 }, () => {
  test('counts what the reference counts under switches, invalidations, mixed pages and events', () => {
    fc.assert(
      fc.property(config, fc.array(step, { minLength: 5, maxLength: 150 }), (settings, steps) => {
        const { counted, expected } = play(settings, steps);
        expect(counted).toEqual(expected);
      }),
      runs(150),
    );
  });

  test('one address space of one page size counts what the translation kernel counts', () => {
    const listed = fc.array(fc.tuple(address, fc.boolean()), { minLength: 1, maxLength: 300 });
    const sizes = fc.tuple(leaf, leaf);
    fc.assert(
      fc.property(fc.record(base), sizes, listed, fc.boolean(), (settings, [g, h], list, two) => {
        const plain = { ...settings, guestLeaf: g, hostLeaf: h, frames: 'first-touch' as const };
        const entry = settings.mode === 'nested' ? (Math.min(g, h) as LeafLevel) : g;
        const words = BigUint64Array.from(list, ([at, isWrite]) => word(at, isWrite));
        const usual = new TranslationKernel(plain);
        usual.feed(words);
        const spaces = new SpacesKernel({
          base: plain,
          l1Tlb2M: two ? settings.l1Tlb : null,
          l1Tlb1G: two ? settings.l1Tlb : null,
          l2Leaves: [entry],
          guestPages: uniform[g - 1]!,
          hostPages: uniform[h - 1]!,
          vms: 1,
          processes: 1,
          tags: { pcid: false, vpid: false },
          nestedKind: 'ept',
          global: 0,
          events: null,
        });
        spaces.feed(words);
        expect(spaces.counts()).toMatchObject(usual.counts());
      }),
      runs(100),
    );
  });

  test('computed mappings of several processes are those handed out page by page', () => {
    const populated = fc.record({
      base: fc.integer({ min: 0, max: 2 ** 20 }).map((page) => page * 4096),
      bytes: fc.integer({ min: 8, max: 2 ** 23 }),
    });
    const spaces = fc.tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 3 }));
    fc.assert(
      fc.property(
        fc.record(base),
        fc.record(others),
        populated,
        spaces,
        (b, o, frames, [vms, processes]) => {
          const settings = { base: { ...b, frames }, ...o, vms, processes };
          const spec = {
            pattern: 'gups',
            base: frames.base,
            bytes: 2 ** Math.floor(Math.log2(frames.bytes)),
          };
          const kernel = new SpacesKernel(settings, findWorkload('gups').kernelPattern(spec));
          const reference = new SpacesReference(settings, kernel.layout);
          const twin = findWorkload('gups').addresses(spec);
          for (let turn = 0; turn < 8; turn++) {
            for (const side of [kernel, reference]) side.switchTo((turn * 5) % (vms * processes));
            kernel.runPattern(30);
            for (let i = 0; i < 30; i++) reference.access(twin.next().value, true);
          }
          expect(kernel.counts()).toEqual(reference.result());
        },
      ),
      runs(60),
    );
  });

  test('words that name their address space switch by themselves', () => {
    const sample = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), address, fc.boolean()), {
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(config, sample, (some, list) => {
        const settings = { ...some, vms: 1, processes: 64, namedSpaces: true };
        const kernel = new SpacesKernel(settings);
        const reference = new SpacesReference(settings, kernel.layout);
        kernel.feed(
          BigUint64Array.from(
            list,
            ([space, at, isWrite]) => (BigInt(space) << 58n) | word(at, isWrite),
          ),
        );
        for (const [space, at, isWrite] of list) {
          reference.switchTo(space);
          reference.access(at, isWrite);
        }
        expect(kernel.counts()).toEqual(reference.result());
      }),
      runs(60),
    );
  });
});
