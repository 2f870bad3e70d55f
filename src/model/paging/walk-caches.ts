import { present } from '../../elements.ts';
import type { HostMemory, PageSize } from '../../hosts/host.ts';
import {
  pageSizes,
  simulate,
  type TranslationOptions,
  type TranslationResult,
} from '../translation/simulate.ts';
import type { MmuComparison } from './compare.ts';

/** Random accesses of each simulation here. */
const ACCESSES = 40_000;

interface NestedWalk {
  guestPage: PageSize;
  hostPage: PageSize;
  memory: HostMemory;
  options: TranslationOptions;
  bytes: number;
}

function nested(input: MmuComparison, walk: NestedWalk): TranslationResult {
  const { guestPage, hostPage, memory, options, bytes } = walk;
  const { guestLevels = 4, hostLevels = 4 } = input;
  const tables = { mode: 'nested', guestPage, hostPage, guestLevels, hostLevels } as const;
  const pattern = { pattern: 'uniform', bytes };
  return simulate({ ...tables, host: memory, options }, { pattern, accesses: ACCESSES });
}

/** References of one nested walk for a pair of page sizes. */
export interface WalkReferences {
  guest: PageSize;
  host: PageSize;
  references: number;
}

/** References per walk of every pair of guest and host page, random accesses to 64 GiB. */
export function walkReferences(input: MmuComparison): WalkReferences[] {
  const { memory } = input.host;
  return pageSizes.flatMap((guestPage) =>
    pageSizes.map((hostPage) => {
      const walk = { guestPage, hostPage, memory, options: { caches: false }, bytes: 2 ** 36 };
      const { guestRefs, hostRefs, walks } = nested(input, walk);
      return { guest: guestPage, host: hostPage, references: (guestRefs + hostRefs) / walks };
    }),
  );
}

const noWalkCaches = { guestWalkCaches: false, hostWalkCaches: false, nestedTlb: false };
const steps: readonly [string, TranslationOptions][] = [
  ['none', noWalkCaches],
  ['guest walk cache', { hostWalkCaches: false, nestedTlb: false }],
  ['guest and host walk caches', { nestedTlb: false }],
  ['and nested TLB', {}],
];

/** Cycles per access with some of the walk caches of a host. */
export interface WalkCacheStep {
  caches: string;
  cycles: number;
}

/** Nested 4K on 4K, random accesses to 4 GiB, with one kind of walk cache after the other. */
export function walkCacheSteps(input: MmuComparison): WalkCacheStep[] {
  const pages = { guestPage: '4K', hostPage: '4K' } as const;
  return steps.map(([caches, options]) => {
    const walk = { ...pages, memory: input.host.memory, options, bytes: 2 ** 32 };
    return { caches, cycles: present(nested(input, walk).cyclesPerAccess).total };
  });
}

/** Walk caches of other sizes than a profile's reach from its sizes divided by this to multiplied by it. */
const WALK_CACHE_FACTOR = 4;
const bandFootprints = [22, 24, 26, 28, 30, 32, 34, 36].map((bits) => 2 ** bits);

/** Cycles per access over the sizes that walk caches could have. */
export interface WalkCacheBandPoint {
  bytes: number;
  least: number;
  profile: number;
  most: number;
  /** Without any walk cache. */
  none: number;
}

/** The host with page-walk caches and nested TLB of another size, at least one entry each. */
function resized(host: HostMemory, factor: number): HostMemory {
  const size = (entries: number) => (entries === 0 ? 0 : Math.max(1, Math.round(entries * factor)));
  const { pml5, pml4, pdpt, pd, source } = host.walkCache;
  return {
    ...host,
    walkCache: { pml5: size(pml5), pml4: size(pml4), pdpt: size(pdpt), pd: size(pd), source },
    nestedTlbEntries: size(host.nestedTlbEntries),
  };
}

/** What the unpublished sizes of walk caches could change, over the footprint of random accesses. */
export function walkCacheBand(input: MmuComparison): WalkCacheBandPoint[] {
  const { host, guestPage, hostPage } = input;
  const cycles = (bytes: number, memory: HostMemory, some: TranslationOptions = {}) => {
    const options = { ...some, warmUpAccesses: ACCESSES };
    return present(nested(input, { guestPage, hostPage, memory, options, bytes }).cyclesPerAccess)
      .total;
  };
  return bandFootprints.map((bytes) => {
    const small = cycles(bytes, resized(host.memory, 1 / WALK_CACHE_FACTOR));
    const large = cycles(bytes, resized(host.memory, WALK_CACHE_FACTOR));
    return {
      bytes,
      least: Math.min(small, large),
      most: Math.max(small, large),
      profile: cycles(bytes, host.memory),
      none: cycles(bytes, host.memory, noWalkCaches),
    };
  });
}
