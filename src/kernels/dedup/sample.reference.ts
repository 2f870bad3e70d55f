import { sumKeys } from './word-sums.ts';

const MASK = 2n ** 64n - 1n;
const [PRIME_1, PRIME_2, PRIME_3] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
] as const;

function rotated(word: bigint, by: bigint): bigint {
  return ((word << by) | (word >> (64n - by))) & MASK;
}

/** Fingerprint of four lines of a unit: the clear twin of assembly/dedup/sample.ts. */
export function sampleReference(unit: Uint8Array): bigint {
  const keys = sumKeys();
  const data = new DataView(unit.buffer, unit.byteOffset, unit.length);
  // Sums 0 to 3 take the even vectors of 16 bytes, 4 to 7 the odd ones; a sum takes two neighbouring words of each.
  const sums = new Int32Array(8);
  for (let word = 0; word < 128; word++) {
    const line = word >> 5;
    const at = line * (unit.length / 4 + 5 * 64) + 2 * (word & 31);
    const sum = ((word >> 3) & 1) * 4 + ((word & 7) >> 1);
    sums[sum] = sums[sum]! + Math.imul(data.getInt16(at, true), keys[word]!);
  }
  const [a0, a1, b0, b1] = new BigUint64Array(sums.buffer) as unknown as [
    bigint,
    bigint,
    bigint,
    bigint,
  ];
  const a = ((a0 * PRIME_1) & MASK) ^ rotated((a1 * PRIME_2) & MASK, 29n);
  const b = ((b0 * PRIME_2) & MASK) ^ rotated((b1 * PRIME_1) & MASK, 31n);
  const sum = (a + b) & MASK;
  const hash = ((sum ^ (sum >> 32n)) * PRIME_3) & MASK;
  return hash ^ (hash >> 29n);
}
