import { present } from '../../elements.ts';
import type { Geometry, HostMemory, PageSize } from '../../hosts/host.ts';
import {
  type ByKind,
  type LeafLevel,
  type Sets,
  type TranslationConfig,
  type TranslationCounts,
  TranslationKernel,
} from '../../kernels/translation/index.ts';
import { findWorkload } from '../../workloads/index.ts';
import type { PatternSpec } from '../../workloads/workload.ts';

export interface TranslationOptions {
  /** Data references go through the caches beside the walk references. Default true. */
  dataReferences?: boolean;
  /** Simulate the data caches; without them there are counts but no cycles. Default true. */
  caches?: boolean;
  /** Guest and host page-walk caches and the nested TLB of the host. Default true. */
  guestWalkCaches?: boolean;
  hostWalkCaches?: boolean;
  nestedTlb?: boolean;
  /** Accesses simulated before counting starts (patterns only). Default 0. */
  warmUpAccesses?: number;
}

/** One translation simulation. `hostPage` and `hostLevels` mean nothing in native mode. */
export interface TranslationCase {
  mode: 'native' | 'nested';
  guestPage: PageSize;
  hostPage: PageSize;
  guestLevels: 4 | 5;
  hostLevels: 4 | 5;
  host: HostMemory;
  options?: TranslationOptions;
}

/** Synthetic accesses, or words of a trace in chunks. */
export type AddressSource =
  | { pattern: PatternSpec; accesses: number }
  | { words: Iterable<BigUint64Array> };

export interface TranslationResult extends TranslationCounts {
  /** Cycles per access, an upper bound in that no walk overlaps other work; null without caches. */
  cyclesPerAccess: { l2TlbHits: number; walk: number; total: number } | null;
}

export const leafLevels: Readonly<Record<PageSize, LeafLevel>> = { '4K': 1, '2M': 2, '1G': 3 };
const pageSizes: readonly PageSize[] = ['4K', '2M', '1G'];

const setsOf = ({ entries, ways }: Geometry): Sets => ({ entries, ways });

/** The page size one TLB entry covers: the smaller of guest and host leaf. */
export function entryPage(
  input: Pick<TranslationCase, 'mode' | 'guestPage' | 'hostPage'>,
): PageSize {
  if (input.mode === 'native') return input.guestPage;
  return leafLevels[input.guestPage] < leafLevels[input.hostPage]
    ? input.guestPage
    : input.hostPage;
}

/** What the kernel simulates for a case. */
export function kernelConfig(
  input: TranslationCase,
  frames: TranslationConfig['frames'],
): TranslationConfig {
  const { host, options = {} } = input;
  const entry = entryPage(input);
  // A page size without an array of its own shares the 4K one.
  const l1 = host.l1Dtlb[entry] ?? host.l1Dtlb['4K'];
  const walkCaches = host.walkCache;
  return {
    mode: input.mode,
    guestLevels: input.guestLevels,
    hostLevels: input.hostLevels,
    guestLeaf: leafLevels[input.guestPage],
    hostLeaf: leafLevels[input.hostPage],
    l1Tlb: setsOf(l1),
    l2Tlb: host.l2Tlb.pages.includes(entry) ? setsOf(host.l2Tlb) : null,
    guestWalkCaches: options.guestWalkCaches === false ? null : walkCaches,
    hostWalkCaches: options.hostWalkCaches === false ? null : walkCaches,
    nestedTlbEntries: options.nestedTlb === false ? 0 : host.nestedTlbEntries,
    caches:
      options.caches === false
        ? null
        : {
            l1d: setsOf(host.caches.l1d),
            l2: setsOf(host.caches.l2),
            l3: setsOf(host.caches.l3),
          },
    dataReferences: options.dataReferences !== false,
    frames,
  };
}

const walkRefs = ({ guest, host }: ByKind) => guest + host;

/** Counts `a` less those of an earlier moment `b`. */
export function subtract(a: TranslationCounts, b: TranslationCounts): TranslationCounts {
  const minus = (x: unknown, y: unknown): unknown => {
    if (typeof x === 'number') return x - (y as number);
    if (x === null) return null;
    const other = y as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(x as object).map(([key, value]) => [key, minus(value, other[key])]),
    );
  };
  return minus(a, b) as TranslationCounts;
}

/** Counts with their price: each walk reference costs the latency of the level that holds its line. */
export function priced(counts: TranslationCounts, host: HostMemory): TranslationResult {
  const { served, accesses } = counts;
  if (!served || accesses === 0) return { ...counts, cyclesPerAccess: null };
  const walk =
    (walkRefs(served.l1d) * host.caches.l1d.latencyCycles.value +
      walkRefs(served.l2) * host.caches.l2.latencyCycles.value +
      walkRefs(served.l3) * host.caches.l3.latencyCycles.value +
      walkRefs(served.dram) * host.dramCycles.value) /
    accesses;
  const l2TlbHits = ((counts.l1Misses - counts.walks) * host.l2Tlb.hitCycles.value) / accesses;
  return { ...counts, cyclesPerAccess: { l2TlbHits, walk, total: l2TlbHits + walk } };
}

/** What a simulation counted, less what it had counted `before`; its memory goes to the next one. */
function finished(
  kernel: TranslationKernel,
  host: HostMemory,
  before?: TranslationCounts,
): TranslationResult {
  const counts = kernel.counts();
  kernel.release();
  return priced(before ? subtract(counts, before) : counts, host);
}

/** Runs a case over a source that is at hand. Throws a UserError for impossible geometry or patterns. */
export function simulate(input: TranslationCase, source: AddressSource): TranslationResult {
  if ('words' in source) {
    const kernel = new TranslationKernel(kernelConfig(input, 'first-touch'));
    for (const words of source.words) kernel.feed(words);
    return finished(kernel, input.host);
  }
  const pattern = findWorkload(source.pattern.pattern).kernelPattern(source.pattern);
  const kernel = new TranslationKernel(kernelConfig(input, pattern), pattern);
  const warmUp = input.options?.warmUpAccesses ?? 0;
  kernel.runPattern(warmUp);
  const before = kernel.counts();
  kernel.runPattern(source.accesses);
  return finished(kernel, input.host, before);
}

/** The same over a stream of chunks, in constant memory beside the frames the trace touches. */
export async function simulateStream(
  input: TranslationCase,
  chunks: AsyncIterable<BigUint64Array>,
): Promise<TranslationResult> {
  const [result] = await simulateTogether([input], chunks);
  return present(result);
}

/** Several cases over one stream that is read once; `also` sees each chunk too. */
export async function simulateTogether(
  inputs: readonly TranslationCase[],
  chunks: AsyncIterable<BigUint64Array>,
  also?: (words: BigUint64Array) => void,
): Promise<TranslationResult[]> {
  const runs = inputs.map((input) => ({
    kernel: new TranslationKernel(kernelConfig(input, 'first-touch')),
    host: input.host,
  }));
  for await (const words of chunks) {
    for (const { kernel } of runs) kernel.feed(words);
    also?.(words);
  }
  return runs.map(({ kernel, host }) => finished(kernel, host));
}

export { pageSizes };
