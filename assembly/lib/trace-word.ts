// A data reference of a memory trace: address << 2 | kind, above it the address space in six bits where a trace names it.
// Twin: src/trace-word.ts.

/** Bits of the kind, below the address. */
export const KIND_BITS: u64 = 2;

/** Of an address in bytes, below 2^56, and 0 load, 1 store or 2 modify. */
export function wordOf(address: u64, kind: u64): u64 {
  return (address << KIND_BITS) | kind;
}

/** Byte address of a word, without its address space. */
export function addressOf(word: u64): u64 {
  return (word << 6) >> 8;
}

export function kindOf(word: u64): u32 {
  return <u32>word & 3;
}

export function spaceOf(word: u64): u32 {
  return <u32>(word >> 58);
}
