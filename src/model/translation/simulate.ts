import { nth } from '../../elements.ts';
import type { Geometry, HostMemory, PageSize } from '../../hosts/host.ts';
import {
  type ByKind,
  canPair,
  type LeafLevel,
  type Sets,
  shareGuestSide,
  type TranslationConfig,
  type TranslationCounts,
  TranslationKernel,
} from '../../kernels/translation/index.ts';
import { findWorkload } from '../../workloads/index.ts';
import type { KernelPattern } from '../../workloads/kernel-pattern.ts';
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

interface Run {
  host: HostMemory;
  counts(): TranslationCounts;
}

/**
 * Which of `configs` is simulated as the companion of the i-th: of those nested walks that can be, the one with the largest
 * host pages, whose tables are read least. With 4K host pages hardly a row of the caches stays equal.
 */
function companionOf(
  config: TranslationConfig,
  i: number,
  configs: readonly TranslationConfig[],
): number | undefined {
  if (configs.findIndex((other) => shareGuestSide(other, config)) !== i) return undefined;
  let best: number | undefined;
  for (const [k, other] of configs.entries()) {
    if (other.hostLeaf < 2 || !canPair(config, other)) continue;
    if (best === undefined || other.hostLeaf > nth(configs, best).hostLeaf) best = k;
  }
  return best;
}

/** Simulations of the same accesses: what of the guest's side is the same in several of them is simulated once. */
class Together {
  private readonly runs: readonly Run[];
  private readonly kernels: TranslationKernel[] = [];
  /** Those that are given the accesses; the others follow one of them. */
  private readonly leaders: readonly TranslationKernel[];

  /** Throws a UserError for impossible geometry. */
  constructor(
    inputs: readonly TranslationCase[],
    frames: TranslationConfig['frames'],
    pattern?: KernelPattern,
  ) {
    const configs = inputs.map((input) => kernelConfig(input, frames));
    const companions = configs.map((config, i) => companionOf(config, i, configs));
    const runs: Run[] = [];
    const leading: { kernel: TranslationKernel; config: TranslationConfig }[] = [];
    for (const [i, config] of configs.entries()) {
      const { host } = nth(inputs, i);
      const pairedWith = companions.indexOf(i);
      if (pairedWith >= 0) continue;
      const companion = companions[i];
      const other = companion === undefined ? undefined : nth(configs, companion);
      const kernel = new TranslationKernel(config, pattern, other);
      runs[i] = { host, counts: () => kernel.counts() };
      if (companion !== undefined) {
        runs[companion] = {
          host: nth(inputs, companion).host,
          counts: () => kernel.companionCounts(),
        };
      }
      this.kernels.push(kernel);
      const leader = leading.find((one) => shareGuestSide(one.config, config));
      if (leader) leader.kernel.lead(kernel);
      else leading.push({ kernel, config });
    }
    this.runs = runs;
    this.leaders = leading.map(({ kernel }) => kernel);
  }

  feed(words: BigUint64Array): void {
    for (const leader of this.leaders) leader.feed(words);
  }

  runPattern(accesses: number): void {
    for (const leader of this.leaders) leader.runPattern(accesses);
  }

  counts(): TranslationCounts[] {
    return this.runs.map(({ counts }) => counts());
  }

  /** What was counted, less what had been counted `before`; the memory goes to the next simulations. */
  finish(before?: readonly TranslationCounts[]): TranslationResult[] {
    const results = this.runs.map(({ counts, host }, i) => {
      const now = counts();
      return priced(before ? subtract(now, nth(before, i)) : now, host);
    });
    for (const kernel of this.kernels) kernel.release();
    return results;
  }
}

/** Runs a case over a source that is at hand. Throws a UserError for impossible geometry or patterns. */
export function simulate(input: TranslationCase, source: AddressSource): TranslationResult {
  if ('words' in source) {
    const run = new Together([input], 'first-touch');
    for (const words of source.words) run.feed(words);
    return nth(run.finish(), 0);
  }
  return nth(simulatePattern([input], source, input.options?.warmUpAccesses), 0);
}

/** Several cases over the same accesses of a pattern, counted once `warmUpAccesses` of them are over. */
export function simulatePattern(
  inputs: readonly TranslationCase[],
  source: { pattern: PatternSpec; accesses: number },
  warmUpAccesses = 0,
): TranslationResult[] {
  const pattern = findWorkload(source.pattern.pattern).kernelPattern(source.pattern);
  const run = new Together(inputs, pattern, pattern);
  run.runPattern(warmUpAccesses);
  const before = run.counts();
  run.runPattern(source.accesses);
  return run.finish(before);
}

/**
 * Several cases over one stream that is read once, in constant memory beside the frames the
 * trace touches; `also` sees each chunk too.
 */
export async function simulateTogether(
  inputs: readonly TranslationCase[],
  chunks: AsyncIterable<BigUint64Array>,
  also?: (words: BigUint64Array) => void,
): Promise<TranslationResult[]> {
  const run = new Together(inputs, 'first-touch');
  for await (const words of chunks) {
    run.feed(words);
    also?.(words);
  }
  return run.finish();
}

export { pageSizes };
