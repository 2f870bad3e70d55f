import { type Sourced, unverified } from '../../../sourced.ts';

/** A physical switch or router on the way: store, look up, forward. */
export const hopUs: Sourced = {
  ...unverified(1, 'us', 'store-and-forward switch; assumed'),
  low: 0.5,
  high: 5,
};
