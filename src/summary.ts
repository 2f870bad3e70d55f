import type { Text } from './message.ts';

export { inProse } from './format.ts';

/** One thing to do, and what it brings. */
export interface Advice {
  action: Text;
  /** What it brings, with unit; what it costs where that is known. */
  gain: Text;
}

/** One of the few numbers of the first screen, with its unit. */
export interface KeyFigure {
  name: Text;
  value: Text;
  /** Interval, place or condition. */
  note?: Text;
}

/** What a page opens with and `--json` carries: everything a reader needs who reads nothing else. */
export interface Summary {
  /** The question in words. */
  question: Text;
  /** What was asked about: name and value. */
  inputs: Readonly<Record<string, Text>>;
  /** The answer, its first sentence the plain one. */
  sentence: Text;
  verdict?: 'yes' | 'no' | 'unsure';
  /** One sentence for each what-if. */
  whatIfs?: readonly Text[];
  /** How sure the answer is, and why. */
  confidence: Text;
  /** What would turn it or move it most. */
  wouldChange: Text;
  /** What to do, the most useful first. */
  advice: readonly [Advice, ...Advice[]];
  /** Three to five. */
  keyFigures: readonly KeyFigure[];
}

/** The first of a list as advice, or what is said where there is nothing to do. */
export const orNothing = (
  [first, ...more]: readonly Advice[],
  nothing: Advice,
): readonly [Advice, ...Advice[]] => (first ? [first, ...more] : [nothing]);
