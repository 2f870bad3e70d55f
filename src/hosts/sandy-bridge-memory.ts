import { assumedCycles, cache, recalled, seen, undisclosedWalkCache } from './geometry.ts';
import type { Host } from './host.ts';

const anand = 'AnandTech 14664';

/** TLBs and caches of the one-socket Sandy Bridge parts; L3 in KiB, DRAM in core cycles. */
export function sandyBridgeMemory(l3Kib: number, dramCycles: number): Host['memory'] {
  return {
    l1Dtlb: { '4K': recalled(64, 4), '2M': recalled(32, 4), '1G': recalled(4, 4) },
    l2Tlb: {
      ...seen(512, 4, 'Linux intel.c descriptor 0xca (Sandy Bridge)'),
      pages: ['4K'],
      hitCycles: assumedCycles(7),
    },
    walkCache: undisclosedWalkCache,
    nestedTlbEntries: 64,
    caches: {
      l1d: cache(32, 8, assumedCycles(4), 'published', anand),
      l2: cache(256, 8, assumedCycles(12), 'published', anand),
      l3: cache(l3Kib, 16, assumedCycles(30), 'published', `${anand}: 2 MiB per core`),
    },
    dramCycles: assumedCycles(dramCycles),
    remoteDramCycles: assumedCycles(dramCycles, 'one node: remote equals local'),
  };
}
