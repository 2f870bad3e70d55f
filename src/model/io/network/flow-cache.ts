import { UserError } from '../../../errors.ts';
import { type Sourced, times, unverified } from '../../../sourced.ts';
import { switchCosts } from './switch-costs.ts';

export interface FlowCacheQuestion {
  /** Different masks of megaflows in the kernel's table. */
  masks: number;
  /** The per-CPU cache that remembers the mask of a flow (Linux commit 04b7d136d015, 2019). */
  maskCache: boolean;
  /** An exact-match cache of every connection before the masks. */
  microflowCache: boolean;
  /** Share of packets whose megaflow is in the kernel. */
  hitShare: number;
}

export interface FlowCacheAnswer {
  /** Look-ups of a packet that hits, expected and at most, and of one that misses every mask. */
  hitLookups: number;
  hitLookupsWorst: number;
  missLookups: number;
  hitNs: Sourced;
  missNs: Sourced;
  meanNs: Sourced;
}

const spread = (pick: (end: 'value' | 'low' | 'high') => number, source: string): Sourced => ({
  ...unverified(pick('value'), 'ns', source, 0),
  low: pick('low'),
  high: pick('high'),
});

/**
 * Look-ups of the megaflow table: one a mask until a hit, so (masks + 1) / 2 on average where no cache helps, every
 * mask on a miss; then the packet goes to user space, whose pipeline decides (an upcall).
 */
export function flowCache(question: FlowCacheQuestion): FlowCacheAnswer {
  const { masks, maskCache, microflowCache, hitShare } = question;
  if (!Number.isSafeInteger(masks) || masks < 1) {
    throw new UserError(`expected 1 or more masks, found ${masks}.`);
  }
  const direct = maskCache || microflowCache;
  const hitLookups = direct ? 1 : (masks + 1) / 2;
  const missLookups = masks + (microflowCache ? 1 : 0);
  const { lookupNs, upcallUs } = switchCosts;
  const hit = (end: 'value' | 'low' | 'high') => hitLookups * lookupNs[end];
  const miss = (end: 'value' | 'low' | 'high') =>
    missLookups * lookupNs[end] + 1000 * upcallUs[end];
  return {
    hitLookups,
    hitLookupsWorst: direct ? 1 : masks,
    missLookups,
    hitNs: spread(hit, 'look-ups times the price of one'),
    missNs: spread(miss, 'every mask, then the daemon'),
    meanNs: spread(
      (end) => hitShare * hit(end) + (1 - hitShare) * miss(end),
      'hits and misses by their shares',
    ),
  };
}

/** A Linux bridge: one look-up of the address table a frame, and no daemon to ask. */
export function bridgeLookup(): FlowCacheAnswer {
  const ns = { ...times(switchCosts.bridgeUs, 1000), unit: 'ns' };
  return {
    hitLookups: 1,
    hitLookupsWorst: 1,
    missLookups: 1,
    hitNs: ns,
    missNs: ns,
    meanNs: ns,
  };
}
