import type { DesignCost } from './ownership.ts';

/** When a design has cost less than another. */
export interface BreakEven {
  design: string;
  than: string;
  /** Whole months after which it has cost no more, to the end; 0: from the first; null: not within the years. */
  month: number | null;
  /** Cost of the first over all years less that of the other. */
  difference: number;
  /** Price of a host at which both cost the same over the years, all else equal; null: at none. */
  hostPrice: number | null;
}

/** First month from which cumulative costs stay at or below those of another design. */
export function breakEvenMonth(mine: readonly number[], other: readonly number[]): number | null {
  let from: number | null = null;
  for (let month = Math.min(mine.length, other.length) - 1; month >= 0; month--) {
    if ((mine[month] ?? 0) > (other[month] ?? 0) + 1e-9) break;
    from = month;
  }
  return from === null ? null : from === 0 ? 0 : from + 1;
}

/** Every design against the first. */
export function breakEvens(designs: readonly DesignCost[], hostPrice: number): BreakEven[] {
  const [first, ...others] = designs;
  if (!first) return [];
  return others.map((design) => {
    const difference = design.total - first.total;
    const more = design.hostsBought - first.hostsBought;
    const price = more === 0 ? null : hostPrice - difference / more;
    return {
      design: design.name,
      than: first.name,
      month: breakEvenMonth(design.cumulative, first.cumulative),
      difference,
      hostPrice: price !== null && price >= 0 ? price : null,
    };
  });
}
