import { Rng } from '../../rng.ts';

/** Key vectors a chunk of 4 KiB needs: 64 stripes, and four more for the vectors of the last. */
const KEY_VECTORS = 68;
const WORDS_PER_VECTOR = 8;
const LARGEST_KEY = 0x7fff;
const SEED = 2002;

/** Keys of the `sums` fingerprint (assembly/dedup/sums.ts): positive 16-bit numbers, no two equal. */
export function sumKeys(): Int16Array<ArrayBuffer> {
  const rng = new Rng(SEED);
  const keys = new Set<number>();
  while (keys.size < KEY_VECTORS * WORDS_PER_VECTOR) keys.add(1 + rng.nextBelow(LARGEST_KEY));
  return Int16Array.from(keys);
}
