/** One thing to do, and what it brings. */
export interface Advice {
  action: string;
  /** What it brings, with unit; what it costs where that is known. */
  gain: string;
}

/** One of the few numbers of the first screen, with its unit. */
export interface KeyFigure {
  name: string;
  value: string;
  /** Interval, place or condition. */
  note?: string;
}

/** What a page opens with and `--json` carries: everything a reader needs who reads nothing else. */
export interface Summary {
  /** The question in words. */
  question: string;
  /** What was asked about: name and value. */
  inputs: Readonly<Record<string, string>>;
  /** The answer, its first sentence the plain one. */
  sentence: string;
  verdict?: 'yes' | 'no' | 'unsure';
  /** One sentence for each what-if. */
  whatIfs?: readonly string[];
  /** How sure the answer is, and why. */
  confidence: string;
  /** What would turn it or move it most. */
  wouldChange: string;
  /** What to do, the most useful first. */
  advice: readonly [Advice, ...Advice[]];
  /** Three to five. */
  keyFigures: readonly KeyFigure[];
}

/** A number of prose: at most three significant digits, with separators. */
export const inProse = (value: number): string =>
  Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });

/** The first of a list as advice, or what is said where there is nothing to do. */
export const orNothing = (
  [first, ...more]: readonly Advice[],
  nothing: Advice,
): readonly [Advice, ...Advice[]] => (first ? [first, ...more] : [nothing]);
