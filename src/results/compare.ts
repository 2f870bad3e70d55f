import { nth } from '../elements.ts';
import { LazyList, type Listed } from '../lazy-list.ts';
import type { BoundableFigure } from '../scenario/expect.ts';
import type { Row } from '../studies/column.ts';
import { studies } from '../studies/index.ts';

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
  /** Case by case, every figure a scenario can bound; of two large runs they are made each time they are looked at. */
  cases: Listed<ComparedCase>;
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

/** Which row of B stands for each row of A, -1 for none, and which names are in one alone. */
interface Paired {
  ofA: Int32Array;
  onlyInA: string[];
  onlyInB: string[];
}

/**
 * Pairs rows of equal names, of several of one name the first with the first. Runs of one scenario have theirs in the same
 * order, and no table of names is made.
 */
function paired(a: readonly Row[], b: readonly Row[], nameOf: (row: Row) => string): Paired {
  if (a.length === b.length && a.every((row, i) => nameOf(row) === nameOf(nth(b, i))))
    return { ofA: Int32Array.from(a, (_, i) => i), onlyInA: [], onlyInB: [] };
  const first = new Map<string, number>();
  const next = new Int32Array(b.length).fill(-1);
  for (let j = b.length - 1; j >= 0; j--) {
    const name = nameOf(nth(b, j));
    next[j] = first.get(name) ?? -1;
    first.set(name, j);
  }
  const ofA = new Int32Array(a.length).fill(-1);
  const onlyInA: string[] = [];
  const taken = new Uint8Array(b.length);
  a.forEach((row, i) => {
    const name = nameOf(row);
    const j = first.get(name) ?? -1;
    ofA[i] = j;
    if (j < 0) onlyInA.push(name);
    else {
      taken[j] = 1;
      first.set(name, next[j] ?? -1);
    }
  });
  const onlyInB = b.filter((_, j) => taken[j] === 0).map(nameOf);
  return { ofA, onlyInA, onlyInB };
}

/** Joins two runs by the names of their cases and compares every figure a scenario can bound, study by study. */
export function compareRuns(a: StudyRows, b: StudyRows): RunComparison {
  const joined = studies.map(({ id, cellName, bounds }) => {
    const [rowsA, rowsB] = [a[id] ?? [], b[id] ?? []];
    return { rowsA, rowsB, cellName, bounds, pairs: paired(rowsA, rowsB, cellName) };
  });
  const count = joined.reduce(
    (sum, { bounds, pairs: { ofA, onlyInA } }) =>
      sum + bounds.length * (ofA.length - onlyInA.length),
    0,
  );
  return {
    cases: new LazyList(count, function* () {
      for (const { rowsA, rowsB, cellName, bounds, pairs } of joined) {
        for (const [i, j] of pairs.ofA.entries()) {
          if (j < 0) continue;
          const [rowA, rowB] = [nth(rowsA, i), nth(rowsB, j)];
          const name = cellName(rowA);
          for (const figure of bounds) yield compared(rowA, rowB, name, figure);
        }
      }
    }),
    onlyInA: joined.flatMap(({ pairs }) => pairs.onlyInA),
    onlyInB: joined.flatMap(({ pairs }) => pairs.onlyInB),
  };
}

const verdicts: readonly CompareVerdict[] = [
  ...(['same', 'inside the noise floor', 'intervals overlap', 'differs'] as const),
  ...(['only in A', 'only in B'] as const),
];

/** Verdicts of one figure of a study: how many cases have which. */
interface Counted {
  study: string;
  figure: string;
  counts: Map<CompareVerdict, number>;
}

/** What is told of all cases, from one look at each. */
export interface ComparedSummary {
  /** How many cases of each figure have which verdict: one row a figure, one column a verdict some case has. */
  verdicts: Record<string, string | number>[];
  /** Cases of each verdict. */
  counts: Readonly<Record<CompareVerdict, number>>;
  /** Those that are not the same in both, largest change first, so many of them. */
  changed: ComparedCase[];
  /** Those that differ, largest change first, a few. */
  differing: ComparedCase[];
}

/** How far a case changed: without a measure of it, further than any. */
const sizeOf = ({ change }: ComparedCase) => Math.abs(change ?? Number.POSITIVE_INFINITY);

/** The largest of what it is given, the earlier of equal ones first. */
class Largest {
  private kept: ComparedCase[] = [];
  private readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  add(one: ComparedCase): void {
    this.kept.push(one);
    if (this.kept.length >= 2 * this.most + 1000) this.kept = this.sorted();
  }

  sorted(): ComparedCase[] {
    const order = (a: ComparedCase, b: ComparedCase) =>
      sizeOf(a) === sizeOf(b) ? 0 : sizeOf(b) - sizeOf(a);
    return this.kept.sort(order).slice(0, this.most);
  }
}

/** Looks once at each case: how many of each figure have which verdict, and the `most` largest changes. */
export function summedUp(cases: Iterable<ComparedCase>, most: number): ComparedSummary {
  const figures = new Map<string, Counted>();
  const [changed, differing] = [new Largest(most), new Largest(4)];
  for (const one of cases) {
    const { study, figure, verdict } = one;
    const key = `${study} ${figure}`;
    const known = figures.get(key) ?? { study, figure, counts: new Map() };
    figures.set(key, known);
    known.counts.set(verdict, (known.counts.get(verdict) ?? 0) + 1);
    if (verdict !== 'same') changed.add(one);
    if (verdict === 'differs') differing.add(one);
  }
  const counted = [...figures.values()];
  const total = (verdict: CompareVerdict) =>
    counted.reduce((sum, { counts }) => sum + (counts.get(verdict) ?? 0), 0);
  const seen = verdicts.filter((verdict) => total(verdict) > 0);
  return {
    verdicts: counted.map(({ study, figure, counts }) => ({
      ...{ study, figure },
      ...Object.fromEntries(seen.map((verdict) => [verdict, counts.get(verdict) ?? 0])),
    })),
    counts: Object.fromEntries(verdicts.map((verdict) => [verdict, total(verdict)])) as Record<
      CompareVerdict,
      number
    >,
    changed: changed.sorted(),
    differing: differing.sorted(),
  };
}
