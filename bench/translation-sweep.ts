// One pass for 200 TLB geometries (10 set counts x 20 associativities) against a single geometry: in the translation
// kernel with nothing but that TLB, and in the one-pass kernel itself; and against brute force, whose misses of all 200
// must be the same.

import { StackDistanceKernel } from '../src/kernels/stack-distance/index.ts';
import { lruMisses } from '../src/kernels/stack-distance/reference.ts';
import { oneTlb } from '../src/kernels/translation/config.ts';
import { TranslationKernel } from '../src/kernels/translation/index.ts';
import { patternWords } from '../src/model/translation/pattern-words.ts';
import { defaultGrid } from '../src/model/translation/sweep.ts';
import { findWorkload } from '../src/workloads/index.ts';
import type { PatternSpec } from '../src/workloads/workload.ts';
import { inQuick } from './quick.ts';
import { type Comparison, geomean, measured, sideBySide, type Variant } from './side-by-side.ts';

const ACCESSES = 131_072;
const CHECKED = 10_000;
const SINGLE = { sets: 128, ways: 12 };
const families = defaultGrid.sets.map((sets) => ({ sets, maxWays: 20 }));

interface Stream extends PatternSpec {
  pageBits: 12 | 21;
}

const streams: readonly Stream[] = [
  { pattern: 'zipf', bytes: 2 ** 26, pageBits: 12 },
  { pattern: 'zipf', bytes: 2 ** 32, pageBits: 12 },
  { pattern: 'uniform', bytes: 2 ** 26, pageBits: 12 },
  { pattern: 'gups', bytes: 2 ** 34, pageBits: 12 },
  { pattern: 'phases', bytes: 2 ** 28, pageBits: 12 },
  { pattern: 'zipf', bytes: 2 ** 36, pageBits: 21 },
  { pattern: 'gups', bytes: 2 ** 36, pageBits: 21 },
];

function wordsOf(stream: Stream): (slice: number) => BigUint64Array {
  const known = new Map<number, BigUint64Array>();
  return (slice) => {
    let words = known.get(slice);
    if (!words) {
      words = new BigUint64Array(ACCESSES);
      let at = 0;
      for (const chunk of patternWords({ ...stream, seed: slice + 1 }, ACCESSES)) {
        words.set(chunk, at);
        at += chunk.length;
      }
      known.set(slice, words);
    }
    return words;
  };
}

/** The translation kernel with one TLB and nothing else; its walks cost nothing but their references being counted. */
function singleTlb(stream: Stream): TranslationKernel {
  const leaf = stream.pageBits === 12 ? 1 : 2;
  const config = oneTlb(
    { entries: SINGLE.sets * SINGLE.ways, ways: SINGLE.ways },
    leaf,
    findWorkload(stream.pattern).kernelPattern(stream),
  );
  return new TranslationKernel(config);
}

/** The same accesses for all; each variant keeps its structures warm from slice to slice, so only times compare. */
function variants(stream: Stream): Variant[] {
  const words = wordsOf(stream);
  const fed = (name: string, target: { feed(words: BigUint64Array): void }): Variant => ({
    name,
    run(slice) {
      const list = words(slice);
      return measured(() => {
        target.feed(list);
        return { operations: ACCESSES, digest: null };
      });
    },
  });
  const single = [{ sets: SINGLE.sets, maxWays: SINGLE.ways }];
  return [
    fed('200 geometries, one pass', new StackDistanceKernel(families, stream.pageBits)),
    fed('one geometry, translation kernel', singleTlb(stream)),
    fed('one geometry, one-pass kernel', new StackDistanceKernel(single, stream.pageBits)),
  ];
}

function bruteForce(stream: Stream): Variant[] {
  const words = wordsOf(stream);
  const table = (misses: (sets: number, ways: number) => number) =>
    defaultGrid.sets.flatMap((sets) => defaultGrid.ways.map((ways) => misses(sets, ways))).join();
  return [
    {
      name: '200 geometries, one pass',
      run(slice) {
        const list = words(slice).subarray(0, CHECKED);
        return measured(() => {
          const kernel = new StackDistanceKernel(families, stream.pageBits);
          kernel.feed(list);
          const digest = table((sets, ways) => kernel.misses(sets, ways));
          return { operations: CHECKED, digest };
        });
      },
    },
    {
      name: 'brute force, 200 runs',
      run(slice) {
        const shift = BigInt(stream.pageBits + 2);
        const pages = Array.from(words(slice).subarray(0, CHECKED), (w) => Number(w >> shift));
        return measured(() => ({
          operations: CHECKED,
          digest: table((sets, ways) => lruMisses(pages, sets, ways)),
        }));
      },
    },
  ];
}

const nameOf = ({ pattern, bytes, pageBits }: Stream) =>
  `${pattern} ${bytes / 2 ** 20} MiB, ${pageBits === 12 ? '4K' : '2M'} pages`;

/** Cost of the sweep in units of one geometry, for each stream. */
export async function translationSweepBench(): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const stream of inQuick(streams.slice(0, 3), streams)) {
    const name = nameOf(stream);
    comparisons.push(...(await sideBySide(name, variants(stream), { rounds: 3, pairs: 9 })));
    // Two milliseconds a slice: less than five of them is noise.
    const settings = { rounds: 1, pairs: 5, warmUp: 2 };
    comparisons.push(...(await sideBySide(name, bruteForce(stream), settings)));
  }
  for (const variant of ['one geometry, translation kernel', 'one geometry, one-pass kernel']) {
    const rows = comparisons.filter((row) => row.variant === variant);
    const costs = rows.map((row) => row.speedByMinima);
    process.stderr.write(
      `200 geometries cost ${geomean(costs).toFixed(2)} times ${variant} ` +
        `(${Math.min(...costs).toFixed(2)} to ${Math.max(...costs).toFixed(2)}, ${rows.length} streams)\n`,
    );
  }
  return comparisons;
}
