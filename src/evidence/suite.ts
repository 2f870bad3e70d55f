/** What the user pointed a suite at. Without `data` a suite reads the copy shipped with virtcost. */
export interface SuiteOptions {
  data?: string | undefined;
  traces?: string | undefined;
  anchors?: readonly string[] | undefined;
}

/** One predicted record: its id and its metrics. */
export interface Prediction {
  id: string;
  [metric: string]: unknown;
}

/** One compared metric. `error` is relative unless the suite says otherwise; null where it has no meaning. */
export interface Case {
  id: string;
  metric: string;
  unit: string;
  expected: unknown;
  predicted: unknown;
  error: number | null;
  bound: number | null;
  pass: boolean;
  /** How far the real system's own runs of this record lie from each other, relative; absent where it was recorded once. */
  repeatability?: number | null;
  /** True for a figure over many records: its repeatability is that of the same figure. */
  aggregate?: boolean;
}

/** How well the real system of a suite repeats itself: what no prediction can beat. */
export interface Repeatability {
  /** What was asked more than once. */
  system: string;
  /** `exact`: the same every time; `measured`: the figures say; `not known`: nobody recorded it twice. */
  known: 'exact' | 'measured' | 'not known';
  /** How it is known, or why it is not; one sentence. */
  note: string;
}

/** Scatter of one metric over the records that were recorded more than once, relative. */
export interface Scatter {
  metric: string;
  records: number;
  median: number;
  p90: number;
  worst: number;
}

export interface Summary {
  cases: number;
  passed: number;
  failed: number;
  /** What else the figures say, for people. */
  sentences?: readonly string[];
  /** Set by `validateSuite`. */
  repeatability?: Repeatability & { scatter: readonly Scatter[] };
  [figure: string]: unknown;
}

/** A set of records virtcost predicts. `predict` never reads a measured field of a record. */
export interface Suite {
  id: string;
  title: string;
  /** How well the real system repeats itself; stands beside the errors (`validateSuite`). */
  repeatability: Repeatability;
  predict(options: SuiteOptions): Promise<Prediction[]>;
  validate(options: SuiteOptions): Promise<{ cases: Case[]; summary: Summary }>;
  /** What the user should know of the inputs given before trusting the answer: a sentence each. */
  advise?(options: SuiteOptions): Promise<string[]>;
}

/** Counts of passed and failed cases, to extend with figures of the suite's own. */
export function summarize(cases: readonly Case[]): Summary {
  const passed = cases.filter((entry) => entry.pass).length;
  return { cases: cases.length, passed, failed: cases.length - passed };
}

/** What a case compares: two numbers of one metric. */
export interface Compared {
  id: string;
  metric: string;
  unit: string;
  expected: number;
  predicted: number;
}

/** A case of two numbers within a relative bound; a bound of 0 asks for equality. */
export function compareNumbers(compared: Compared, bound: number): Case {
  const { expected, predicted } = compared;
  const error =
    expected === predicted
      ? 0
      : expected === 0
        ? null
        : (predicted - expected) / Math.abs(expected);
  const pass = error !== null && Math.abs(error) <= bound;
  return { ...compared, error, bound, pass };
}
