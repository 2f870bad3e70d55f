import type { Row } from '../studies/column.ts';
import { steadyCellName } from '../studies/steady/index.ts';

/** One case in two runs. `verdict` says whether their intervals leave room for no difference. */
export interface ComparedCase {
  case: string;
  a: number;
  b: number;
  /** cycles(B) / cycles(A) - 1. */
  change: number;
  aInterval: [number, number];
  bInterval: [number, number];
  verdict: 'same' | 'inside the noise floor' | 'intervals overlap' | 'differs';
}

export interface RunComparison {
  cases: ComparedCase[];
  onlyInA: string[];
  onlyInB: string[];
}

/** Changes smaller than this are not called differences: constants are not known finer. */
export const NOISE_FLOOR = 0.01;

/** Joins two runs by case name and compares overheads with their intervals. */
export function compareRuns(a: readonly Row[], b: readonly Row[]): RunComparison {
  const left = new Map(a.map((row) => [steadyCellName(row), row]));
  const right = new Map(b.map((row) => [steadyCellName(row), row]));
  const cases = [...left].flatMap(([name, rowA]) => {
    const rowB = right.get(name);
    return rowB ? [compareCase(name, rowA, rowB)] : [];
  });
  return {
    cases,
    onlyInA: [...left.keys()].filter((name) => !right.has(name)),
    onlyInB: [...right.keys()].filter((name) => !left.has(name)),
  };
}

function compareCase(name: string, a: Row, b: Row): ComparedCase {
  const interval = (row: Row): [number, number] => [
    Number(row.overhead_low),
    Number(row.overhead_high),
  ];
  const [aInterval, bInterval] = [interval(a), interval(b)];
  const change = Number(b.cycles) / Number(a.cycles) - 1;
  const verdict =
    change === 0
      ? 'same'
      : Math.abs(change) < NOISE_FLOOR
        ? 'inside the noise floor'
        : aInterval[1] >= bInterval[0] && bInterval[1] >= aInterval[0]
          ? 'intervals overlap'
          : 'differs';
  return {
    case: name,
    a: Number(a.overhead_ratio),
    b: Number(b.overhead_ratio),
    change,
    aInterval,
    bInterval,
    verdict,
  };
}
