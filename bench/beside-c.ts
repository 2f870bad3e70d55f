// Our kernels beside native twins of the same job, over all stored suites.
import { type Comparison, geomean } from './side-by-side.ts';

/** Variants written in C by their names; the sum of all words is the speed of memory, not the same job. */
const isNative = (name: string) => /^(C\b|libxxhash)/.test(name) && !name.includes('read only');
const isOurs = (name: string) => /^(WebAssembly|ours|wasm)\b/.test(name);

/** Speed of our best variant over that of the fastest native twin, one number for each job that has both. */
function speedsBesideC(comparisons: readonly Comparison[]): number[] {
  const keyOf = ({ job, baseline }: Comparison) => `${baseline}: ${job}`;
  return [...new Set(comparisons.map(keyOf))].flatMap((key) => {
    const rows = comparisons.filter((row) => keyOf(row) === key);
    const speeds = [
      { name: rows[0]?.baseline ?? '', speed: 1 },
      ...rows
        .filter(({ variant }) => !variant.endsWith('(A/A)'))
        .map(({ variant, speedByMinima }) => ({ name: variant, speed: speedByMinima })),
    ];
    const best = (is: (name: string) => boolean) =>
      Math.max(0, ...speeds.filter(({ name }) => is(name)).map(({ speed }) => speed));
    const [ours, native] = [best(isOurs), best(isNative)];
    return ours > 0 && native > 0 ? [ours / native] : [];
  });
}

/** Their geometric mean, least and most; undefined where no native twin was built. */
export function besideC(comparisons: readonly Comparison[]) {
  const speeds = speedsBesideC(comparisons);
  if (speeds.length === 0) return undefined;
  return {
    jobs: speeds.length,
    mean: geomean(speeds),
    low: Math.min(...speeds),
    high: Math.max(...speeds),
  };
}
