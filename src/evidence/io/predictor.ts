import type { IoEntry } from './entry.ts';

/** A number, an array or object of them in the shape of the entry's value; null is "not predicted". */
export type Value = number | null | readonly Value[] | { readonly [name: string]: Value };

/**
 * One family of entries. `predict` sees the entry without its value: it works from the id and the
 * conditions, through a model of src/model.
 */
export interface Predictor {
  ids: RegExp;
  /** Null when the conditions lack what the model needs. */
  predict(entry: Omit<IoEntry, 'value'>): Value | null | Promise<Value | null>;
  /** Largest relative error, or largest difference in the unit when `absolute`. */
  bound: number | ((leaf: string) => number);
  absolute?: boolean;
  /** Difference in the unit that is accepted whatever the relative error. */
  slack?: (leaf: string) => number;
  /**
   * Leaves of the value (as `id path`, path parts joined by dots) the model's constants were taken
   * from: shown, but not counted as predictions.
   */
  calibration?: RegExp;
  /** True where the model holds the number itself: a format's or an adapter's constant. */
  constant?: boolean;
  /** Leaves predicted and shown but not held to the bound, with the reason. */
  ungated?: { leaves: RegExp; reason: string };
}
