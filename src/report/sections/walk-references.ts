import type { Figure } from '../../figure.ts';
import type { MmuComparison } from '../../model/paging/compare.ts';
import { pageSizes, simulate } from '../../model/translation/simulate.ts';
import { significant } from '../table.ts';

const ACCESSES = 40_000;

function walkLength(
  input: MmuComparison,
  guest: (typeof pageSizes)[number],
  host: (typeof pageSizes)[number],
  options: object,
  bytes: number,
) {
  const result = simulate(
    {
      mode: 'nested',
      guestPage: guest,
      hostPage: host,
      guestLevels: input.guestLevels ?? 4,
      hostLevels: input.hostLevels ?? 4,
      host: input.host.memory,
      options,
    },
    { pattern: { pattern: 'uniform', bytes }, accesses: ACCESSES },
  );
  return { refs: (result.guestRefs + result.hostRefs) / result.walks, result };
}

/** References per walk for every pair of guest and host page. */
export function referenceMap(input: MmuComparison): Figure {
  const values = pageSizes.flatMap((guest) =>
    pageSizes.map((host) => ({
      guest,
      host,
      references: walkLength(input, guest, host, { caches: false }, 2 ** 36).refs,
    })),
  );
  const axis = { type: 'ordinal', sort: [...pageSizes] } as const;
  const position = {
    x: { field: 'host', title: 'host page', axis: { labelAngle: 0 }, ...axis },
    y: { field: 'guest', title: 'guest page', ...axis },
  };
  return {
    id: 'walk-reference-map',
    title: 'References per walk by page-size pair',
    description:
      'Random accesses to 64 GiB with the walk caches of the host: larger pages, fewer references.',
    spec: {
      data: { values },
      height: 160,
      encoding: position,
      layer: [
        {
          mark: { type: 'rect', opacity: 0.4 },
          encoding: { color: { field: 'references', type: 'quantitative', legend: null } },
        },
        {
          mark: 'text',
          encoding: { text: { field: 'references', type: 'quantitative', format: '.2f' } },
        },
      ],
    },
    rows: values.map((row) => ({ ...row, references: significant(row.references) })),
  };
}

/** Cycles with one kind of walk cache after the other. */
export function walkCacheSteps(input: MmuComparison): Figure {
  const settings: [string, object][] = [
    ['none', { guestWalkCaches: false, hostWalkCaches: false, nestedTlb: false }],
    ['guest walk cache', { hostWalkCaches: false, nestedTlb: false }],
    ['guest and host walk caches', { nestedTlb: false }],
    ['and nested TLB', {}],
  ];
  const values = settings.map(([caches, options]) => {
    const { result } = walkLength(input, '4K', '4K', options, 2 ** 32);
    return { caches, cycles: result.cyclesPerAccess!.total };
  });
  return {
    id: 'walk-cache-steps',
    title: 'What each walk cache spares',
    description:
      'Nested 4K on 4K, random accesses to 4 GiB, from no walk caches to all of the profile.',
    spec: {
      data: { values },
      height: { step: 24 },
      mark: { type: 'point', filled: true, size: 90 },
      encoding: {
        y: { field: 'caches', type: 'nominal', title: null, sort: values.map((row) => row.caches) },
        x: { field: 'cycles', type: 'quantitative', title: 'cycles per access' },
      },
    },
    rows: values.map((row) => ({ ...row, cycles: significant(row.cycles) })),
  };
}
