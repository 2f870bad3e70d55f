import { sourced } from '../sourced.ts';
import { assumedCycles, cache, recalled, seen } from './geometry.ts';
import type { Host } from './host.ts';
import { part } from './part.ts';

const anand = 'AnandTech 14664';

/** Intel Sandy Bridge server. */
export const sandybridge: Host = part({
  id: 'sandy-bridge-ep-2012',
  title: 'Intel Sandy Bridge-EP (Xeon E5-2600)',
  ghz: 2.4,
  cores: 16,
  l1Dtlb: { '4K': recalled(64, 4), '2M': recalled(32, 4), '1G': recalled(4, 4) },
  l2Tlb: {
    ...seen(512, 4, 'Linux intel.c descriptor 0xca'),
    pages: ['4K'],
    hitCycles: assumedCycles(7, 'recalled (Ivy Bridge is printed with 11)'),
  },
  caches: {
    l1d: cache(32, 8, assumedCycles(4), 'published', anand),
    l2: cache(256, 8, assumedCycles(12), 'published', anand),
    l3: cache(16_384, 16, assumedCycles(40), 'published', `${anand}: 2 MiB per core x 8 cores`),
  },
  smallestExit: sourced(
    1336,
    'cycles',
    'derived',
    'chazy/kvmperf 77e4ae2, laptop of this generation (model recalled): vmcall',
    0.3,
  ),
});
