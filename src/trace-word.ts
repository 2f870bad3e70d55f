/**
 * One data reference of a memory trace in 64 bits: `address << 2 | kind`. The address is in bytes, below 2^56; a trace of
 * several address spaces names the space, below 64, in the six bits above it. What AssemblyScript reads of a word stands in
 * assembly/lib/trace-word.ts.
 */
export type TraceWord = bigint;

/** What an access does: read, write, or read and write the same place. */
export const traceKinds = { load: 0, store: 1, modify: 2 } as const;
export type TraceKind = (typeof traceKinds)[keyof typeof traceKinds];

/** Bits of the kind, below the address. */
export const KIND_BITS = 2;
/** Addresses above this are no user or kernel half of a 57-bit space. */
export const ADDRESS_BITS = 56;
const SPACE_BITS = 64 - ADDRESS_BITS - KIND_BITS;
/** Address bits in the lower 32 of a word, as a factor. */
const LOW_ADDRESS = 2 ** (32 - KIND_BITS);
/** The space's place in the upper 32 bits of a word, as a factor. */
const SPACE_FACTOR = 2 ** (32 - SPACE_BITS);

/** The byte address of a word, without its address space. */
export const addressOf = (word: TraceWord): bigint =>
  BigInt.asUintN(ADDRESS_BITS, word >> BigInt(KIND_BITS));

/** The page of 2^`pageBits` bytes a word is in; of a word that names its space, pages of different spaces differ. */
export const pageOf = (word: TraceWord, pageBits: number): bigint =>
  word >> BigInt(KIND_BITS + pageBits);

const KIND_MASK = (1n << BigInt(KIND_BITS)) - 1n;

/** Whether a word writes: a store, or a read and write in one. */
export const isWrite = (word: TraceWord): boolean => (word & KIND_MASK) !== BigInt(traceKinds.load);

/**
 * Writes a word as its two halves, the lower first, at `index` of `halves`: readers of traces do this for every reference,
 * and a bigint for each would cost more than the reading. `address` below 2^53, `space` below 64.
 */
export function packInto(
  halves: Uint32Array,
  index: number,
  address: number,
  kind: number,
  space = 0,
): void {
  const low = address % LOW_ADDRESS;
  halves[index] = low * 2 ** KIND_BITS + kind;
  halves[index + 1] = (address - low) / LOW_ADDRESS + space * SPACE_FACTOR;
}

/** Whether the halves of a word can be one of a single address space: a known kind, an address of at most 56 bits. */
export const isPlausible = (low: number, high: number): boolean =>
  (low & Number(KIND_MASK)) <= traceKinds.modify && high < SPACE_FACTOR;
