// Page hashing and sharing against C with libxxhash and against the libraries of npm; KSM against the kernel's own rate.
// Targets P9 and P10: XXH64 at least libxxhash, XXH3 cold at least libxxhash, end to end at least 0.9 of C.
import { createXXHash3, createXXHash64 } from 'hash-wasm';
import xxhash from 'xxhash-wasm';
import { PAGE_BYTES, PageHasher, PageStore } from '../src/kernels/dedup/index.ts';
import { NativeServer } from './native.ts';
import { type Comparison, measured, sideBySide, type Variant } from './side-by-side.ts';

const PAGES = 32_768;
/** 8 MiB a slice, walking through 128 MiB: cold. */
const COLD_PAGES = 2048;
/** 256 KiB again and again: hot. */
const HOT_PAGES = 64;
const HOT_REPEATS = 128;
const INLINE = ['-O3', '-mavx2', '-DXXH_INLINE_ALL'];
const LIBRARY = ['-O3'];

/** Mixtures of pages to share, by their number in bench/native/dedup.c. */
const mixtures = ['a mixture', 'all equal', 'all equal but one word'] as const;

/** The pages of bench/native/dedup.c, word for word. */
function fillPages(memory: Uint8Array, mixture = 0): void {
  const words = new Uint32Array(memory.buffer, memory.byteOffset, memory.length / 4);
  if (mixture > 0) {
    for (let i = 0; i < words.length; i++) words[i] = Math.imul(i % 1024, 2654435761) + 1;
    if (mixture === 2) for (let p = 0; p < PAGES; p++) words[p * 1024 + 500] = p;
    return;
  }
  for (let p = 0; p < PAGES; p++) {
    const draw = Math.imul(p, 2654435761) >>> 16;
    const kind = draw % 100;
    const seed = kind < 25 ? 0 : kind < 60 ? 1 + (draw % 4093) : 100_000 + p;
    for (let i = 0; i < 1024; i++) {
      words[p * 1024 + i] = seed === 0 ? 0 : Math.imul(seed + i, 2654435761);
    }
  }
}

const hex = (word: bigint) => word.toString(16).padStart(16, '0');

