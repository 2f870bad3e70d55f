import { type Sourced, sourced } from '../../sourced.ts';
import type { Plateau } from './knees.ts';

/** The latency of a plateau, with its ends as the interval. */
export const measured = ({ level, low, high }: Plateau, source: string): Sourced => ({
  ...sourced(level, 'cycles', 'measured', source),
  low,
  high,
});

/** The ways to simulate for a number of entries: what is reported, when it divides them. */
export function waysFor(entries: number, reported?: number): [ways: number, source: string] {
  if (reported && entries % reported === 0) return [reported, 'ways as the system reports'];
  const assumed = [8, 12, 16, 10, 6, 4, 2].find((ways) => entries % ways === 0) ?? 1;
  return [assumed, `${assumed} ways assumed`];
}
