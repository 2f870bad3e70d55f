import { InvalidArgumentError } from 'commander';

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

/** Parser of a number option within bounds. */
export const positiveNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d*\.?\d+(e[+-]?\d+)?$/i.test(text) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`expected a number from ${low} to ${high}, found "${text}".`);
  };
