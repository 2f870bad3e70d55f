import { InvalidArgumentError } from 'commander';
import { UserError } from '../errors.ts';
import { unknownName } from '../names.ts';
import { parseBytes, parseCount, quantityProblem } from '../units.ts';

/** Parser of a whole-number option within bounds. */
export const wholeNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(
      `expected a whole number from ${low} to ${high}, found "${text}".`,
    );
  };

/** A size in bytes from text such as 4GiB or 64M. */
export function bytesOf(text: string): number {
  const bytes = parseBytes(text);
  if (bytes !== undefined) return bytes;
  throw new UserError(quantityProblem('size', text));
}

/** A whole number of at least `least`, in plain digits or with an exponent (1e6). */
export function countOf(text: string, least = 0): number {
  const value = parseCount(text) ?? Number.NaN;
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new UserError(`expected a whole number of at least ${least}, found "${text}".`);
}
/** Parser of a number option within bounds. */
export const positiveNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^(\d+(\.\d+)?|\.\d+)(e[+-]?\d+)?$/i.test(text) && value >= low && value <= high)
      return value;
    throw new InvalidArgumentError(`expected a number from ${low} to ${high}, found "${text}".`);
  };

/** Parser of an option that is one of a few words. */
export const oneOf =
  <T extends string>(words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((word) => word === text);
    if (found !== undefined) return found;
    throw new InvalidArgumentError(unknownName('one', text, words));
  };
