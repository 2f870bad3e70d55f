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

/** A sourced number times a plain factor: same trust, interval scaled along. */
export function times(number: Sourced, factor: number): Sourced {
  const ends = [number.low * factor, number.high * factor] as const;
  return {
    ...number,
    value: number.value * factor,
    low: Math.min(...ends),
    high: Math.max(...ends),
  };
}

/** The sum of numbers of one unit: intervals add, the least trusted status wins. */
export function plus(first: Sourced, ...others: readonly Sourced[]): Sourced {
  const all = [first, ...others];
  for (const { unit } of others) {
    if (unit !== first.unit) throw new RangeError(`expected ${first.unit}, found ${unit}`);
  }
  const total = (pick: (number: Sourced) => number) =>
    all.reduce((sum, number) => sum + pick(number), 0);
  const sum: Sourced = {
    value: total((number) => number.value),
    low: total((number) => number.low),
    high: total((number) => number.high),
    unit: first.unit,
    status: weakest(all.map((number) => number.status)),
    source: [...new Set(all.map((number) => number.source))].join('; '),
  };
  return all.some((number) => number.unverified) ? { ...sum, unverified: true } : sum;
}
