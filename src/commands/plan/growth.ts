import { InvalidArgumentError } from 'commander';
import { rounded } from '../../format.ts';
import type { Study } from '../../plan/study/schema.ts';

type Growth = Study['growth']['machines'];

/** Least and most percent a month, as a study takes them. */
const [LEAST, MOST] = [-50, 200];

const EXPECTED = `a rate in percent a month from ${LEAST} to ${MOST}, its band behind it, /y for one a year: 2, 2:1:3 or 24:12:36/y`;

/** What a rate of a year comes to in a month, percent: twelve of them make it. */
const aMonth = (percentPerYear: number) =>
  rounded(100 * ((1 + percentPerYear / 100) ** (1 / 12) - 1), 6);

/** Growth of the number of machines: the rate, and without a band half and one and a half of it. */
export function growthOf(text: string): Growth {
  const [, numbers, year] = /^([^/]*?)(\/y)?$/.exec(text) ?? [];
  const all = (numbers ?? '').split(':');
  const isRate = all.every((one) => /^-?\d+(\.\d+)?$/.test(one));
  const rates = all.map((one) => (year ? aMonth(Number(one)) : Number(one)));
  const [
    rate = Number.NaN,
    low = Math.min(rate / 2, 1.5 * rate),
    high = Math.max(rate / 2, 1.5 * rate),
  ] = rates;
  const inRange = (value: number) => value >= LEAST && value <= MOST;
  const ordered = low <= rate && rate <= high;
  if (
    !isRate ||
    all.length === 2 ||
    all.length > 3 ||
    ![low, rate, high].every(inRange) ||
    !ordered
  )
    throw new InvalidArgumentError(`expected ${EXPECTED}, found "${text}".`);
  return { percentPerMonth: rate, low, high };
}
