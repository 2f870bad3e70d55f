import { nth, num } from '../../elements.ts';
import { UserError } from '../../errors.ts';
import { admit, type Claim } from '../scheduling/allocate.ts';

/** A VM's claim on memory; `active` is what it touched lately, in the unit of the rest. */
export interface MemoryClaim extends Claim {
  active: number;
}

/** The tax rate of ESX by default: an idle page costs four times an active one. */
export const DEFAULT_IDLE_TAX = 0.75;

/** Cost of an idle page in active pages, k = 1 / (1 - tax). */
export function idlePageCost(tax: number): number {
  if (!(tax >= 0 && tax < 1))
    throw new UserError(`expected an idle tax from 0 to below 1, found ${tax}.`);
  return 1 / (1 - tax);
}

/** Shares per page, S / (P (f + k (1 - f))): who has least loses the next page (min-funding revocation). */
export function sharesPerPage(
  shares: number,
  pages: number,
  activeShare: number,
  tax: number,
): number {
  return shares / (pages * (activeShare + idlePageCost(tax) * (1 - activeShare)));
}

/**
 * How many of the sorted values, from the first, `fits` holds for; it holds for none after the first it fails for. By
 * halving: a host may hold tens of thousands of small machines, and each question costs a pass over all of them.
 */
function countFitting(sorted: readonly number[], fits: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (fits(num(sorted, middle))) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Divides `capacity` so that shares per page are equal wherever neither reservation nor ceiling binds (Waldspurger, OSDI
 * 2002). With price 1/x, a VM holds x·S pages while all are active and A + (x·S - A)/k beyond: piecewise linear in x,
 * solved exactly between two corners. With tax 0 this is proportional sharing. Throws AdmissionRefused.
 */
export function allocateWithIdleTax(
  capacity: number,
  claims: readonly MemoryClaim[],
  tax = DEFAULT_IDLE_TAX,
): number[] {
  admit(capacity, claims);
  const k = idlePageCost(tax);
  const ceilings = claims.map((claim) => Math.min(claim.limit, claim.demand));
  const floors = claims.map((claim, i) => Math.min(claim.reservation, num(ceilings, i)));
  const total = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
  if (total(ceilings) <= capacity) return ceilings;
  const bare = (i: number, x: number) => {
    const { shares, active } = nth(claims, i);
    const weighted = x * shares;
    return weighted <= active ? weighted : active + (weighted - active) / k;
  };
  const at = (x: number) =>
    claims.map((_, i) => Math.min(num(ceilings, i), Math.max(num(floors, i), bare(i, x))));
  /** Price at which VM i would hold `pages`. */
  const priceOf = (i: number, pages: number) => {
    const { shares, active } = nth(claims, i);
    return (pages <= active ? pages : active + (pages - active) * k) / shares;
  };
  const corners = claims
    .flatMap((claim, i) =>
      [num(floors, i), claim.active, num(ceilings, i)].map((pages) => priceOf(i, pages)),
    )
    .filter((x) => Number.isFinite(x))
    .sort((a, b) => a - b);
  const fitting = countFitting(corners, (corner) => total(at(corner)) <= capacity);
  const low = fitting === 0 ? 0 : num(corners, fitting - 1);
  const high = fitting === corners.length ? Number.POSITIVE_INFINITY : num(corners, fitting);
  const below = at(low);
  const rest = capacity - total(below);
  const probe = Number.isFinite(high) ? high : low + 1;
  const slope = (total(at(probe)) - total(below)) / (probe - low);
  return slope > 0 ? at(low + rest / slope) : below;
}
