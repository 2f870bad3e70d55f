import fc from 'fast-check';
import { xxhash3, xxhash64, xxhash128 } from 'hash-wasm';
import { beforeAll, describe, expect, it } from 'vitest';
import xxhash from 'xxhash-wasm';
import { Rng } from '../../rng.ts';
import { PAGE_BYTES, type PageHash, PageHasher, PageStore } from './index.ts';
import { PageStoreReference } from './reference.ts';
import { sampleReference } from './sample.reference.ts';
import { wordSumsReference } from './word-sums.reference.ts';
import { xxh3Reference, xxh64Reference } from './xxhash.reference.ts';

const full = Boolean(process.env.VIRTCOST_FULL);
const WINDOW = 2 * 1024 * 1024;

function randomBytes(rng: Rng, bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = rng.nextU32();
}

const hex = (word: bigint) => word.toString(16).padStart(16, '0');

describe('page hashes', () => {
  const hasher = new PageHasher(WINDOW);
  let library: Awaited<ReturnType<typeof xxhash>>;
  beforeAll(async () => {
    library = await xxhash();
    randomBytes(new Rng(1), hasher.pages);
    hasher.pages.fill(0, 4096, 8192);
    hasher.pages.fill(0xcc, 8192, 12288);
  });

  it.each([4096, 16384, 65536, WINDOW])(
    'are those of the libraries for blocks of %d bytes',
    async (bytes) => {
      const blocks = Math.min(8, WINDOW / bytes);
      const xxh64 = hasher.hashes(blocks, bytes, 'xxh64').slice();
      const xxh3 = hasher.hashes(blocks, bytes, 'xxh3').slice();
      for (let i = 0; i < blocks; i++) {
        const block = hasher.pages.slice(i * bytes, (i + 1) * bytes);
        expect(hex(xxh64[i]!)).toBe(await xxhash64(block));
        expect(xxh64[i]).toBe(library.h64Raw(block));
        expect(hex(xxh3[i]!)).toBe(await xxhash3(block));
      }
    },
  );

  it('are those of the references', () => {
    const count = 6;
    const of = (hash: PageHash) => [...hasher.hashes(count, PAGE_BYTES, hash)];
    const pages = Array.from({ length: count }, (_, i) =>
      hasher.pages.slice(i * PAGE_BYTES, (i + 1) * PAGE_BYTES),
    );
    expect(of('xxh64')).toEqual(pages.map((page) => xxh64Reference(page)));
    expect(of('xxh3')).toEqual(pages.map((page) => xxh3Reference(page).low));
    expect(of('sums')).toEqual(pages.map((page) => wordSumsReference(page)));
    const block = hasher.pages.slice(0, 65_536);
    expect([...hasher.hashes(1, block.length, 'sums')]).toEqual([wordSumsReference(block)]);
    expect(of('sample')).toEqual(pages.map((page) => sampleReference(page)));
    expect([...hasher.hashes(1, block.length, 'sample')]).toEqual([sampleReference(block)]);
  });

  it('make page keys of 128-bit XXH3, and key 0 of zero pages', async () => {
    const { keys, zeroPages } = hasher.keys(4);
    expect(zeroPages).toBe(1);
    const words = new BigUint64Array(keys.slice().buffer);
    expect([words[2], words[3]]).toEqual([0n, 0n]);
    for (const i of [0, 2, 3]) {
      const page = hasher.pages.slice(i * PAGE_BYTES, (i + 1) * PAGE_BYTES);
      expect(hex(words[2 * i + 1]!) + hex(words[2 * i]!)).toBe(await xxhash128(page));
      expect(xxh3Reference(page)).toEqual({ low: words[2 * i], high: words[2 * i + 1] });
    }
  });
});

