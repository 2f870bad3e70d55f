import type { Limit } from './limits/limit.ts';
import type { Measure } from './limits/measures.ts';
import { type PlatformId, platformLimits } from './platform-limits.ts';

/** A guest or host to be checked: what is known of it. */
export type Sizes = Partial<Record<Measure, number>>;

export interface MaximaRow {
  platform: PlatformId;
  limit: Limit;
  asked: number | null;
  /** Null where nothing was asked of this measure. */
  fits: boolean | null;
}

/** Every limit of the platforms, beside what is asked. */
export function maxima(platforms: readonly PlatformId[], sizes: Sizes): MaximaRow[] {
  return platforms.flatMap((platform) =>
    platformLimits[platform].map((limit): MaximaRow => {
      const asked = sizes[limit.measure] ?? null;
      return { platform, limit, asked, fits: asked === null ? null : asked <= limit.most.value };
    }),
  );
}

/** Platforms that hold everything asked, as far as their table goes. */
export const holding = (rows: readonly MaximaRow[]): PlatformId[] =>
  [...new Set(rows.map(({ platform }) => platform))].filter((platform) =>
    rows.every((row) => row.platform !== platform || row.fits !== false),
  );
