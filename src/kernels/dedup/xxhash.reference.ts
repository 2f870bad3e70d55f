import { XXH3_SECRET } from './xxh3-secret.ts';

// The hashes of assembly/dedup on bigint, straight from the xxHash specification and without its shortcuts.

const MASK = 0xffff_ffff_ffff_ffffn;
const P32 = [0x9e37_79b1n, 0x85eb_ca77n, 0xc2b2_ae3dn] as const;
const P64 = [
  0x9e37_79b1_85eb_ca87n,
  0xc2b2_ae3d_27d4_eb4fn,
  0x1656_67b1_9e37_79f9n,
  0x85eb_ca77_c2b2_ae63n,
  0x27d4_eb2f_1656_67c5n,
] as const;

const rotl = (x: bigint, by: bigint) => ((x << by) | (x >> (64n - by))) & MASK;

function words(bytes: Uint8Array): (at: number) => bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (at) => view.getBigUint64(at, true);
}

function finish64(hash: bigint): bigint {
  hash = ((hash ^ (hash >> 33n)) * P64[1]) & MASK;
  hash = ((hash ^ (hash >> 29n)) * P64[2]) & MASK;
  return hash ^ (hash >> 32n);
}

/** XXH64 of a multiple of 32 bytes. */
export function xxh64Reference(bytes: Uint8Array, seed = 0n): bigint {
  const word = words(bytes);
  const round = (lane: bigint, value: bigint) =>
    (rotl((lane + value * P64[1]) & MASK, 31n) * P64[0]) & MASK;
  let lanes = [seed + P64[0] + P64[1], seed + P64[1], seed, seed - P64[0]].map((x) => x & MASK);
  for (let at = 0; at < bytes.length; at += 32) {
    lanes = lanes.map((lane, i) => round(lane, word(at + 8 * i)));
  }
  const turns = [1n, 7n, 12n, 18n];
  let hash = lanes.reduce((sum, lane, i) => (sum + rotl(lane, turns[i]!)) & MASK, 0n);
  for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * P64[0] + P64[3]) & MASK;
  return finish64((hash + BigInt(bytes.length)) & MASK);
}

/** XXH3 of a multiple of 64 bytes above 240: the 128-bit hash, whose low half is the 64-bit one. */
export function xxh3Reference(bytes: Uint8Array): { low: bigint; high: bigint } {
  const word = words(bytes);
  const secret = words(XXH3_SECRET);
  let acc: bigint[] = [P32[2], P64[0], P64[1], P64[2], P64[3], P32[1], P64[4], P32[0]];
  const stripe = (at: number, secretAt: number) => {
    const next = [...acc];
    for (let i = 0; i < 8; i++) {
      const data = word(at + 8 * i);
      const keyed = data ^ secret(secretAt + 8 * i);
      next[i ^ 1] = (next[i ^ 1]! + data) & MASK;
      next[i] = (next[i]! + (keyed & 0xffff_ffffn) * (keyed >> 32n)) & MASK;
    }
    acc = next;
  };
  const stripes = Math.floor((bytes.length - 1) / 64);
  for (let i = 0; i < stripes; i++) {
    stripe(64 * i, 8 * (i % 16));
    if (i % 16 === 15) {
      acc = acc.map((x, k) => ((x ^ (x >> 47n) ^ secret(128 + 8 * k)) * P32[0]) & MASK);
    }
  }
  stripe(bytes.length - 64, 121);

  const fold = (product: bigint) => (product & MASK) ^ (product >> 64n);
  const merge = (secretAt: number, start: bigint) => {
    let hash = start;
    for (let i = 0; i < 8; i += 2) {
      const low = acc[i]! ^ secret(secretAt + 8 * i);
      hash = (hash + fold(low * (acc[i + 1]! ^ secret(secretAt + 8 * i + 8)))) & MASK;
    }
    hash = ((hash ^ (hash >> 37n)) * 0x1656_6791_9e37_79f9n) & MASK;
    return hash ^ (hash >> 32n);
  };
  const length = BigInt(bytes.length);
  return {
    low: merge(11, (length * P64[0]) & MASK),
    high: merge(117, MASK ^ ((length * P64[1]) & MASK)),
  };
}
