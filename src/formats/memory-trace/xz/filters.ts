/** Undoes a filter in place on `bytes`, which begin at `position` of the stream; returns how many are final. */
export type Undo = (bytes: Uint8Array, position: number) => number;

const le32 = (b: Uint8Array, i: number) =>
  b[i]! | (b[i + 1]! << 8) | (b[i + 2]! << 16) | (b[i + 3]! << 24);
const be32 = (b: Uint8Array, i: number) =>
  (b[i]! << 24) | (b[i + 1]! << 16) | (b[i + 2]! << 8) | b[i + 3]!;
function putLe32(b: Uint8Array, i: number, value: number): void {
  for (let k = 0; k < 4; k++) b[i + k] = value >>> (8 * k);
}
function putBe32(b: Uint8Array, i: number, value: number): void {
  for (let k = 0; k < 4; k++) b[i + k] = value >>> (24 - 8 * k);
}

/** A branch filter whose instructions are `width` bytes, aligned. */
function aligned(width: number, one: (bytes: Uint8Array, at: number, place: number) => void): Undo {
  return (bytes, position) => {
    let i = 0;
    for (; i + width <= bytes.length; i += width) one(bytes, i, (position + i) | 0);
    return i;
  };
}

const powerpc = aligned(4, (b, i, place) => {
  const word = be32(b, i);
  // Branch with link, relative: 0100 10.. .... ..01.
  if ((word & 0xfc000003) === 0x48000001) {
    putBe32(b, i, 0x48000001 | ((((word & 0x03fffffc) - place) | 0) & 0x03fffffc));
  }
});

const arm = aligned(4, (b, i, place) => {
  if (b[i + 3] !== 0xeb) return;
  const target = (((le32(b, i) & 0xffffff) << 2) - (place + 8)) >>> 2;
  for (let k = 0; k < 3; k++) b[i + k] = target >>> (8 * k);
});

const sparc = aligned(4, (b, i, place) => {
  const word = be32(b, i);
  const top = word >>> 22;
  if (top !== 0x100 && top !== 0x1ff) return;
  const target = ((word << 2) - place) >>> 2;
  putBe32(b, i, (0x40000000 - (target & 0x400000)) | 0x40000000 | (target & 0x3fffff));
});

const arm64 = aligned(4, (b, i, place) => {
  const word = le32(b, i);
  if (word >>> 26 === 0x25) {
    putLe32(b, i, 0x94000000 | ((word - (place >>> 2)) & 0x03ffffff));
  } else if ((word & 0x9f000000) >>> 0 === 0x90000000) {
    const far = ((word >>> 29) & 3) | ((word >>> 3) & 0x1ffffc);
    // Only pages within 512 MiB were changed.
    if (((far + 0x020000) & 0x1c0000) !== 0) return;
    const near = far - (place >>> 12);
    putLe32(
      b,
      i,
      (word & 0x9000001f) |
        ((near & 3) << 29) |
        ((near & 0x03fffc) << 3) |
        (-(near & 0x020000) & 0xe00000),
    );
  }
});

/** Two half words; a pair that matches takes both. */
const armThumb: Undo = (b, position) => {
  let i = 0;
  for (; i + 4 <= b.length; i += 2) {
    if ((b[i + 1]! & 0xf8) !== 0xf0 || (b[i + 3]! & 0xf8) !== 0xf8) continue;
    const source = ((b[i + 1]! & 7) << 19) | (b[i]! << 11) | ((b[i + 3]! & 7) << 8) | b[i + 2]!;
    const target = ((source << 1) - (position + i + 4)) >>> 1;
    b[i + 1] = 0xf0 | ((target >>> 19) & 7);
    b[i] = target >>> 11;
    b[i + 3] = 0xf8 | ((target >>> 8) & 7);
    b[i + 2] = target;
    i += 2;
  }
  return i;
};

/** Which of the three slots of a bundle may branch, by its template (its low five bits). */
const ia64Slots = [
  ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ...[4, 4, 6, 6, 0, 0, 7, 7, 4, 4, 0, 0, 4, 4, 0, 0],
];

function ia64Slot(b: Uint8Array, at: number, shift: bigint, place: number): void {
  let word = 0n;
  for (let k = 5; k >= 0; k--) word = (word << 8n) | BigInt(b[at + k]!);
  let code = word >> shift;
  if (((code >> 37n) & 0xfn) !== 5n || ((code >> 9n) & 7n) !== 0n) return;
  const far = Number((code >> 13n) & 0xfffffn) | (Number((code >> 36n) & 1n) << 20);
  const near = ((far << 4) - place) >>> 4;
  code &= ~(0x8fffffn << 13n);
  code |= BigInt(near & 0xfffff) << 13n;
  code |= BigInt(near & 0x100000) << 16n;
  word = (word & ((1n << shift) - 1n)) | (code << shift);
  for (let k = 0; k < 6; k++) b[at + k] = Number((word >> BigInt(8 * k)) & 0xffn);
}

