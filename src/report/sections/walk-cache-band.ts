import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../../figure.ts';
import type { HostMemory } from '../../hosts/host.ts';
import type { MmuComparison } from '../../model/paging/compare.ts';
import { simulate, type TranslationOptions } from '../../model/translation/simulate.ts';
import { formatBytes } from '../../units.ts';
import { significant } from '../table.ts';

const ACCESSES = 40_000;
const FACTOR = 4;
const footprints = [2 ** 22, 2 ** 24, 2 ** 26, 2 ** 28, 2 ** 30, 2 ** 32, 2 ** 34, 2 ** 36];

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

const none = { guestWalkCaches: false, hostWalkCaches: false, nestedTlb: false };

/** What the unpublished sizes of walk caches could change: a band around the profile's, over the footprint. */
export function walkCacheBand(input: MmuComparison): Figure {
  const { host, guestPage, hostPage, guestLevels = 4, hostLevels = 4 } = input;
  const cycles = (bytes: number, memory: HostMemory, options: TranslationOptions) =>
    simulate(
      {
        mode: 'nested',
        guestPage,
        hostPage,
        guestLevels,
        hostLevels,
        host: memory,
        options: { ...options, warmUpAccesses: ACCESSES },
      },
      { pattern: { pattern: 'uniform', bytes }, accesses: ACCESSES },
    ).cyclesPerAccess!.total;
  const rows = footprints.map((bytes) => {
    const [small, large] = [1 / FACTOR, FACTOR].map((factor) =>
      cycles(bytes, resized(host.memory, factor), {}),
    );
    return {
      mib: bytes / 2 ** 20,
      least: Math.min(small!, large!),
      most: Math.max(small!, large!),
      profile: cycles(bytes, host.memory, {}),
      none: cycles(bytes, host.memory, none),
    };
  });
  return {
    id: 'walk-cache-band',
    title: 'What unpublished walk-cache sizes could change',
    description: `Nested ${guestPage} on ${hostPage}, random accesses: the band reaches from a quarter to four times the sizes of the profile, whose cycles are 100 %.`,
    spec: bandSpec(
      rows.map(({ mib, least, most, profile }) => ({
        mib,
        least: (100 * least) / profile,
        most: (100 * most) / profile,
        profile: 100,
      })),
    ),
    rows: rows.map((row) => ({
      footprint: formatBytes(row.mib * 2 ** 20),
      'at least': significant(row.least),
      profile: significant(row.profile),
      'at most': significant(row.most),
      'no walk caches': significant(row.none),
    })),
  };
}

function bandSpec(
  rows: readonly { mib: number; least: number; most: number; profile: number }[],
): TopLevelSpec {
  const x = {
    field: 'mib',
    type: 'quantitative',
    scale: { type: 'log', base: 2, nice: false },
    axis: { tickCount: 6, format: ',' },
    title: 'footprint, MiB',
  };
  const y = { type: 'quantitative', title: 'cycles, % of the profile', scale: { zero: false } };
  return {
    data: { values: rows as unknown as Record<string, unknown>[] },
    layer: [
      {
        mark: { type: 'area', opacity: 0.35 },
        encoding: { x, y: { field: 'least', ...y }, y2: { field: 'most' } },
      },
      { mark: { type: 'line', point: true }, encoding: { x, y: { field: 'profile', ...y } } },
    ],
  } as unknown as TopLevelSpec;
}
