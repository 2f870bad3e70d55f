import type { Mix } from './latency.ts';

/** What the host does with requests of a disk between the monitor and the store, as `cache=` of QEMU names it. */
export const hostCaches = ['none', 'writeback', 'writethrough', 'directsync', 'unsafe'] as const;
export type HostCacheMode = (typeof hostCaches)[number];

interface HostCache {
  /** Data goes through the host's page cache, not by O_DIRECT. */
  isBuffered: boolean;
  /** Which writes wait until they are on the store: all, those the guest flushes, or none. */
  waits: 'all' | 'flushed' | 'none';
}

/**
 * Source: SUSE, Virtualization with KVM (SLES 11), 15.2 "Description of Cache Modes"; directsync: QEMU commit
 * 92196b2f5664 ("O_DIRECT | O_SYNC host file I/O").
 */
const modes: Readonly<Record<HostCacheMode, HostCache>> = {
  none: { isBuffered: false, waits: 'flushed' },
  writeback: { isBuffered: true, waits: 'flushed' },
  writethrough: { isBuffered: true, waits: 'all' },
  directsync: { isBuffered: false, waits: 'all' },
  unsafe: { isBuffered: true, waits: 'none' },
};

/** Requests of a guest as a cache sees them: shares from 0 to 1, mean bytes. */
export interface Requests extends Pick<Mix, 'readShare' | 'readBytes' | 'writeBytes'> {
  /** Share of writes after which the guest flushes. */
  flushShare: number;
}

/** What a cache mode makes of the requests of a guest and of its map, of which every write waits for its flushes. */
export interface CacheEffect {
  /** Share of the flushes that are done, 0 to 1. */
  flushes: number;
  /** Bytes copied into or out of the page cache for one request. */
  copiedBytes: number;
}

/** What a mode makes of requests; under `directsync` all is as without a cache. */
export function cacheEffect(mode: HostCacheMode, requests: Requests): CacheEffect {
  const { isBuffered, waits } = modes[mode];
  const { readShare, readBytes, writeBytes, flushShare } = requests;
  return {
    flushes: { all: 1, flushed: flushShare, none: 0 }[waits],
    copiedBytes: isBuffered ? readShare * readBytes + (1 - readShare) * writeBytes : 0,
  };
}
