/**
 * A page population defined by a seed instead of bytes, in the form of the recorded KSM runs: every page's class and
 * contents follow from the splitmix64 finaliser. Sixty-four-bit arithmetic on bigint; the twin of
 * assembly/ksm/population.ts, which is what simulations use.
 */
import { num } from '../../elements.ts';

export interface Population {
  seed: number;
  vms: number;
  /** Pages of 4 KiB per VM. */
  pages: number;
  /** Shares of the classes as 24-bit fractions (2^24 = all pages). */
  zero24: number;
  shared24: number;
  dup24: number;
  vol24: number;
  untouched24: number;
  rdzero24: number;
  /** How many different contents the pages of a class draw from. */
  shared_pool: number;
  dup_pool: number;
  vol_pool: number;
  /** 1: page p has the same class and shared content in every VM (clones). */
  aligned: number;
  /** Volatile pages are rewritten every so many steps; 0 = never. */
  vol_period: number;
  /** 1: volatile contents come from a pool all VMs share. */
  vol_share: number;
  /** Word of 8 bytes, from 0, where two contents differ first. */
  diff_at: number;
  /** 1: the VMs' memory is backed by 2 MiB pages. */
  thp: number;
  /** Memory nodes of the host (at most 64, default 1): VM v has its memory on node v modulo this, a fork on its parent's. */
  nodes?: number;
}

/** Classes of a page, in the order of the running sums; masks of write operations use these bits. */
export const PageClass = {
  zero: 0,
  shared: 1,
  dup: 2,
  volatile: 3,
  untouched: 4,
  readZero: 5,
  unique: 6,
} as const;

const MASK = 0xffff_ffff_ffff_ffffn;
const GOLDEN = 0x9e37_79b9_7f4a_7c15n;
const COMMON_PREFIX = 0xc0_ffeen;

/** The finaliser of splitmix64 (Steele, Lea, Flood 2014). */
export function mix64(z: bigint): bigint {
  z = ((z ^ (z >> 30n)) * 0xbf58_476d_1ce4_e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d0_49bb_1331_11ebn) & MASK;
  return z ^ (z >> 31n);
}

/** Hash of four words: the only source of chance in a population. */
export function hash4(a: bigint, b: bigint, c: bigint, d: bigint): bigint {
  let x = mix64((a + GOLDEN) & MASK);
  x = mix64((x + b + GOLDEN) & MASK);
  x = mix64((x + c + GOLDEN) & MASK);
  return mix64((x + d + GOLDEN) & MASK);
}

const big = BigInt;

/** Class of page `p` of VM `v`. */
export function pageClass(of: Population, v: number, p: number): number {
  const draw = Number(hash4(big(of.seed), 1n, of.aligned ? 0n : big(v), big(p)) >> 40n);
  const shares = [of.zero24, of.shared24, of.dup24, of.vol24, of.untouched24, of.rdzero24];
  let sum = 0;
  for (let k = 0; k < shares.length; k++) {
    sum += num(shares, k);
    if (draw < sum) return k;
  }
  return PageClass.unique;
}

/** Content id of version `n` of a volatile page. */
export function volatileContent(of: Population, v: number, p: number, n: number): bigint {
  const seed = big(of.seed);
  const page = ((big(v) << 32n) + big(p)) & MASK;
  if (!of.vol_share) return hash4(seed, 7n, page, big(n));
  return hash4(seed, 8n, 0n, hash4(seed, 9n, page, big(n)) % big(of.vol_pool));
}

/** Content id of page `p` of VM `v` when it is first filled; 0 = zero page. */
export function firstContent(of: Population, v: number, p: number, kind: number): bigint {
  const seed = big(of.seed);
  const [vm, page] = [big(v), big(p)];
  switch (kind) {
    case PageClass.shared: {
      const slot = of.aligned ? page : hash4(seed, 3n, vm, page) % big(of.shared_pool);
      return hash4(seed, 2n, 0n, slot);
    }
    case PageClass.dup:
      return hash4(seed, 4n, vm, hash4(seed, 5n, vm, page) % big(of.dup_pool));
    case PageClass.volatile:
      return volatileContent(of, v, p, 0);
    case PageClass.unique:
      return hash4(seed, 6n, vm, page);
    default:
      return 0n;
  }
}

/** How a write operation chooses the new contents. */
export type WriteMode = 'new' | 'same' | 'share' | 'zero';

/** Whether write operation `salt` touches page `p` of VM `v`. */
export function writes(of: Population, v: number, p: number, share24: number, salt: number) {
  return Number(hash4(big(of.seed), 12n + 16n * big(salt), big(v), big(p)) >> 40n) < share24;
}

/** Content id a write operation of mode `new`, `share` or `zero` leaves. */
export function writtenContent(
  of: Population,
  v: number,
  p: number,
  mode: WriteMode,
  salt: number,
): bigint {
  const seed = big(of.seed);
  const tag = 16n * big(salt);
  if (mode === 'new') return hash4(seed, 10n + tag, big(v), big(p));
  if (mode === 'zero') return 0n;
  return hash4(seed, 2n, 0n, hash4(seed, 11n + tag, big(v), big(p)) % big(of.shared_pool));
}

/** Whether a volatile page is rewritten before `step`. */
export function isDue(of: Population, v: number, p: number, step: number): boolean {
  const phase = hash4(big(of.seed), 13n, big(v), big(p)) % big(of.vol_period);
  return (big(step) + phase) % big(of.vol_period) === 0n;
}

function swapBytes(word: bigint): bigint {
  let out = 0n;
  for (let i = 0; i < 8; i++) {
    out = (out << 8n) | (word & 0xffn);
    word >>= 8n;
  }
  return out;
}

/** Word `i` of the 512 little-endian words of content `id`. */
export function contentWord(of: Population, id: bigint, i: number): bigint {
  if (id === 0n) return 0n;
  if (i < of.diff_at) return mix64((COMMON_PREFIX + big(i + 1) * GOLDEN) & MASK);
  return mix64((mix64((id + GOLDEN) & MASK) + big(i + 1) * GOLDEN) & MASK);
}

/**
 * Number that orders and identifies page contents as comparing their bytes would: the first word in which
 * contents differ, most significant byte first. 0 is the zero page, which is below all others.
 */
export function orderKey(of: Population, id: bigint): bigint {
  return id === 0n ? 0n : swapBytes(contentWord(of, id, Math.min(of.diff_at, 511)));
}