/** All hashes xored: cheap beside the hashing itself. */
function digestOf(hashes: BigUint64Array<ArrayBuffer>): string {
  const words = new Uint32Array(hashes.buffer, hashes.byteOffset, hashes.length * 2);
  let low = 0;
  let high = 0;
  for (let i = 0; i < words.length; i += 2) {
    low ^= words[i]!;
    high ^= words[i + 1]!;
  }
  return hex((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
}

interface Hashing {
  kind: 3 | 64;
  /** First page and pages of slice n. */
  range(slice: number): [number, number];
  repeats: number;
}

const cold = (kind: 3 | 64): Hashing => ({
  kind,
  range: (slice) => [(slice * COLD_PAGES) % PAGES, COLD_PAGES],
  repeats: 1,
});
const hot = (kind: 3 | 64): Hashing => ({
  kind,
  range: () => [0, HOT_PAGES],
  repeats: HOT_REPEATS,
});

/** The native variant, or none where its server could not be built. */
function native(
  name: string,
  server: NativeServer | null,
  { kind, range, repeats }: Hashing,
): Variant[] {
  if (!server) return [];
  const variant: Variant = {
    name,
    async run(slice) {
      const [first, count] = range(slice);
      let cpuNs = 0;
      let digest: string | null = null;
      for (let i = 0; i < repeats; i++) {
        const answer = await server.ask(`hash ${kind} ${first} ${count} ${PAGE_BYTES}`);
        cpuNs += answer.cpuNs;
        digest = answer.digest;
      }
      return { cpuNs, operations: count * repeats, digest };
    },
  };
  return [variant];
}

/** Ours: pages already in the kernel's memory, as the readers leave them. */
function ours(hashers: readonly PageHasher[], { kind, range, repeats }: Hashing): Variant {
  const name = kind === 3 ? 'xxh3' : 'xxh64';
  return {
    name: `ours ${name}`,
    run: (slice) =>
      measured(() => {
        const [first, count] = range(slice);
        const hasher = hashers[first / COLD_PAGES]!;
        for (let i = 1; i < repeats; i++) hasher.hashes(count, PAGE_BYTES, name);
        const digest = digestOf(hasher.hashes(count, PAGE_BYTES, name));
        return { operations: count * repeats, digest };
      }),
  };
}

function library(
  name: string,
  memory: Uint8Array,
  hash: (page: Uint8Array) => bigint,
  { range, repeats }: Hashing,
): Variant {
  return {
    name,
    run: (slice) =>
      measured(() => {
        const [first, count] = range(slice);
        let sum = 0n;
        for (let r = 0; r < repeats; r++) {
          sum = 0n;
          for (let p = first; p < first + count; p++) {
            sum ^= hash(memory.subarray(p * PAGE_BYTES, (p + 1) * PAGE_BYTES));
          }
        }
        return { operations: count * repeats, digest: hex(sum) };
      }),
  };
}

/** Sharing of one mixture end to end; the C twin holds the same pages by then. */
async function endToEnd(server: NativeServer, mixture: number): Promise<Comparison[]> {
  await server.ask(`fill ${mixture}`);
  const ours = (['xxh3', 'sums', 'sample'] as const).map((hash): Variant => {
    const store = new PageStore(PAGES * PAGE_BYTES, PAGE_BYTES, hash);
    fillPages(store.memory, mixture);
    return {
      name: `ours, ${hash}`,
      run: () =>
        measured(() => {
          store.clear();
          let joined = 0;
          for (let at = 0; at < PAGES; at += COLD_PAGES) joined += store.share(at, at + COLD_PAGES);
          return { operations: PAGES, digest: String(joined) };
        }),
    };
  });
  return sideBySide(
    `share ${PAGES} pages end to end, ${mixtures[mixture]}`,
    [
      { name: 'C, XXH3 inline AVX2', run: () => server.ask(`dedup ${PAGES}`) },
      { name: 'C, same sampling', run: () => server.ask(`sampled ${PAGES}`) },
      ...ours,
    ],
    { pairs: mixture === 0 ? 31 : 9 },
  );
}

export async function dedupBench(): Promise<Comparison[]> {
  const memory = new Uint8Array(PAGES * PAGE_BYTES);
  fillPages(memory);
  const hashers = Array.from({ length: PAGES / COLD_PAGES }, (_, i) => {
    const hasher = new PageHasher(COLD_PAGES * PAGE_BYTES);
    const at = i * COLD_PAGES * PAGE_BYTES;
    hasher.pages.set(memory.subarray(at, at + COLD_PAGES * PAGE_BYTES));
    return hasher;
  });
  const lib = NativeServer.start('dedup.c', LIBRARY, ['-lxxhash']);
  const inline = NativeServer.start('dedup.c', INLINE);
  const { h64Raw } = await xxhash();
  const [x3, x64] = [await createXXHash3(), await createXXHash64()];
  const hashWasm = (hasher: typeof x3) => (page: Uint8Array) =>
    BigInt(`0x${hasher.init().update(page).digest('hex')}`);

  const comparisons: Comparison[] = [];
  for (const [label, of] of [['cold', cold] as const, ['hot', hot] as const]) {
    comparisons.push(
      ...(await sideBySide(`XXH3-64, 4 KiB pages, ${label}`, [
        ...native('libxxhash', lib, of(3)),
        ours(hashers, of(3)),
        ...native('C inline AVX2', inline, of(3)),
        library('hash-wasm', memory, hashWasm(x3), of(3)),
      ])),
      ...(await sideBySide(`XXH64, 4 KiB pages, ${label}`, [
        ...native('libxxhash', lib, of(64)),
        ours(hashers, of(64)),
        library('xxhash-wasm', memory, h64Raw, of(64)),
        library('hash-wasm', memory, hashWasm(x64), of(64)),
      ])),
    );
  }
  if (inline) {
    for (const mixture of mixtures.keys()) comparisons.push(...(await endToEnd(inline, mixture)));
  }
  lib?.close();
  inline?.close();
  return comparisons;
}
