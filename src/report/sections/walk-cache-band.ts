import type { TopLevelSpec } from 'vega-lite';
import type { PositionChannel } from '../../chart.ts';
import type { Figure } from '../../figure.ts';
import { formatBytes } from '../../format.ts';
import { translateWords } from '../../messages/translate.ts';
import type { MmuComparison } from '../../model/paging/compare.ts';
import type { WalkCacheBandPoint } from '../../model/paging/walk-caches.ts';

/** What the unpublished sizes of walk caches could change: a band around the profile's, over the footprint. */
export function walkCacheBandChart(
  { guestPage, hostPage }: Pick<MmuComparison, 'guestPage' | 'hostPage'>,
  points: readonly WalkCacheBandPoint[],
): Figure {
  return {
    id: 'walk-cache-band',
    title: translateWords.bandTitle(),
    description: translateWords.bandText({ guestPage, hostPage }),
    spec: bandSpec(
      points.map(({ bytes, least, most, profile }) => ({
        mib: bytes / 2 ** 20,
        least: (100 * least) / profile,
        most: (100 * most) / profile,
        profile: 100,
      })),
    ),
    rows: points.map(({ bytes, least, most, profile, none }) => ({
      footprint: formatBytes(bytes),
      'at least': least,
      profile,
      'at most': most,
      'no walk caches': none,
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
  } satisfies PositionChannel;
  const y = {
    type: 'quantitative',
    title: 'cycles, % of the profile',
    scale: { zero: false },
  } satisfies PositionChannel;
  return {
    data: { values: [...rows] },
    layer: [
      {
        mark: { type: 'area', opacity: 0.35 },
        encoding: { x, y: { field: 'least', ...y }, y2: { field: 'most' } },
      },
      { mark: { type: 'line', point: true }, encoding: { x, y: { field: 'profile', ...y } } },
    ],
  };
}
