import { num } from '../../elements.ts';
import type { Case } from '../suite.ts';
import type { IoEntry } from './entry.ts';
import type { Predictor, Value } from './predictor.ts';

export type Role = 'prediction' | 'calibration' | 'constant' | 'shown';
export interface IoCase extends Case {
  role: Role;
  reason?: string;
}

/** Leaves of a value with their paths: `[1, {a: 2}]` has `0` and `1.a`; a bare number has ``. */
export function leaves(value: unknown, path = ''): [string, unknown][] {
  if (value === null || typeof value !== 'object') return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) =>
    leaves(child, path === '' ? key : `${path}.${key}`),
  );
}

/** `54 (other source 58-76)`, `50 + options`, `>=25`: the interval a text allows. */
export function intervalOf(text: string): [number, number] | undefined {
  const numbers = (text.match(/\d+(?:\.\d+)?/g) ?? []).map(Number);
  if (numbers.length === 0) return undefined;
  if (/^\s*>=/.test(text)) return [num(numbers, 0), Infinity];
  return [Math.min(...numbers), Math.max(...numbers)];
}

function expectedInterval(expected: unknown): [number, number] | undefined {
  if (typeof expected === 'number') return [expected, expected];
  if (typeof expected === 'string') return intervalOf(expected);
  const pair = Array.isArray(expected) && expected.length === 2 ? (expected as unknown[]) : [];
  const [low, high] = pair;
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

function compareLeaf(
  entry: IoEntry,
  predictor: Predictor,
  path: string,
  predicted: number,
  expected: unknown,
): IoCase | undefined {
  const interval = expectedInterval(expected);
  if (!interval) return undefined;
  const [low, high] = interval;
  const target = Math.min(Math.max(predicted, low), high);
  const difference = predicted - target;
  const bound = typeof predictor.bound === 'number' ? predictor.bound : predictor.bound(path);
  const error =
    difference === 0
      ? 0
      : predictor.absolute
        ? difference
        : target === 0
          ? null
          : difference / Math.abs(target);
  const within =
    (error !== null && Math.abs(error) <= bound) ||
    Math.abs(difference) <= (predictor.slack?.(path) ?? 0);
  const leaf = path === '' ? `${entry.id} ` : `${entry.id} ${path}`;
  const reason = predictor.ungated?.leaves.test(leaf) ? predictor.ungated.reason : undefined;
  const role: Role = predictor.constant
    ? 'constant'
    : predictor.calibration?.test(leaf)
      ? 'calibration'
      : reason
        ? 'shown'
        : 'prediction';
  return {
    id: entry.id,
    metric: path === '' ? 'value' : `value.${path}`,
    unit: entry.unit,
    expected,
    predicted,
    error,
    bound,
    pass: within || role === 'shown' || role === 'calibration',
    role,
    ...(reason ? { reason } : {}),
  };
}

/** One case per number that was predicted and is known. */
export function compareEntry(entry: IoEntry, predictor: Predictor, value: Value): IoCase[] {
  return leaves(value).flatMap(([path, predicted]) => {
    if (typeof predicted !== 'number') return [];
    let expected: unknown = entry.value;
    for (const key of path === '' ? [] : path.split('.')) {
      expected =
        expected !== null && typeof expected === 'object' && Object.hasOwn(expected, key)
          ? (expected as Record<string, unknown>)[key]
          : undefined;
    }
    const found = compareLeaf(entry, predictor, path, predicted, expected);
    return found ? [found] : [];
  });
}
