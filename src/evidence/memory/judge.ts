import type { Case } from '../suite.ts';
import type { Target } from './target.ts';

/** Units whose tolerance is absolute; in all others it is a fraction of the expected value. */
const absoluteUnits = ['%', 'cycles', 'pages', 'accesses/walk'];
/** Published simulations and memory copies of a formula agree to rounding. */
const ROUNDING = 1e-9;

function isAbsolute(unit: string): boolean {
  return absoluteUnits.some((known) => unit === known || unit.startsWith(`${known} (`));
}

/** Distance of `predicted` from the expected value or range, and the scale the tolerance refers to. */
function distance(expected: unknown, predicted: number): { off: number; scale: number } | null {
  if (typeof expected === 'number') {
    return { off: predicted - expected, scale: Math.abs(expected) };
  }
  if (Array.isArray(expected) && expected.length === 2 && expected.every(Number.isFinite)) {
    const [low, high] = expected as [number, number];
    const off = predicted < low ? predicted - low : predicted > high ? predicted - high : 0;
    return { off, scale: Math.abs(predicted < low ? low : high) };
  }
  return null;
}

/** Same value, objects by their fields whatever the order. */
function equal(expected: unknown, predicted: unknown): boolean {
  if (typeof expected === 'number' && typeof predicted === 'number') {
    return Math.abs(expected - predicted) <= ROUNDING * Math.abs(expected);
  }
  if (expected === null || predicted === null || typeof expected !== 'object') {
    return expected === predicted;
  }
  if (typeof predicted !== 'object') return false;
  const [a, b] = [expected as Record<string, unknown>, predicted as Record<string, unknown>];
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key]))
  );
}

/** A target compared with its prediction: `band` entries are reported and never fail. */
export function judge(target: Target, predicted: unknown): Case {
  const { id, unit = '', value: expected, tolerance, use } = target;
  const base = { id, metric: 'value', unit, expected, predicted };
  const band = use !== 'gate';
  const apart = typeof predicted === 'number' ? distance(expected, predicted) : null;
  if (apart === null || tolerance === 'exact') {
    const same = equal(expected, predicted) || (apart !== null && apart.off === 0);
    return { ...base, error: same ? 0 : null, bound: 0, pass: same || band };
  }
  const error = apart.scale === 0 ? null : apart.off / apart.scale;
  const bound = typeof tolerance === 'number' ? tolerance : null;
  const allowed = bound === null ? 0 : isAbsolute(unit) ? bound : bound * apart.scale;
  const within = Math.abs(apart.off) <= allowed * (1 + ROUNDING);
  const relativeBound = bound === null || apart.scale === 0 ? null : allowed / apart.scale;
  return { ...base, error, bound: relativeBound, pass: band || within };
}
