// The translation kernel against its C twin (SIMD and scalar, with and without -march=native), a good JavaScript
// version on typed arrays and the clear reference; every variant generates the same accesses and counts the same.
import { mkdirSync, writeFileSync } from 'node:fs';
import {
  type TranslationConfig,
  type TranslationCounts,
  TranslationKernel,
} from '../src/kernels/translation/index.ts';
import { simulateReference } from '../src/kernels/translation/reference.ts';
import { findWorkload } from '../src/workloads/index.ts';
import type { KernelPattern } from '../src/workloads/kernel-pattern.ts';
import { TypedArrayTranslation } from './baselines/translation.ts';
import { NativeServer } from './native.ts';
import { inQuick, isQuick } from './quick.ts';
import { type Comparison, geomean, measured, sideBySide, type Variant } from './side-by-side.ts';
import { mmuModeVariants } from './translation-modes.ts';
import { translationSweepBench } from './translation-sweep.ts';

const GIB = 2 ** 30;

interface Job {
  name: string;
  mode: 'native' | 'nested';
  pattern: string;
  bytes: number;
  data: boolean;
  accesses: number;
}

const jobs: readonly Job[] = [
  ['sequential', 64, 4_194_304, 524_288],
  ['zipf', 4, 131_072, 98_304],
  ['zipf', 64, 98_304, 81_920],
  ['gups', 4, 98_304, 81_920],
  ['gups', 64, 81_920, 65_536],
].flatMap(([pattern, gib, plain, withData]) =>
  [false, true].map((data) => ({
    mode: 'nested' as const,
    name: `${pattern} ${gib} GiB, ${data ? 'walk + data' : 'walk refs'}`,
    pattern: pattern as string,
    bytes: (gib as number) * GIB,
    data,
    accesses: (data ? withData : plain) as number,
  })),
);

function configOf(job: Job): TranslationConfig {
  const walkCaches = { pml5: 0, pml4: 4, pdpt: 4, pd: 32, pdWays: 4 };
  return {
    mode: job.mode,
    guestLevels: 4,
    hostLevels: 4,
    guestLeaf: 1,
    hostLeaf: 1,
    l1Tlb: { entries: 64, ways: 4 },
    l2Tlb: { entries: 1536, ways: 12 },
    guestWalkCaches: walkCaches,
    hostWalkCaches: walkCaches,
    nestedTlbEntries: 64,
    nestedTlbWays: 4,
    caches: {
      l1d: { entries: 512, ways: 8 },
      l2: { entries: 16_384, ways: 16 },
      l3: { entries: 524_288, ways: 16 },
    },
    dataReferences: job.data,
    frames: { base: 2 ** 44, bytes: job.bytes },
  };
}

function patternOf(job: Job, slice: number): KernelPattern {
  return findWorkload(job.pattern).kernelPattern({
    pattern: job.pattern,
    bytes: job.bytes,
    seed: slice + 1,
  });
}

function digest({ l1Misses, walks, guestRefs, hostRefs, served }: TranslationCounts): string {
  const sum = (kinds: { data: number; guest: number; host: number }) =>
    kinds.data + kinds.guest + kinds.host;
  const [l1, l2, l3, dram] = [served!.l1d, served!.l2, served!.l3, served!.dram].map(sum);
  const misses = [dram! + l3! + l2! + l1!, dram! + l3! + l2!, dram! + l3!, dram!];
  return [l1Misses, walks, guestRefs, hostRefs, ...misses].join('/');
}

function kernelVariant(job: Job): Variant {
  const first = patternOf(job, 0);
  const kernel = new TranslationKernel(configOf(job), first);
  return {
    name: 'WebAssembly, phases',
    run(slice) {
      // The zipf table is the same for every slice: only the seed differs.
      kernel.restart({ ...first, seed: slice + 1, ...reseeded(job, slice) });
      const timed = measured(() => {
        kernel.runPattern(job.accesses);
        return { operations: job.accesses, digest: null };
      });
      return { ...timed, digest: digest(kernel.counts()) };
    },
  };
}

function reseeded(job: Job, slice: number): Partial<KernelPattern> {
  return job.pattern === 'gups' ? { state: patternOf(job, slice).state! } : {};
}

function typedArrayVariant(job: Job): Variant {
  const config = configOf(job);
  return {
    name: 'JavaScript, typed arrays',
    run(slice) {
      const simulation = new TypedArrayTranslation(config, job.bytes);
      const words = wordsOf(job, slice);
      return measured(() => ({ operations: job.accesses, digest: simulation.run(words) }));
    },
  };
}

let generator: { job: Job; kernel: TranslationKernel; first: KernelPattern } | undefined;

