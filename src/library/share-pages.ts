import { UserError } from '../errors.ts';
import { KEY_BYTES, PAGE_BYTES, PageHasher } from '../kernels/dedup/index.ts';
import { type SettledKsm, settledKsm } from '../kernels/dedup/sharing.ts';

export interface SharedPages {
  pages: number;
  zeroPages: number;
  /** Different contents, the zero page left out. */
  contents: number;
  /** Pages whose content occurs once. */
  uniquePages: number;
  /** Most that keeping one page of each content frees, the zero pages included. */
  savedBytes: number;
  /** What KSM's counters settle at when nothing is written. */
  ksm: SettledKsm;
}

const WINDOW_PAGES = 256;

/**
 * Which 4 KiB pages of memory images are equal, by 128-bit hash, and what sharing them gives. The numbers of
 * `virtcost dedup`. A last part that fills no page is left out.
 * @throws UserError where there is no page at all.
 */
export function sharePages(
  images: readonly Uint8Array[],
  { maxPageSharing = 256, useZeroPages = false } = {},
): SharedPages {
  const hasher = new PageHasher(WINDOW_PAGES * PAGE_BYTES);
  const copies = new Map<string, number>();
  let pages = 0;
  let zeroPages = 0;
  for (const image of images) {
    const whole = Math.floor(image.length / PAGE_BYTES);
    for (let from = 0; from < whole; from += WINDOW_PAGES) {
      const count = Math.min(WINDOW_PAGES, whole - from);
      hasher.pages.set(image.subarray(from * PAGE_BYTES, (from + count) * PAGE_BYTES));
      const { keys, zeroPages: zero } = hasher.keys(count);
      zeroPages += zero;
      const words = new DataView(keys.buffer, keys.byteOffset, keys.byteLength);
      for (let at = 0; at < keys.length; at += KEY_BYTES) {
        const key = `${words.getBigUint64(at, true)}:${words.getBigUint64(at + 8, true)}`;
        copies.set(key, (copies.get(key) ?? 0) + 1);
      }
    }
    pages += whole;
  }
  if (pages === 0)
    throw new UserError('expected images of at least one page of 4096 bytes, found none.');
  return countCopies(copies, pages, zeroPages, { maxPageSharing, useZeroPages });
}

/** The key the kernel gives a page of zeros. */
const ZERO_KEY = '0:0';

function countCopies(
  copies: Map<string, number>,
  pages: number,
  zeroPages: number,
  rules: { maxPageSharing: number; useZeroPages: boolean },
): SharedPages {
  copies.delete(ZERO_KEY);
  const multiplicity = new Map<number, number>();
  for (const count of copies.values()) multiplicity.set(count, (multiplicity.get(count) ?? 0) + 1);
  const contents = copies.size;
  const kept = contents + (zeroPages > 0 ? 1 : 0);
  return {
    ...{ pages, zeroPages, contents, uniquePages: multiplicity.get(1) ?? 0 },
    savedBytes: (pages - kept) * PAGE_BYTES,
    ksm: settledKsm([...multiplicity], zeroPages, rules.maxPageSharing, rules.useZeroPages),
  };
}
