import type { Host } from '../../hosts/host.ts';

/** What a rule may look at beside the record's id. */
export interface RuleContext {
  /** The profile of a machine named in ids; calibrated from the given anchors where there are any. */
  machine: (name: string) => Host | undefined;
  /**
   * A number of the shipped reference that serves as model input. Asking for the record's own number
   * is an error: a prediction never reads what it is judged by.
   */
  input: (id: string) => number | undefined;
  /** The kernel release the record names. */
  release?: readonly [number, number] | undefined;
  /** Whether anchors were given. */
  calibrated?: boolean;
}

/** A family of records and how they are predicted. */
export interface Rule {
  pattern: RegExp;
  /** Relative bound of the comparison; published spreads and hold-out targets decide it. */
  bound: number;
  /** True where the model's reference numbers are these very records, so that agreement proves nothing. */
  calibration?: (id: string) => boolean;
  /** In the record's unit; undefined where this record cannot be predicted. */
  predict: (match: RegExpMatchArray, context: RuleContext) => number | undefined;
}
