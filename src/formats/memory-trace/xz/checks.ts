import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** A running check of plain bytes. */
export interface Check {
  update(bytes: Uint8Array): void;
  /** As the stream stores it. */
  digest(): Uint8Array;
}

/** Ids of checks in the xz format (section 2.1.1.2 of its specification). */
export const CheckId = { none: 0, crc32: 1, crc64: 4, sha256: 10 } as const;

/** Bytes a check of this id takes, known for every id, used or not. */
export const checkBytes = (id: number): number => (id === 0 ? 0 : 4 * 2 ** Math.ceil(id / 3 - 1));

/** ECMA-182, reflected, as the xz format takes it; in halves, since numbers carry 32 bits of bit operations. */
const POLYNOMIAL = { high: 0xc96c5795, low: 0xd7870f42 };

const table = (() => {
  const [high, low] = [new Uint32Array(256), new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte++) {
    let [h, l] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const odd = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (odd) [h, l] = [h ^ POLYNOMIAL.high, l ^ POLYNOMIAL.low];
    }
    high[byte] = h;
    low[byte] = l;
  }
  return { high, low };
})();

function crc64(): Check {
  let [high, low] = [-1, -1];
  return {
    update(bytes) {
      for (let i = 0; i < bytes.length; i++) {
        const at = (low ^ bytes[i]!) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ table.low[at]!;
        high = (high >>> 8) ^ table.high[at]!;
      }
    },
    digest() {
      const out = new DataView(new ArrayBuffer(8));
      out.setInt32(0, ~low, true);
      out.setInt32(4, ~high, true);
      return new Uint8Array(out.buffer);
    },
  };
}

export const crc32Bytes = (bytes: Uint8Array, before = 0): Uint8Array => {
  const out = new DataView(new ArrayBuffer(4));
  out.setUint32(0, crc32(bytes, before), true);
  return new Uint8Array(out.buffer);
};

/** The check of an id; undefined for ids the format keeps for later. */
export function checkOf(id: number): Check | undefined {
  if (id === CheckId.none) return { update() {}, digest: () => new Uint8Array(0) };
  if (id === CheckId.crc64) return crc64();
  if (id === CheckId.crc32) {
    let sum = 0;
    return {
      update(bytes) {
        sum = crc32(bytes, sum);
      },
      digest: () => crc32Bytes(new Uint8Array(0), sum),
    };
  }
  if (id !== CheckId.sha256) return undefined;
  const hash = createHash('sha256');
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}
