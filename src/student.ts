import { UserError } from './errors.ts';

/** From so many degrees of freedom on the expansion around the normal quantile is exact to the last digits. */
const EXPANDED = 1000;

/** P(|Z| < x) of the normal distribution by Marsaglia's series, J. Stat. Software 11(4), 2004: exact for doubles below 7. */
function normalWithin(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 3; sum + term !== sum || k === 3; k += 2) {
    term *= (x * x) / k;
    sum += term;
  }
  return Math.sqrt(2 / Math.PI) * Math.exp((-x * x) / 2) * sum;
}

/** P(|T| < t) of Student's distribution with a whole number of degrees of freedom (Abramowitz and Stegun 26.7.3, 26.7.4). */
export function studentWithin(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = degrees % 2 === 1;
  if (degrees === 1) return (2 * angle) / Math.PI;
  let term = odd ? cosine : 1;
  let sum = term;
  for (let k = odd ? 3 : 2; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    sum += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** Where a rising function reaches a value, halving until no number lies between. */
function inverse(within: (t: number) => number, value: number): number {
  let [low, high] = [0, 1];
  while (within(high) < value) [low, high] = [high, 2 * high];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return high;
    if (within(middle) < value) low = middle;
    else high = middle;
  }
}

/** The expansion of Cornish and Fisher around the normal quantile z (Abramowitz and Stegun 26.7.5); beyond it O(degrees^-5). */
function expansion(z: number, degrees: number): number {
  const [z3, z5, z7, z9] = [z ** 3, z ** 5, z ** 7, z ** 9];
  return (
    z +
    (z3 + z) / (4 * degrees) +
    (5 * z5 + 16 * z3 + 3 * z) / (96 * degrees ** 2) +
    (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * degrees ** 3) +
    (79 * z9 + 776 * z7 + 1482 * z5 - 1920 * z3 - 945 * z) / (92_160 * degrees ** 4)
  );
}

/**
 * What a draw of Student's distribution stays below with a probability: 0.975 for both ends of a 95 % interval.
 * @throws UserError where the probability is not in 0.5 .. 0.9999 or the degrees are no whole number from 1 on
 */
export function studentQuantile(probability: number, degrees: number): number {
  if (!(probability >= 0.5 && probability <= 0.9999)) {
    throw new UserError(`expected a probability of 0.5 to 0.9999, found ${probability}.`);
  }
  if (!Number.isSafeInteger(degrees) || degrees < 1) {
    throw new UserError(`expected a whole number of degrees of freedom from 1, found ${degrees}.`);
  }
  const within = 2 * probability - 1;
  return degrees < EXPANDED
    ? inverse((t) => studentWithin(t, degrees), within)
    : expansion(inverse(normalWithin, within), degrees);
}
