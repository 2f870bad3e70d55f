import { assumedCycles, cache, recalled } from './geometry.ts';
import type { Host } from './host.ts';
import { exitGuess, part, recalledNs } from './part.ts';
import { intelPml } from './pml.ts';

const ghz = 2.3;

/** Intel Ice Lake-SP. Its separate first-level array for stores (16 entries, recalled) is not modelled. */
export const icelakeSp: Host = part({
  id: 'ice-lake-sp-2021',
  pml: intelPml,
  title: 'Intel Ice Lake-SP (Xeon 8380 class)',
  ghz,
  cores: 80,
  l1Dtlb: { '4K': recalled(64, 4), '2M': recalled(32, 4), '1G': recalled(8, 8) },
  l2Tlb: { ...recalled(2048, 16), pages: ['4K', '2M'], hitCycles: assumedCycles(7) },
  caches: {
    l1d: cache(48, 12, assumedCycles(5), 'published', 'AnandTech 14664'),
    l2: cache(1280, 20, assumedCycles(14), 'published', 'allinfo.space; ways recalled'),
  },
  dram: recalledNs(90, ghz),
  smallestExit: exitGuess.intel,
});
