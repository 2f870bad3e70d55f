// Misses of large fully associative structures: a share of the pages against the exact row, and how often the interval
// of the share holds the exact value, over seeds.
import { StackDistanceKernel } from '../src/kernels/stack-distance/index.ts';
import { patternWords } from '../src/model/translation/pattern-words.ts';
import { SampledCurve } from '../src/model/translation/sampled-curve.ts';
import { inQuick } from './quick.ts';
import { type Comparison, measured, sideBySide, type Variant } from './side-by-side.ts';

const ACCESSES = 200_000;
const SIZES = [16_384, 32_768];
const TRIALS = inQuick(1, 6);
const streams = [
  { pattern: 'zipf', bytes: 2 ** 32 },
  { pattern: 'uniform', bytes: 2 ** 28 },
  { pattern: 'phases', bytes: 2 ** 31 },
];

/** Exact rows and the share of 1 % of the same accesses; coverage goes to standard error. */
export async function translationCurveBench(): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  let [held, points, worst] = [0, 0, 0];
  for (const stream of inQuick(streams.slice(0, 1), streams)) {
    const exact: StackDistanceKernel[] = [];
    const sampled: SampledCurve[] = [];
    const fed = (
      name: string,
      keep: { feed(words: BigUint64Array): void }[],
      make: () => (typeof keep)[0],
    ): Variant => ({
      name,
      run(slice) {
        const words = [...patternWords({ ...stream, seed: slice + 1 }, ACCESSES)];
        const target = make()!;
        keep[slice] = target;
        return measured(() => {
          for (const chunk of words) target.feed(chunk);
          return { operations: ACCESSES, digest: null };
        });
      },
    });
    const family = { sets: 1, maxWays: Math.max(...SIZES) };
    const variants = [
      fed('exact row', exact, () => new StackDistanceKernel([family])),
      fed('1 % of the pages, 12 groups', sampled, () => new SampledCurve(SIZES, 0.01, '4K')),
    ];
    const name = `${stream.pattern} ${stream.bytes / 2 ** 20} MiB`;
    comparisons.push(
      ...(await sideBySide(name, variants, { rounds: 1, pairs: TRIALS, warmUp: 0 })),
    );
    sampled.forEach((curve, slice) => {
      for (const { entries, missRatio, low, high } of curve.points()) {
        const truth = exact[slice]!.misses(1, entries) / ACCESSES;
        worst = Math.max(worst, Math.abs(missRatio - truth));
        points++;
        if (low <= truth && truth <= high) held++;
      }
    });
  }
  process.stderr.write(
    `the interval held ${held} of ${points} points; largest error ${worst.toFixed(4)} misses per access\n`,
  );
  return comparisons;
}