/** Addresses of a slice in two halves (page, offset), generated outside the timing. */
function wordsOf(job: Job, slice: number): Float64Array {
  if (generator?.job !== job) {
    const first = patternOf(job, 0);
    generator = { job, first, kernel: new TranslationKernel(configOf(job), first) };
  }
  const { kernel, first } = generator;
  kernel.restart({ ...first, seed: slice + 1, ...reseeded(job, slice) });
  return Float64Array.from(kernel.generate(job.accesses), (word) => Number(word >> 2n));
}

/** The reference stores every frame of its region before it starts: a small region, few accesses, 1D and 2D walks. */
const referenceJobs: readonly Job[] = [
  ['nested', 'gups'],
  ['native', 'gups'],
  ['nested', 'zipf'],
].map(([mode, pattern]) => ({
  name: `${pattern} 16 MiB, ${mode === 'nested' ? '2D walk' : '1D walk (shadow, direct)'} + data`,
  mode: mode as Job['mode'],
  pattern: pattern!,
  bytes: 2 ** 24,
  data: true,
  accesses: 8000,
}));

function referenceVariant(job: Job): Variant {
  const { hostTableLines } = new TranslationKernel(configOf(job), patternOf(job, 0));
  return {
    name: 'TypeScript, reference',
    run(slice) {
      const addresses = [...wordsOf(job, slice)];
      return measured(() => {
        const counts = simulateReference(configOf(job), addresses, hostTableLines);
        return { operations: job.accesses, digest: digest(counts) };
      });
    },
  };
}

const codes: Record<string, number> = { sequential: 0, zipf: 2, gups: 3 };

async function nativeVariants(job: Job, servers: readonly NativeServer[]): Promise<Variant[]> {
  const first = patternOf(job, 0);
  if (first.bins) {
    const folder = new URL('../build/native/', import.meta.url).pathname;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}bins`, first.bins);
    for (const server of servers) await server.ask(`bins ${folder}bins`);
  }
  const variant = (name: string, server: NativeServer, engine: string): Variant => ({
    name,
    run: (slice) =>
      server.ask(
        `${engine} ${codes[job.pattern]} ${job.data ? 1 : 0} ${job.bytes} ${slice + 1} ${job.accesses}`,
      ),
  });
  const [tuned, baseline] = servers;
  return [
    variant('C SIMD, -march=native, per access', tuned!, 'run'),
    variant('C SIMD, -march=native, phases', tuned!, 'runp'),
    variant('C SIMD, -O3, per access', baseline!, 'run'),
    variant('C scalar, -march=native', tuned!, 'scalar'),
  ];
}

/** Compares the variants of every job; the first variant of each is the kernel. */
export async function translationBench(): Promise<Comparison[]> {
  const servers = [['-O3', '-march=native'], ['-O3']].flatMap(
    (flags) => NativeServer.start('translation.c', flags) ?? [],
  );
  const comparisons: Comparison[] = [];
  for (const job of inQuick(jobs.slice(-2), jobs)) {
    const variants = [kernelVariant(job), ...(await nativeVariants(job, servers))];
    comparisons.push(...(await sideBySide(job.name, variants, { rounds: 3, pairs: 11 })));
    comparisons.push(
      ...(await sideBySide(job.name, [kernelVariant(job), typedArrayVariant(job)], {
        rounds: 1,
        // What JavaScript leaves to be collected falls on others, too.
        pairs: 7,
        warmUp: 4,
      })),
    );
  }
  for (const server of servers) server.close();
  for (const job of inQuick(referenceJobs.slice(0, 1), referenceJobs)) {
    const variants = [kernelVariant(job), referenceVariant(job)];
    comparisons.push(...(await sideBySide(job.name, variants, { rounds: 1, pairs: 5, warmUp: 8 })));
  }
  for (const variant of new Set(comparisons.map((row) => row.variant))) {
    const rows = comparisons.filter((row) => row.variant === variant);
    const speed = (pick: (row: Comparison) => number) => 1 / geomean(rows.map(pick));
    process.stderr.write(
      `kernel against ${variant}: ${speed((row) => row.speedByMinima).toFixed(2)} (minima), ` +
        `${speed((row) => row.speedByMedians).toFixed(2)} (medians), geomean of ${rows.length}\n`,
    );
  }
  comparisons.push(
    ...(await sideBySide('zipf 1 GiB, server activity, MMU modes', mmuModeVariants(), {
      rounds: 1,
      pairs: 5,
    })),
  );
  // A suite of its own, too.
  if (!isQuick()) comparisons.push(...(await translationSweepBench()));
  return comparisons;
}
