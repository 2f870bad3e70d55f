import type { InvalidationScope } from './config.ts';

/** What a cached translation carries; in a walk cache `size` is the level of the entry. */
export interface Tag {
  vm: number;
  /** Address space; -1 where the page is global. */
  space: number;
  global: boolean;
  size: number;
  page: number;
}

export type Matches = (tag: Tag) => boolean;

/** What each invalidation drops when `space` of `vm` runs, for the page v whose guest leaf is of level `leaf`. */
export function scopesOf({
  space,
  vm,
  v,
  leaf,
}: {
  space: number;
  vm: number;
  v: number;
  leaf: number;
}): Record<InvalidationScope, { tlbs: Matches; walkCaches: Matches }> {
  const guestPage = Math.floor(v / 512 ** (leaf - 1));
  const inPage = ({ size, page }: Tag) =>
    size <= leaf && Math.floor(page / 512 ** (leaf - size)) === guestPage;
  const mine = (tag: Tag) => tag.space === space && !tag.global;
  // In a walk cache `size` is the level of the entry.
  const onPath = ({ size, page }: Tag) => page === Math.floor(v / 512 ** (size - 1));
  const hasVm = (tag: Tag) => tag.vm === vm;
  const isLocal = (tag: Tag) => hasVm(tag) && !tag.global;
  const both = (matches: Matches) => ({ tlbs: matches, walkCaches: matches });
  const whole = both(hasVm);
  return {
    invlpg: {
      tlbs: (tag) => inPage(tag) && (mine(tag) || (hasVm(tag) && tag.global)),
      walkCaches: mine,
    },
    'invpcid-address': {
      tlbs: (tag) => inPage(tag) && mine(tag),
      walkCaches: (tag) => onPath(tag) && mine(tag),
    },
    'invpcid-single': both(mine),
    'invpcid-all': whole,
    'invpcid-all-retaining-globals': both(isLocal),
    'invvpid-address': {
      tlbs: (tag) => inPage(tag) && hasVm(tag),
      walkCaches: (tag) => onPath(tag) && hasVm(tag),
    },
    'invvpid-single': whole,
    'invvpid-all': both(() => true),
    'invvpid-single-retaining-globals': both(isLocal),
    'invept-single': whole,
    'invept-global': both(() => true),
  };
}
