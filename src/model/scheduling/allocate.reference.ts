import type { Claim } from './allocate.ts';

/** A rational number; the denominator is positive. */
interface Rational {
  n: bigint;
  d: bigint;
}

const less = (a: Rational, b: Rational) => a.n * b.d < b.n * a.d;
const min = (a: Rational, b: Rational) => (less(b, a) ? b : a);
const max = (a: Rational, b: Rational) => (less(a, b) ? b : a);
const plus = (a: Rational, b: Rational): Rational => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d });
const minus = (a: Rational, b: Rational): Rational => plus(a, { n: -b.n, d: b.d });
const times = (a: Rational, b: Rational): Rational => ({ n: a.n * b.n, d: a.d * b.d });
const over = (a: Rational, b: Rational): Rational => ({ n: a.n * b.d, d: a.d * b.n });
const whole = (value: number): Rational => ({ n: BigInt(value), d: 1n });
const total = (values: readonly Rational[]) => values.reduce(plus, whole(0));

/**
 * The allocation of whole-number claims in rational arithmetic, by the definition: try every corner
 * as the end of lambda's segment. Slow and exact: the oracle of `allocate`.
 */
export function allocateExactly(capacity: number, claims: readonly Claim[]): number[] {
  const shares = claims.map((claim) => whole(claim.shares));
  const ceiling = claims.map((claim) => whole(Math.min(claim.limit, claim.demand)));
  const floor = claims.map((claim, i) => min(whole(claim.reservation), ceiling[i]!));
  const target = min(whole(capacity), total(ceiling));
  const at = (lambda: Rational) =>
    claims.map((_, i) => min(ceiling[i]!, max(floor[i]!, times(lambda, shares[i]!))));
  const corners = [
    ...floor.map((f, i) => over(f, shares[i]!)),
    ...ceiling.map((u, i) => over(u, shares[i]!)),
  ].sort((a, b) => (less(a, b) ? -1 : less(b, a) ? 1 : 0));
  let before = whole(0);
  for (const corner of corners) {
    const there = total(at(corner));
    if (less(there, target)) {
      before = corner;
      continue;
    }
    const start = total(at(before));
    const slope = minus(there, start);
    const part = slope.n === 0n ? whole(0) : over(minus(target, start), slope);
    const lambda = plus(before, times(part, minus(corner, before)));
    return at(lambda).map(({ n, d }) => Number((n * 2n ** 80n) / d) / 2 ** 80);
  }
  return at(before).map(({ n, d }) => Number(n) / Number(d));
}
