// Which page size maps what: listed regions first, then shares of the rest drawn by a hash of the region's number.
import {
  GLOBAL,
  GUEST_RULE,
  LAST_GLOBAL,
  LAST_LEAF,
  LAST_REGION,
  REGION_BYTES,
  RULE_1G,
  RULE_2M,
  RULE_COUNT,
  RULE_REGIONS,
  RULE_SALT,
} from './layout';

/** lowbias32 (Wellons) over both halves of a number; twin in src/kernels/spaces/rules.ts. */
export function mixed(value: u64, salt: u32): u32 {
  let h = <u32>value ^ (<u32>(value >> 32) * 0x85eb_ca6b) ^ (salt * 0x9e37_79b9);
  h ^= h >> 16;
  h *= 0x7feb_352d;
  h ^= h >> 15;
  h *= 0x846c_a68b;
  return h ^ (h >> 16);
}

/** True for `share` (times 2^32) of all values. */
export function drawn(value: u64, salt: u32, share: u64): bool {
  return <u64>mixed(value, salt) < share;
}

/** Leaf level of 4K page (or frame) v: 1 = 4K, 2 = 2M, 3 = 1G. */
export function leafByRule(rule: usize, v: u64): u32 {
  const region = v >> 9;
  const count = load<u32>(rule, RULE_COUNT);
  const gigabyte = (region >> 9) << 9;
  let listed = false;
  let at = <usize>load<u32>(rule, RULE_REGIONS);
  for (let i: u32 = 0; i < count; i++) {
    const start = load<u64>(at);
    const end = load<u64>(at, 8);
    if (region >= start && region < end) return <u32>load<u64>(at, 16);
    // A 1G page that would overlap a listed region cannot be.
    if (start < gigabyte + 512 && end > gigabyte) listed = true;
    at += REGION_BYTES;
  }
  const salt = load<u32>(rule, RULE_SALT);
  if (!listed && drawn(v >> 18, salt, load<u64>(rule, RULE_1G))) return 3;
  return drawn(region, salt + 1, load<u64>(rule, RULE_2M)) ? 2 : 1;
}

/** Salts of the other draws. */
const GLOBAL_SALT: u32 = 21;

/** Finds leaf and globality of page v once per 2M region: LAST_LEAF, LAST_GLOBAL. */
export function enterRegion(v: u64): void {
  store<u64>(LAST_REGION, v >> 9);
  const leaf = leafByRule(GUEST_RULE, v);
  store<u32>(LAST_LEAF, leaf);
  const region = leaf == 3 ? v >> 18 : v >> 9;
  store<u32>(LAST_GLOBAL, drawn(region, GLOBAL_SALT + leaf, load<u64>(GLOBAL)) ? 1 : 0);
}