describe.each<PageHash>(['xxh3', 'sums'])('%s as a fingerprint', (hash) => {
  // Pages that differ in few bits are the hard case: counters, single bits, shifted text, sparse words.
  const families: Record<string, (page: DataView, i: number) => void> = {
    'one set bit': (page, i) => page.setUint8(i >> 3, 1 << (i & 7)),
    'a counter in one word': (page, i) => page.setUint32((i & 1023) * 4, i),
    'two counters in one lane': (page, i) => {
      page.setUint32(128, i & 255, true);
      page.setUint32(64 * 40, i >> 8, true);
    },
    'equal words in two places of a lane': (page, i) => {
      page.setUint32(0, i, true);
      page.setUint32(64 * 8, i, true);
    },
    'three small counters in one lane': (page, i) => {
      for (let k = 0; k < 3; k++) page.setUint16(64 * (5 + 20 * k), (i >> (5 * k)) & 31, true);
    },
    'two swapped words': (page, i) => {
      for (let at = 0; at < 4096; at += 2) page.setUint16(at, 1 + at * 7, true);
      const [a, b] = [2 * (i & 63), 128 + 2 * ((i >> 6) & 511)];
      const held = page.getUint16(a);
      page.setUint16(a, page.getUint16(b));
      page.setUint16(b, held);
    },
    'a repeated byte with one other': (page, i) => {
      for (let at = 0; at < 4096; at += 4) page.setUint32(at, 0x01010101 * (i & 255));
      page.setUint16(((i >> 8) & 2047) * 2, 0x1234 + i);
    },
  };

  it.each(Object.keys(families))('has no 64-bit collision among pages with %s', (name) => {
    const count = full ? 1 << 20 : 1 << 15;
    const limit = name === 'one set bit' ? Math.min(count, 32_768) : count;
    const hasher = new PageHasher(256 * PAGE_BYTES);
    const seen = new Map<bigint, string>();
    const inputs = new Set<string>();
    let collisions = 0;
    for (let from = 0; from < limit; from += 256) {
      hasher.pages.fill(0);
      for (let k = 0; k < 256; k++) {
        families[name]!(
          new DataView(hasher.pages.buffer, hasher.pages.byteOffset + k * 4096, 4096),
          from + k,
        );
      }
      const prints = hasher.hashes(256, PAGE_BYTES, hash).slice();
      const exact = hasher.hashes(256, PAGE_BYTES, 'xxh64');
      for (let k = 0; k < 256; k++) {
        const other = seen.get(prints[k]!);
        const mine = hex(exact[k]!);
        inputs.add(mine);
        if (other !== undefined && other !== mine) collisions++;
        seen.set(prints[k]!, mine);
      }
    }
    // Ideal 64 bits: n^2 / 2^65, far below one.
    expect(collisions).toBe(0);
    expect(inputs.size).toBeGreaterThan(limit / 2);
  });
});

describe('PageStore', () => {
  const action = fc.oneof(
    fc.record({ share: fc.tuple(fc.nat(23), fc.nat(24)) }),
    fc.record({ write: fc.tuple(fc.nat(23), fc.integer({ min: 0, max: 6 })) }),
  );

  it.each<[PageHash, number]>([
    ['xxh3', 4096],
    ['xxh64', 16384],
    ['constant', 4096],
    ['xxh3', 65536],
    ['sums', 4096],
    ['sums', 65536],
    ['sample', 4096],
    ['sample', 65536],
  ])('shares and breaks as the reference does with %s at %d bytes', (hash, unitBytes) => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 24, maxLength: 24 }),
        fc.array(action, { maxLength: 30 }),
        (contents, actions) => {
          const store = new PageStore(24 * unitBytes, unitBytes, hash);
          const put = (unit: number, value: number) => {
            store.memory.fill(0, unit * unitBytes, (unit + 1) * unitBytes);
            // At the end, where a sample sees it, or at two places where none looks.
            const at = [unitBytes - 1, 100, 2000][value % 3]!;
            store.memory[unit * unitBytes + at] = value;
          };
          contents.forEach((value, unit) => {
            put(unit, value);
          });
          const reference = new PageStoreReference(store.memory, unitBytes);
          for (const act of [{ share: [0, 24] as [number, number] }, ...actions]) {
            if ('share' in act) {
              const [a, b] = act.share;
              expect(store.share(Math.min(a, b), Math.max(a, b))).toBe(
                reference.share(Math.min(a, b), Math.max(a, b)),
              );
            } else {
              const [unit, value] = act.write;
              expect(store.breakUnit(unit)).toBe(reference.breakUnit(unit));
              put(unit, value);
            }
            for (let unit = 0; unit < 24; unit++) {
              expect(store.references(unit)).toBe(reference.references(unit));
            }
          }
        },
      ),
      { numRuns: full ? 500 : 40, seed: 2 },
    );
  });

  it('hashes pages of one sample whole, so that a thousand of them cost no more than others', () => {
    const pages = 1024;
    const store = new PageStore(pages * PAGE_BYTES, PAGE_BYTES, 'sample');
    const words = new Uint32Array(store.memory.buffer, store.memory.byteOffset, pages * 1024);
    for (let p = 0; p < pages; p++) words[p * 1024 + 500] = 1 + (p % 512);
    expect(store.share(0, pages)).toBe(512);
    for (let p = 0; p < pages; p++) expect(store.references(p)).toBe(2);
    // Each is compared with the one page that goes by the sample, and half of them with their equal.
    expect(store.comparisons.made).toBeLessThan(1.6 * pages);
    expect(store.comparisons.falseMatches).toBeLessThanOrEqual(pages);
  });

  it('never merges pages whose fingerprints collide', () => {
    const store = new PageStore(64 * PAGE_BYTES, PAGE_BYTES, 'constant');
    for (let p = 0; p < 64; p++) store.memory[p * PAGE_BYTES] = 1 + (p % 32);
    expect(store.share(0, 64)).toBe(32);
    for (let p = 0; p < 64; p++) expect(store.references(p)).toBe(2);
    expect(store.comparisons.falseMatches).toBeGreaterThan(400);
  });
});
