// Pages from a seed: classes, contents, and who writes what. Twin: src/kernels/ksm/population.ts.
import { PARAMS, PREFIXES } from './layout';

const GOLDEN: u64 = 0x9e3779b97f4a7c15;
const COMMON_PREFIX: u64 = 0xc0ffee;

/** Parameters, in this order, one u64 each at PARAMS; `Population` of src/kernels/ksm/population.ts. */
const SEED: usize = PARAMS;
const SHARES: usize = PARAMS + 8;
const SHARE_COUNT: u32 = 6;
const SHARED_POOL: usize = PARAMS + 56;
const DUP_POOL: usize = PARAMS + 64;
const VOL_POOL: usize = PARAMS + 72;
const ALIGNED: usize = PARAMS + 80;
const VOL_PERIOD: usize = PARAMS + 88;
const VOL_SHARE: usize = PARAMS + 96;
const DIFF_AT: usize = PARAMS + 104;

export const CLASS_SHARED: u32 = 1;
export const CLASS_DUP: u32 = 2;
export const CLASS_VOLATILE: u32 = 3;
export const CLASS_UNTOUCHED: u32 = 4;
export const CLASS_READ_ZERO: u32 = 5;
export const CLASS_UNIQUE: u32 = 6;

export const MODE_NEW: u32 = 0;
export const MODE_SHARE: u32 = 1;
export const MODE_ZERO: u32 = 2;
export const MODE_SAME: u32 = 3;

function mix64(z: u64): u64 {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

function hash4(a: u64, b: u64, c: u64, d: u64): u64 {
  let x = mix64(a + GOLDEN);
  x = mix64(x + b + GOLDEN);
  x = mix64(x + c + GOLDEN);
  return mix64(x + d + GOLDEN);
}

/**
 * hash4 of the seed, a tag below 16, a VM and a page. The first three of its four rounds are the same for all pages of a VM
 * and are kept: VM + 1 and the state after them, two u64 a tag.
 */
function hashInVm(tag: u64, vm: u64, page: u64): u64 {
  const kept = PREFIXES + ((<usize>tag) << 4);
  if (load<u64>(kept) != vm + 1) {
    const x = mix64(mix64(load<u64>(SEED) + GOLDEN) + tag + GOLDEN);
    store<u64>(kept, vm + 1);
    store<u64>(kept, mix64(x + vm + GOLDEN), 8);
  }
  return mix64(load<u64>(kept, 8) + page + GOLDEN);
}

/** Order of contents as comparing their bytes would give it; 0 = zero page. */
export function orderKey(id: u64): u64 {
  if (id == 0) return 0;
  const at = load<u64>(DIFF_AT);
  if (at > 511) return bswap<u64>(mix64(COMMON_PREFIX + 512 * GOLDEN));
  return bswap<u64>(mix64(mix64(id + GOLDEN) + (at + 1) * GOLDEN));
}

export function pageClass(vm: u64, page: u64): u32 {
  const draw = hashInVm(1, load<u64>(ALIGNED) ? 0 : vm, page) >> 40;
  let sum: u64 = 0;
  for (let k: u32 = 0; k < SHARE_COUNT; k++) {
    sum += load<u64>(SHARES + ((<usize>k) << 3));
    if (draw < sum) return k;
  }
  return CLASS_UNIQUE;
}

export function poolsVolatiles(): bool {
  return load<u64>(VOL_SHARE) != 0;
}

/** Place in the pool of version `version` of a volatile page. */
export function volatileSlot(vm: u64, page: u64, version: u64): u64 {
  return hash4(load<u64>(SEED), 9, (vm << 32) + page, version) % load<u64>(VOL_POOL);
}

export function volatileContent(vm: u64, page: u64, version: u64): u64 {
  const seed = load<u64>(SEED);
  if (!poolsVolatiles()) return hash4(seed, 7, (vm << 32) + page, version);
  return hash4(seed, 8, 0, volatileSlot(vm, page, version));
}

/** Place of a shared page's contents in the pool all VMs draw from. */
export function sharedSlot(vm: u64, page: u64): u64 {
  return load<u64>(ALIGNED) ? page : hashInVm(3, vm, page) % load<u64>(SHARED_POOL);
}

/** Place of a dup page's contents in its VM's own pool. */
export function dupSlot(vm: u64, page: u64): u64 {
  return hashInVm(5, vm, page) % load<u64>(DUP_POOL);
}

export function firstContent(vm: u64, page: u64, kind: u32): u64 {
  if (kind == CLASS_SHARED) return hashInVm(2, 0, sharedSlot(vm, page));
  if (kind == CLASS_DUP) return hashInVm(4, vm, dupSlot(vm, page));
  if (kind == CLASS_VOLATILE) return volatileContent(vm, page, 0);
  if (kind == CLASS_UNIQUE) return hashInVm(6, vm, page);
  return 0;
}

export function isWritten(vm: u64, page: u64, share24: u64, salt: u64): bool {
  return hash4(load<u64>(SEED), 12 + 16 * salt, vm, page) >> 40 < share24;
}

export function writtenContent(vm: u64, page: u64, mode: u32, salt: u64): u64 {
  const seed = load<u64>(SEED);
  const tag = 16 * salt;
  if (mode == MODE_NEW) return hash4(seed, 10 + tag, vm, page);
  if (mode == MODE_ZERO) return 0;
  return hash4(seed, 2, 0, hash4(seed, 11 + tag, vm, page) % load<u64>(SHARED_POOL));
}

export function isDue(vm: u64, page: u64, step: u64): bool {
  const period = load<u64>(VOL_PERIOD);
  return (step + (hashInVm(13, vm, page) % period)) % period == 0;
}
