import { f64, num } from '../../elements.ts';
import { UserError } from '../../errors.ts';

/**
 * One competitor for a resource, in the resource's unit (MHz, GHz, pages, bytes). The three knobs
 * are reservation (guaranteed minimum), limit (hard maximum, even on an idle host) and shares
 * (proportional weight among siblings, under contention only).
 */
export interface Claim {
  reservation: number;
  /** `Infinity` when unlimited. A limit below the reservation wins. */
  limit: number;
  /** Any positive scale: only ratios among siblings count. */
  shares: number;
  /** What the claimant would use if it were alone; `Infinity` for a hog. */
  demand: number;
}

/** The reservations do not fit: a power-on that admission control refuses. */
export class AdmissionRefused extends UserError {}

/** Largest amount a claim can use: it never gets more than its limit or its demand. */
export function ceilingOf(claim: Claim): number {
  return Math.min(claim.limit, claim.demand);
}

/** Neumaier's compensated sum; allocations of thousands of claims must add up to the capacity. */
export function sum(values: Iterable<number>): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    if (!Number.isFinite(next)) return next;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

function checkClaims(capacity: number, claims: readonly Claim[]): void {
  if (!(capacity >= 0 && capacity < Infinity)) {
    throw new UserError(`expected a capacity of 0 or more, found ${capacity}.`);
  }
  claims.forEach(({ reservation, limit, shares, demand }, i) => {
    const wrong = (what: string, found: number) =>
      new UserError(`claim ${i + 1}: expected ${what}, found ${found}.`);
    if (!(reservation >= 0 && reservation < Infinity))
      throw wrong('a reservation of 0 or more', reservation);
    if (!(limit >= 0)) throw wrong('a limit of 0 or more', limit);
    if (!(shares > 0 && shares < Infinity)) throw wrong('shares above 0', shares);
    if (!(demand >= 0)) throw wrong('a demand of 0 or more', demand);
  });
}

/** Refuses a set whose reservations exceed the capacity, beyond the rounding of their sum. */
export function admit(capacity: number, claims: readonly Claim[]): void {
  checkClaims(capacity, claims);
  const reserved = sum(claims.map((claim) => claim.reservation));
  if (reserved > capacity * (1 + claims.length * Number.EPSILON)) {
    throw new AdmissionRefused(
      `reservations add up to ${reserved}, the capacity is ${capacity}: admission refused.`,
    );
  }
}

/**
 * Divides `capacity` among claims, exactly: with u = min(limit, demand) and g = min(reservation, u)
 * the allocation is a = min(u, max(g, lambda x shares)) for the one lambda >= 0 that hands out
 * min(capacity, sum of u). The total is piecewise linear in lambda with corners at g/shares and
 * u/shares; the segment is found among the sorted corners and solved in closed form, so no
 * iteration to a tolerance is involved. Same order as `claims`. Throws AdmissionRefused.
 */
export function allocate(capacity: number, claims: readonly Claim[]): number[] {
  admit(capacity, claims);
  const ceiling = claims.map(ceilingOf);
  if (sum(ceiling) <= capacity) return ceiling;
  const floor = claims.map((claim, i) => Math.min(claim.reservation, num(ceiling, i)));
  return fill(capacity, claims, floor, ceiling);
}

/** Water-filling for floor sum <= capacity < ceiling sum. */
function fill(
  capacity: number,
  claims: readonly Claim[],
  floor: readonly number[],
  ceiling: readonly number[],
): number[] {
  const rises = claims.map((claim, i) => num(floor, i) / claim.shares);
  const saturates = claims.map((claim, i) => num(ceiling, i) / claim.shares);
  const totalAt = (lambda: number) =>
    sum(
      claims.map((claim, i) =>
        Math.min(num(ceiling, i), Math.max(num(floor, i), lambda * claim.shares)),
      ),
    );
  const corners = Float64Array.from([...rises, ...saturates]).sort();
  // First corner whose total reaches the capacity: the solution lies on the segment that ends there.
  let low = 0;
  let high = corners.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (totalAt(f64(corners, middle)) >= capacity) high = middle;
    else low = middle + 1;
  }
  const end = f64(corners, low);
  const shared = (i: number) => num(rises, i) < end && num(saturates, i) >= end;
  const fixed = (i: number) => (num(saturates, i) < end ? num(ceiling, i) : num(floor, i));
  const rest = capacity - sum(claims.map((_, i) => (shared(i) ? 0 : fixed(i))));
  const shares = sum(claims.map((claim, i) => (shared(i) ? claim.shares : 0)));
  return claims.map((claim, i) => {
    if (!shared(i)) return fixed(i);
    return Math.min(num(ceiling, i), Math.max(num(floor, i), (rest * claim.shares) / shares));
  });
}
