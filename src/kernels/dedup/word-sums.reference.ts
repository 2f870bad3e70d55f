import { sumKeys } from './word-sums.ts';
import { xxh64Reference } from './xxhash.reference.ts';

const CHUNK_BYTES = 4096;
const SUMS = 16;

/**
 * The `sums` fingerprint of a multiple of 4 KiB: word w of vector v of stripe s counts key[8 (s + v) + w] times in one sum
 * and key[8 (s + v + 1) + w] times in another.
 */
export function wordSumsReference(bytes: Uint8Array): bigint {
  const keys = sumKeys();
  const words = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  let hash = 0n;
  for (let chunk = 0; chunk < bytes.length; chunk += CHUNK_BYTES) {
    const sums = new Int32Array(2 * SUMS);
    for (let i = 0; i < CHUNK_BYTES / 2; i++) {
      const [stripe, vector, word] = [i >> 5, (i >> 3) & 3, i & 7];
      for (const shift of [0, 1]) {
        const product = words[chunk / 2 + i]! * keys[8 * (stripe + vector + shift) + word]!;
        const sum = SUMS * shift + 4 * vector + (word >> 1);
        sums[sum] = sums[sum]! + product;
      }
    }
    hash = xxh64Reference(new Uint8Array(sums.buffer), hash);
  }
  return hash;
}