const ia64 = aligned(16, (b, i, place) => {
  const slots = ia64Slots[b[i]! & 31]!;
  for (let slot = 0; slot < 3; slot++) {
    if (((slots >> slot) & 1) === 0) continue;
    const bit = 5 + 41 * slot;
    ia64Slot(b, i + (bit >> 3), BigInt(bit & 7), place);
  }
});

/** Is a byte one that the highest byte of a near target has? */
const isFill = (byte: number) => byte === 0 || byte === 0xff;

/**
 * Calls and jumps of x86 (E8, E9), whose operand follows unaligned: `seen` has a bit per opcode byte in the three
 * before, since an operand may hold a byte that looks like one.
 */
function x86(): Undo {
  const allowed = [true, true, true, false, true, false, false, false];
  const bits = [0, 1, 2, 2, 3, 3, 3, 3];
  let seen = 0;
  return (b, position) => {
    if (b.length <= 4) return 0;
    const end = b.length - 4;
    let last = -1;
    let i = 0;
    for (; i < end; i++) {
      if ((b[i]! & 0xfe) !== 0xe8) continue;
      const gap = i - last;
      seen = gap > 3 ? 0 : (seen << (gap - 1)) & 7;
      last = i;
      if (seen !== 0 && (!allowed[seen] || isFill(b[i + 4 - bits[seen]!]!))) {
        seen = (seen << 1) | 1;
      } else if (isFill(b[i + 4]!)) {
        let source = le32(b, i + 1);
        let target: number;
        for (;;) {
          target = (source - (position + i + 5)) | 0;
          if (seen === 0) break;
          const shift = bits[seen]! * 8;
          if (!isFill((target >>> (24 - shift)) & 0xff)) break;
          source = target ^ (2 ** (32 - shift) - 1);
        }
        target &= 0x01ffffff;
        putLe32(b, i + 1, target | -(target & 0x01000000));
        i += 4;
      } else {
        seen = (seen << 1) | 1;
      }
    }
    const gap = i - last;
    seen = gap > 3 ? 0 : seen << (gap - 1);
    return i;
  };
}

function delta(distance: number): Undo {
  const history = new Uint8Array(distance);
  let at = 0;
  return (bytes) => {
    for (let i = 0; i < bytes.length; i++) {
      bytes[i]! += history[at]!;
      history[at] = bytes[i]!;
      at = (at + 1) % distance;
    }
    return bytes.length;
  };
}

/** Branch filters by their id in the xz format (section 5.3.2 of its specification). */
const branch: Readonly<Record<number, () => Undo>> = {
  4: x86,
  5: () => powerpc,
  6: () => ia64,
  7: () => arm,
  8: () => armThumb,
  9: () => sparc,
  10: () => arm64,
};

export const LZMA2 = 0x21;
const DELTA = 3;

/** A filter of a block as it undoes a stream piece by piece; undefined for ids that are not known. */
export function filterOf(id: number, properties: Uint8Array): StreamFilter | undefined {
  if (id === DELTA && properties.length === 1)
    return new StreamFilter(delta(properties[0]! + 1), 0);
  if (!Object.hasOwn(branch, id) || (properties.length !== 0 && properties.length !== 4))
    return undefined;
  return new StreamFilter(branch[id]!(), properties.length === 4 ? le32(properties, 0) : 0);
}

export class StreamFilter {
  private readonly undo: Undo;
  private position: number;
  private rest: Uint8Array = new Uint8Array(0);

  constructor(undo: Undo, position: number) {
    this.undo = undo;
    this.position = position;
  }

  /** Bytes that are final once `bytes` are known too. */
  push(bytes: Uint8Array): Uint8Array {
    const all = new Uint8Array(this.rest.length + bytes.length);
    all.set(this.rest);
    all.set(bytes, this.rest.length);
    const done = this.undo(all, this.position);
    this.position = (this.position + done) | 0;
    this.rest = all.subarray(done);
    return all.subarray(0, done);
  }

  /** What is left at the end: too short for an instruction, so never changed. */
  end(): Uint8Array {
    return this.rest;
  }
}
