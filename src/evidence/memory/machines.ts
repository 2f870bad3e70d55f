// Machines: the Zen 3 guest measured with a pointer chase, and RandomAccess on a two-socket server.
import { present } from '../../elements.ts';
import type { PageSize } from '../../hosts/host.ts';
import { hostById } from '../../hosts/index.ts';
import { remoteExtra } from '../../model/paging/interactions.ts';
import { GUPS_NATIVE_NS, gupsChange } from '../../model/translation/numa.ts';
import { simulate } from '../../model/translation/simulate.ts';
import type { Predictor } from './target.ts';

const zen3 = () => hostById('zen3').memory;

function chase(pages: number, guestPage: PageSize) {
  return simulate(
    {
      mode: 'nested',
      guestPage,
      hostPage: '4K',
      guestLevels: 4,
      hostLevels: 4,
      host: zen3(),
      options: { warmUpAccesses: 3 * pages },
    },
    { pattern: { pattern: 'chase', bytes: pages * 4096 }, accesses: 4 * pages },
  );
}

/** The largest power of two of pages for which the chase stays below a cost. */
function knee(below: (result: ReturnType<typeof chase>) => boolean): number {
  let pages = 1;
  while (pages < 2 ** 16 && below(chase(2 * pages, '4K'))) pages *= 2;
  return pages;
}

const walkCycles = (pages: number, guestPage: PageSize) =>
  present(chase(pages, guestPage).cyclesPerAccess).total;

/** Native update rates the walk is added to, GUP/s: never judged. */
export const gupsAnchors = {
  'mem.res.gups.one.native': 0.045792,
  'mem.res.gups.two.native': 0.012613,
} as const;

/** Rates of one placement: a container runs native paths, a guest adds its nested walks. */
function gupsRates(threads: 'one' | 'two', memory: keyof typeof GUPS_NATIVE_NS) {
  const native = gupsAnchors[`mem.res.gups.${threads}.native`];
  const row = (system: string) => `mem.res.gups.${threads}.${system}`;
  return {
    [row('native')]: () => native,
    [row('docker')]: () => native,
    [row('kvm')]: () => native * (1 + gupsChange(GUPS_NATIVE_NS[memory]).value),
  };
}

let placement: number | undefined;

/**
 * How many times as long a RandomAccess update of a guest takes when all its tables lie on the other node, its data on
 * its own: walk and update wait for memory. On the two-socket machine whose distances are published; nobody else
 * uses the memory, so this is the distance alone.
 */
function remoteTables(): number {
  if (placement !== undefined) return placement;
  const { memory } = hostById('clx');
  const result = simulate(
    {
      mode: 'nested',
      guestPage: '4K',
      hostPage: '4K',
      guestLevels: 4,
      hostLevels: 4,
      host: memory,
      options: { warmUpAccesses: 400_000 },
    },
    { pattern: { pattern: 'gups', bytes: 2 ** 36 }, accesses: 200_000 },
  );
  const local = memory.dramCycles.value + present(result.cyclesPerAccess).total;
  placement = 1 + remoteExtra(result, memory, { guest: true, host: true }) / local;
  return placement;
}

const answers: Record<string, () => number> = {
  'mem.here.dtlb.knee': () => knee((result) => result.l1Misses === 0),
  'mem.here.stlb.knee': () => knee((result) => result.walks === 0),
  'mem.here.stlb.hit': () => walkCycles(512, '4K'),
  'mem.here.walk.4096': () => walkCycles(4096, '4K'),
  'mem.here.walk.8192': () => walkCycles(8192, '4K'),
  'mem.here.walk.thp.4096': () => walkCycles(4096, '2M'),
  'mem.here.walk.thp.ratio': () => walkCycles(4096, '2M') / walkCycles(4096, '4K'),
  'mem.here.l1d': () => zen3().caches.l1d.latencyCycles.value,
  'mem.here.l2': () => zen3().caches.l2.latencyCycles.value,
  'mem.here.l3': () => zen3().caches.l3.latencyCycles.value,
  'mem.res.vmit.worst': remoteTables,
  'mem.res.vmit.thin': remoteTables,
  // A guest over both nodes finds half of its tables remote.
  'mem.res.vmit.wide': () => (1 + remoteTables()) / 2,
  ...gupsRates('one', 'local'),
  ...gupsRates('two', 'interleaved'),
  'mem.res.gups.one.overhead': () => 100 * gupsChange(GUPS_NATIVE_NS.local).value,
  'mem.res.gups.two.overhead': () => 100 * gupsChange(GUPS_NATIVE_NS.interleaved).value,
};

export const predictMachine: Predictor = (id) =>
  Object.hasOwn(answers, id) ? present(answers[id])() : undefined;
