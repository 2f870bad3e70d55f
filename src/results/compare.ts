import { nth } from '../elements.ts';
import type { BoundableFigure } from '../scenario/expect.ts';
import type { Row } from '../studies/column.ts';
import { studies } from '../studies/index.ts';
import { join, pivot, rollUp } from '../tables/index.ts';

export type CompareVerdict =
  | 'same'
  | 'inside the noise floor'
  | 'intervals overlap'
  | 'differs'
  | 'only in A'
  | 'only in B';

/** One figure of one case in two runs. `verdict` says whether their intervals leave room for no difference. */
export interface ComparedCase {
  study: string;
  case: string;
  /** The figure's word in `expect`; ratios, seconds, bytes or numbers. */
  figure: string;
  kind: BoundableFigure['kind'];
  /** Null where the figure does not exist in that run's case. */
  a: number | null;
  b: number | null;
  /** B over A less 1; of a ratio beyond bare metal, that of the whole. Null where either does not exist or A is 0. */
  change: number | null;
  aInterval: [number, number] | null;
  bInterval: [number, number] | null;
  verdict: CompareVerdict;
}

export interface RunComparison {
  cases: ComparedCase[];
  onlyInA: string[];
  onlyInB: string[];
}

/** Changes smaller than this are not called differences: constants are not known finer. */
export const NOISE_FLOOR = 0.01;

type StudyRows = Readonly<Record<string, readonly Row[]>>;

export interface Known {
  value: number | null;
  interval: [number, number] | null;
}

/** A figure of a row in its bound's unit, with its interval where the row has one. */
function knownOf(row: Row, { column, scale }: BoundableFigure): Known {
  const at = (name: string) => (typeof row[name] === 'number' ? Number(row[name]) * scale : null);
  const value = at(column);
  const stem = row[`${column}_low`] === undefined ? column.replace(/_ratio$/, '') : column;
  const [low, high] = [at(`${stem}_low`), at(`${stem}_high`)];
  return { value, interval: low === null || high === null ? null : [low, high] };
}

/** A ratio is what stands beyond bare metal: it changes as the whole does. */
function changeOf(a: number, b: number, kind: BoundableFigure['kind']): number | null {
  const [before, after] = kind === 'ratio' ? [1 + a, 1 + b] : [a, b];
  if (before === after) return 0;
  return before === 0 ? null : after / before - 1;
}

function verdictOf(a: Known, b: Known, change: number | null): CompareVerdict {
  if (a.value === b.value || change === 0) return 'same';
  if (a.value === null) return 'only in B';
  if (b.value === null) return 'only in A';
  if (change !== null && Math.abs(change) < NOISE_FLOOR) return 'inside the noise floor';
  const { interval: left } = a;
  const { interval: right } = b;
  if (left && right && left[1] >= right[0] && right[1] >= left[0]) return 'intervals overlap';
  return 'differs';
}

/** Two values of one figure of a case, beside each other. */
export function comparedValues(
  left: Known,
  right: Known,
  name: string,
  { study, word, kind }: Pick<BoundableFigure, 'study' | 'word' | 'kind'>,
): ComparedCase {
  const change =
    left.value === null || right.value === null ? null : changeOf(left.value, right.value, kind);
  return {
    ...{ study, case: name, figure: word, kind, a: left.value, b: right.value, change },
    ...{ aInterval: left.interval, bInterval: right.interval },
    verdict: verdictOf(left, right, change),
  };
}

const compared = (a: Row, b: Row, name: string, figure: BoundableFigure): ComparedCase =>
  comparedValues(knownOf(a, figure), knownOf(b, figure), name, figure);

/** Joins two runs by the names of their cases and compares every figure a scenario can bound, study by study. */
export function compareRuns(a: StudyRows, b: StudyRows): RunComparison {
  const result: RunComparison = { cases: [], onlyInA: [], onlyInB: [] };
  for (const { id, cellName, bounds } of studies) {
    const [rowsA, rowsB] = [a[id] ?? [], b[id] ?? []];
    const [namesA, namesB] = [rowsA.map(cellName), rowsB.map(cellName)];
    for (const [i, j] of join(namesA, namesB)) {
      const [rowA, rowB] = [nth(rowsA, i), nth(rowsB, j)];
      for (const figure of bounds) result.cases.push(compared(rowA, rowB, nth(namesA, i), figure));
    }
    const [left, right] = [new Set(namesA), new Set(namesB)];
    for (const name of namesA) if (!right.has(name)) result.onlyInA.push(name);
    for (const name of namesB) if (!left.has(name)) result.onlyInB.push(name);
  }
  return result;
}

const verdicts: readonly CompareVerdict[] = [
  ...(['same', 'inside the noise floor', 'intervals overlap', 'differs'] as const),
  ...(['only in A', 'only in B'] as const),
];

/** How many cases of each figure have which verdict: one row a figure, one column a verdict some case has. */
export function comparisonSummary(
  cases: readonly ComparedCase[],
): Record<string, string | number>[] {
  if (cases.length === 0) return [];
  const seen = verdicts.filter((verdict) => cases.some((one) => one.verdict === verdict));
  const counted = rollUp(
    cases.map(({ study, figure, verdict }) => ({ study, figure, verdict })),
    ['study', 'figure', 'verdict'],
    { count: ['count'] },
  );
  return pivot(counted, ['study', 'figure'], 'verdict', 'count').map((row) => ({
    study: String(row.study),
    figure: String(row.figure),
    ...Object.fromEntries(seen.map((verdict) => [verdict, row[verdict] ?? 0])),
  }));
}
