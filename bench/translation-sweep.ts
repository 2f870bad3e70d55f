// One pass for 200 TLB geometries (10 set counts x 20 associativities) against one run per geometry, and against a
// single geometry of the same code.
import { StackDistances } from '../src/model/translation/stack-distances.ts';
import { findWorkload } from '../src/workloads/index.ts';
import { type Comparison, measured, sideBySide } from './side-by-side.ts';

const SET_COUNTS = [16, 32, 64, 96, 128, 192, 256, 384, 512, 1024];
const MAX_WAYS = 20;
const ACCESSES = 20_000;

function pagesOf(slice: number): Float64Array {
  const pages = new Float64Array(ACCESSES);
  const twin = findWorkload('zipf').addresses({ pattern: 'zipf', bytes: 2 ** 26, seed: slice + 1 });
  for (let i = 0; i < ACCESSES; i++) pages[i] = Math.floor(twin.next().value / 4096);
  return pages;
}

const table = (misses: (sets: number, ways: number) => number) =>
  SET_COUNTS.flatMap((sets) =>
    Array.from({ length: MAX_WAYS }, (_, i) => misses(sets, i + 1)),
  ).join();

/** Misses of 200 geometries, all in one pass or one by one. */
export async function translationSweepBench(): Promise<Comparison[]> {
  const slices = new Map<number, Float64Array>();
  const pages = (slice: number) => {
    if (!slices.has(slice)) slices.set(slice, pagesOf(slice));
    return slices.get(slice)!;
  };
  const one = (list: Float64Array, sets: number, ways: number) => {
    const single = new StackDistances([{ sets, maxWays: ways }]);
    single.feed(list);
    return single.misses(sets, ways);
  };
  return sideBySide(
    '200 TLB geometries',
    [
      {
        name: 'one pass',
        run: (slice) => {
          const list = pages(slice);
          return measured(() => {
            const sweep = new StackDistances(
              SET_COUNTS.map((sets) => ({ sets, maxWays: MAX_WAYS })),
            );
            sweep.feed(list);
            return { operations: ACCESSES, digest: table((s, w) => sweep.misses(s, w)) };
          });
        },
      },
      {
        name: 'one run per geometry',
        run: (slice) => {
          const list = pages(slice);
          return measured(() => ({
            operations: ACCESSES,
            digest: table((sets, ways) => one(list, sets, ways)),
          }));
        },
      },
      {
        name: 'a single geometry, 128 x 12',
        run: (slice) => {
          const list = pages(slice);
          return measured(() => {
            one(list, 128, 12);
            return { operations: ACCESSES, digest: null };
          });
        },
      },
    ],
    { rounds: 1, pairs: 5 },
  );
}
