import { UserError } from '../../errors.ts';
import type { LeafLevel } from '../translation/config.ts';
import type { PageMix, SizedRegion, SpacesConfig } from './config.ts';

const MAX_REGIONS = 64;
const TWO_M = 2 ** 21;

/** The twin of `mixed` in assembly/spaces/sizes.ts: lowbias32 over both halves of a number below 2^53. */
export function mixed(value: number, salt: number): number {
  let h = (value >>> 0) ^ Math.imul(Math.floor(value / 2 ** 32), 0x85eb_ca6b);
  h ^= Math.imul(salt, 0x9e37_79b9);
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb_352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846c_a68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A share from 0 to 1 as the kernel compares with it. */
export function threshold(share: number, what: string): number {
  if (!(share >= 0 && share <= 1)) {
    throw new UserError(`${what}: expected a share from 0 to 1, found ${share}.`);
  }
  return Math.round(share * 2 ** 32);
}

export const drawn = (value: number, salt: number, limit: number) => mixed(value, salt) < limit;

export const GUEST_SALT = 1;
export const HOST_SALT = 11;
export const GLOBAL_SALT = 21;
export const MERGED_SALT = 31;
export const DEVICE_SALT = 41;

/** A rule of page sizes as numbers: thresholds of the draws, regions in 2M. */
export interface SizeRule {
  salt: number;
  limit1G: number;
  limit2M: number;
  regions: { start: number; end: number; leaf: LeafLevel }[];
}

function checked(region: SizedRegion, what: string): SizeRule['regions'][number] {
  const align = region.leaf === 3 ? 2 ** 30 : TWO_M;
  const end = region.start + region.bytes;
  const whole = (n: number) => Number.isSafeInteger(n) && n >= 0 && n % align === 0;
  if (!whole(region.start) || !whole(region.bytes) || region.bytes === 0 || end > 2 ** 56) {
    throw new UserError(
      `${what}: expected regions that start and end at multiples of ${align / TWO_M === 1 ? '2M' : '1G'} below 2^56.`,
    );
  }
  return { start: region.start / TWO_M, end: end / TWO_M, leaf: region.leaf };
}

/** Checks a mix; throws a UserError for shares beyond 1 and regions that are not aligned. */
export function sizeRule(
  { share1G, share2M, regions = [] }: PageMix,
  salt: number,
  what: string,
): SizeRule {
  if (regions.length > MAX_REGIONS) {
    throw new UserError(`${what}: expected at most ${MAX_REGIONS} regions.`);
  }
  const limit1G = threshold(share1G, what);
  threshold(share2M, what);
  if (share1G + share2M > 1 + 1e-9) {
    throw new UserError(`${what}: expected shares that add up to at most 1.`);
  }
  const rest = share1G < 1 ? Math.min(1, share2M / (1 - share1G)) : 0;
  return {
    salt,
    limit1G,
    limit2M: threshold(rest, what),
    regions: regions.map((region) => checked(region, what)),
  };
}

/** Leaf level of a 4K page or frame. */
export function leafByRule({ salt, limit1G, limit2M, regions }: SizeRule, page: number): LeafLevel {
  const region = Math.floor(page / 512);
  const gigabyte = Math.floor(region / 512) * 512;
  for (const { start, end, leaf } of regions) if (region >= start && region < end) return leaf;
  const overlaps = regions.some(({ start, end }) => start < gigabyte + 512 && end > gigabyte);
  if (!overlaps && drawn(gigabyte / 512, salt, limit1G)) return 3;
  return drawn(region, salt + 1, limit2M) ? 2 : 1;
}

/** The one size of a mix without regions, or null. */
export function uniformLeaf({ share1G, share2M, regions = [] }: PageMix): LeafLevel | null {
  if (regions.length > 0) return null;
  if (share1G === 0 && share2M === 0) return 1;
  if (share2M === 1) return 2;
  return share1G === 1 ? 3 : null;
}

/** True where a computed mapping lays data in one run with its tables behind: sizes are mixed. */
export const isFlat = (config: SpacesConfig) => uniformLeaf(config.guestPages) === null;
