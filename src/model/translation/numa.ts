import { present } from '../../elements.ts';
import type { PageSize } from '../../hosts/host.ts';
import { hostById } from '../../hosts/index.ts';
import { simulate } from './simulate.ts';

/**
 * Anchors: time of one native RandomAccess update per thread, from the raw logs of Felter et al. (0.045792 GUP/s
 * by 16 threads on one socket with local memory; 0.012613 GUP/s by 32 threads interleaved over two).
 */
export const GUPS_NATIVE_NS = { local: 16 / 0.045792, interleaved: 32 / 0.012613 } as const;

const pagePairs: readonly [PageSize, PageSize][] = [
  ['4K', '4K'],
  ['4K', '2M'],
  ['2M', '4K'],
  ['2M', '2M'],
];

let extra: number[] | undefined;

/** Walk time nested paging adds to an update of a 64 GiB table, ns, for each pair of guest and host page. */
function extraWalkNs(): number[] {
  const host = hostById('srv');
  const walk = (mode: 'native' | 'nested', guestPage: PageSize, hostPage: PageSize) => {
    const result = simulate(
      {
        mode,
        guestPage,
        hostPage,
        guestLevels: 4,
        hostLevels: 4,
        host: host.memory,
        options: { warmUpAccesses: 400_000 },
      },
      { pattern: { pattern: 'gups', bytes: 2 ** 36 }, accesses: 200_000 },
    );
    return present(result.cyclesPerAccess).total / host.clockGhz.value;
  };
  extra ??= pagePairs.map(([guest, hostPage]) => {
    return walk('nested', guest, hostPage) - walk('native', guest, guest);
  });
  return extra;
}

/**
 * Relative change of the update rate under nested paging when one native update takes `nativeNs` per thread.
 * The walk adds its time to the update, whatever that already takes: where remote, contended memory dominates
 * (interleaved), the same walk is a small share. Page sizes are unstated in the source: the value is the mean over
 * the four pairs, the interval their range.
 */
export function gupsChange(nativeNs: number): { value: number; low: number; high: number } {
  const changes = extraWalkNs().map((ns) => nativeNs / (nativeNs + ns) - 1);
  return {
    value: changes.reduce((sum, change) => sum + change, 0) / changes.length,
    low: Math.min(...changes),
    high: Math.max(...changes),
  };
}
