// Walk references, exact counts, and walk lengths of published averages.
import { group } from '../../elements.ts';
import type { PageSize } from '../../hosts/host.ts';
import { hostById } from '../../hosts/index.ts';
import { leafLevels, simulate } from '../../model/translation/simulate.ts';
import type { Predictor } from './target.ts';

/** References of one cold walk, walk caches and nested TLB off. */
function coldWalk(
  mode: 'native' | 'nested',
  guestPage: PageSize,
  hostPage: PageSize,
  guestLevels: 4 | 5,
  hostLevels: 4 | 5,
): number {
  const options = {
    caches: false,
    guestWalkCaches: false,
    hostWalkCaches: false,
    nestedTlb: false,
  };
  const host = hostById('sim-dmt').memory;
  const input = { mode, guestPage, hostPage, guestLevels, hostLevels, host, options };
  const { guestRefs, hostRefs } = simulate(input, { words: [BigUint64Array.of(0n)] });
  return guestRefs + hostRefs;
}

const isPage = (text: string): text is PageSize => Object.hasOwn(leafLevels, text);
const levels = (digit: string): 4 | 5 => (digit === '5' ? 5 : 4);

export const predictWalk: Predictor = (id) => {
  const nested = /^mem\.refs\.g([45])h([45])\.(\w+)\.(\w+)$/.exec(id);
  if (nested) {
    const [guestPage, hostPage] = [group(nested, 3), group(nested, 4)];
    const [guest, host] = [levels(group(nested, 1)), levels(group(nested, 2))];
    if (isPage(guestPage) && isPage(hostPage))
      return coldWalk('nested', guestPage, hostPage, guest, host);
  }
  const native = /^mem\.refs\.native([45])\.(\w+)$/.exec(id);
  if (native) {
    const page = group(native, 2);
    if (isPage(page)) return coldWalk('native', page, '4K', levels(group(native, 1)), 4);
  }
  if (id === 'mem.refs.shadow') return coldWalk('native', '4K', '4K', 4, 4);
  if (id === 'mem.refs.walklookups.vee16') {
    return coldWalk('nested', '4K', '4K', 4, 4) / coldWalk('native', '4K', '4K', 4, 4);
  }
  // Three shadow levels, the guest's leaf, and the host walk of the data page.
  if (id === 'mem.refs.agile.switch_last') return 3 + 1 + coldWalk('native', '4K', '4K', 4, 4);
  if (id === 'mem.peer.virtuoso.worst20') return 4 * (1 + 4);
  if (id === 'mem.res.park.native') return averageWalk('native');
  if (id === 'mem.res.park.virt') return averageWalk('nested');
  return undefined;
};

/** References per walk of GUPS over 256 MiB with the walk caches of the DMT simulator. */
function averageWalk(mode: 'native' | 'nested'): number {
  const result = simulate(
    {
      mode,
      guestPage: '4K',
      hostPage: '4K',
      guestLevels: 4,
      hostLevels: 4,
      host: hostById('sim-dmt').memory,
      options: { caches: false },
    },
    { pattern: { pattern: 'gups', bytes: 2 ** 28 }, accesses: 300_000 },
  );
  return (result.guestRefs + result.hostRefs) / result.walks;
}
