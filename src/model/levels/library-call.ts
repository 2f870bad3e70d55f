import { type Sourced, unverified } from '../../sourced.ts';

/** A call of a program to the server process of Wine. */
export const libraryCallS: Sourced = {
  ...unverified(27.5e-6, 's', 'a call to the server process of Wine; recalled', 0),
  low: 5e-6,
  high: 50e-6,
};
