/** How a number came to be known. `estimated`: the cost path is known, nobody was seen measuring it. */
export type Status = 'measured' | 'published' | 'derived' | 'estimated';

/** A number that knows where it comes from: value with an interval, unit, status and source. */
export interface Sourced {
  value: number;
  /** Ends of the interval that contains the quantity as far as the source tells; low <= value <= high. */
  low: number;
  high: number;
  unit: string;
  status: Status;
  source: string;
  /** True when no source printing the number was read; every display marks it. */
  unverified?: true;
}

/** A sourced number; `spread` is the relative half-width of its interval. */
export function sourced(
  value: number,
  unit: string,
  status: Status,
  source: string,
  spread = 0,
): Sourced {
  const half = Math.abs(value) * spread;
  return { value, low: value - half, high: value + half, unit, status, source };
}

/** A number nobody could confirm: recalled or assumed. Estimated, wide, and marked unverified. */
export function unverified(value: number, unit: string, source: string, spread = 0.5): Sourced {
  return { ...sourced(value, unit, 'estimated', source, spread), unverified: true };
}

const trust: readonly Status[] = ['measured', 'published', 'derived', 'estimated'];

/** The least trusted of several statuses: what a sum of such numbers may claim. */
export function weakest(statuses: readonly Status[]): Status {
  return statuses.reduce<Status>(
    (worst, status) => (trust.indexOf(status) > trust.indexOf(worst) ? status : worst),
    'measured',
  );
}
