import { u32 } from '../../elements.ts';
import type { Geometry, HostMemory, PageSize } from '../../hosts/host.ts';
import { type Sourced, unverified } from '../../sourced.ts';
import { Reuse } from './reuse.ts';
import { entryPage, type TranslationCase, type TranslationResult } from './simulate.ts';

/** What an exit does to the guest's TLB entries: the monitor's own evict some, or all are flushed. */
export type ExitDamage = 'pollution' | 'flush';

const why =
  'no measurement read: SplitX (HotOS 2011) names the indirect cost, up to an order of magnitude of the direct one';
/** Lines and pages a monitor touches for one exit. */
export const footprint = {
  lines: {
    ...unverified(200, 'lines of 64 bytes', `assumed handler and state; ${why}`),
    low: 50,
    high: 512,
  },
  pages: {
    ...unverified(16, 'pages', `assumed code, stack and guest state; ${why}`),
    low: 4,
    high: 64,
  },
} as const;

/** Accesses looked at; a stream's reuse is known long before. */
const MOST_ACCESSES = 2 ** 20;
const KIND_BITS = 2;
const LINE_BITS = 6;
const pageBits: Readonly<Record<PageSize, number>> = { '4K': 12, '2M': 21, '1G': 30 };

/** Reuse of one stream in the structures of a host: one pass, whatever exits a technique makes of its events. */
export interface StreamReuse {
  l1d: Reuse;
  l2: Reuse;
  /** By the page an entry covers; the second level is null where it does not hold such pages. */
  tlbs: ReadonlyMap<PageSize, { l1: Reuse; l2: Reuse | null }>;
}

function tlbsOf(memory: HostMemory, page: PageSize) {
  const l1: Geometry = memory.l1Dtlb[page] ?? memory.l1Dtlb['4K'];
  const holds = memory.l2Tlb.entries > 0 && memory.l2Tlb.pages.includes(page);
  return { l1: new Reuse(l1), l2: holds ? new Reuse(memory.l2Tlb) : null };
}

/** Reads at most 1,048,576 accesses of a trace. */
export async function streamReuse(
  words: AsyncIterable<BigUint64Array> | Iterable<BigUint64Array>,
  memory: HostMemory,
  pages: readonly PageSize[],
): Promise<StreamReuse> {
  const tlbs = new Map(pages.map((page) => [page, tlbsOf(memory, page)]));
  const found: StreamReuse = {
    l1d: new Reuse(memory.caches.l1d),
    l2: new Reuse(memory.caches.l2),
    tlbs,
  };
  for await (const chunk of words) {
    const halves = new Uint32Array(chunk.buffer, chunk.byteOffset, 2 * chunk.length);
    for (let i = 0; i < halves.length && found.l1d.accesses < MOST_ACCESSES; i += 2) {
      const address = (u32(halves, i + 1) * 2 ** 32 + u32(halves, i)) / 2 ** KIND_BITS;
      const line = Math.floor(address / 2 ** LINE_BITS);
      found.l1d.touch(line);
      found.l2.touch(line);
      for (const [page, { l1, l2 }] of tlbs) {
        const id = Math.floor(address / 2 ** pageBits[page]);
        l1.touch(id);
        l2?.touch(id);
      }
    }
    if (found.l1d.accesses >= MOST_ACCESSES) break;
  }
  return found;
}

/** Mean cycles of a walk; where none was counted, of one whose last tables are in the second-level cache. */
function walkCycles(
  input: TranslationCase,
  { cyclesPerAccess, accesses, walks }: TranslationResult,
) {
  const total = (cyclesPerAccess?.walk ?? 0) * accesses;
  if (walks > 0 && total > 0) return total / walks;
  return (input.mode === 'nested' ? 2 : 1) * input.host.caches.l2.latencyCycles.value;
}

/** Two levels of one kind: what losing an entry of the first alone costs, and of both. */
interface Levels {
  first: Reuse;
  second: Reuse | null;
  refill: number;
  fetch: number;
}

function perAccess(
  { first, second, refill, fetch }: Levels,
  interval: number,
  share: (of: Reuse) => number,
) {
  const outer = second ? second.lost(interval, share(second)) : first.lost(interval, share(first));
  const inner = Math.max(0, first.lost(interval, share(first)) - outer);
  return inner * refill + outer * fetch;
}

/** What exits take from the guest beside their own time, cycles per access. */
export interface Damage {
  translation: Sourced;
  data: Sourced;
}

/**
 * Entries of TLBs and lines of caches that the guest would have hit and misses because of an exit every `interval`
 * accesses. Walks cost what they cost on the stream, lines what the next level takes; overlap is left to the caller.
 */
export function exitDamage(
  input: TranslationCase,
  result: TranslationResult,
  reuse: StreamReuse,
  exits: { interval: number; damage: ExitDamage },
): Damage {
  const { interval, damage } = exits;
  const { caches, l2Tlb } = input.host;
  const tlb = reuse.tlbs.get(entryPage(input));
  if (!tlb) throw new RangeError(`no reuse of ${entryPage(input)} pages`);
  const beyond = (latency: Sourced) => Math.max(0, latency.value - caches.l1d.latencyCycles.value);
  const pages: Levels = {
    first: tlb.l1,
    second: tlb.l2,
    refill: l2Tlb.hitCycles.value,
    fetch: walkCycles(input, result),
  };
  const lines: Levels = {
    first: reuse.l1d,
    second: reuse.l2,
    refill: beyond(caches.l2.latencyCycles),
    fetch: beyond(caches.l3.latencyCycles),
  };
  const spread = (size: Sourced, at: (end: number) => number): Sourced => ({
    ...size,
    unit: 'cycles/access',
    value: at(size.value),
    low: at(size.low),
    high: at(size.high),
  });
  const evicted = (entries: number) => (of: Reuse) => Math.min(of.ways, entries / of.sets);
  return {
    translation: spread(footprint.pages, (count) =>
      perAccess(pages, interval, damage === 'flush' ? (of) => of.ways : evicted(count)),
    ),
    data: spread(footprint.lines, (count) => perAccess(lines, interval, evicted(count))),
  };
}
