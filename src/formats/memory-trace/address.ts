const HIGH_KERNEL = 0xffff_0000;
const HIGH_USER = 2 ** 24;

/**
 * The address with these halves as a number below 2^56, or -1 when no virtual address looks like that.
 * The kernel half of a 48-bit space, sign-extended in traces, keeps its 48 bits: the page-table indices
 * stay what they are, and it cannot meet a user address.
 */
export function addressOf(low: number, high: number): number {
  if (high < HIGH_USER) return high * 0x1_0000_0000 + low;
  if (high >= HIGH_KERNEL) return (high - HIGH_KERNEL) * 0x1_0000_0000 + low;
  return -1;
}

/** An address in hexadecimal digits without prefix; -1 when it is none. */
export function hexAddress(digits: string): number {
  if (!/^[0-9a-f]{1,16}$/i.test(digits)) return -1;
  return addressOf(
    Number.parseInt(digits.slice(-8), 16),
    digits.length > 8 ? Number.parseInt(digits.slice(0, -8), 16) : 0,
  );
}
