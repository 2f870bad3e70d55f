import { present } from '../../elements.ts';
import type { Host, PageSize } from '../../hosts/host.ts';
import type { Settings } from '../../techniques/index.ts';
import {
  type AddressSource,
  simulate,
  type TranslationCase,
  type TranslationOptions,
} from '../translation/simulate.ts';
import { type Activity, type ActivityRates, generateActivity, replay } from './activity.ts';
import { AgileMmu } from './agile.ts';
import { AgileWalker } from './agile-walk.ts';
import { type BillLine, billOf, billTotal } from './bill.ts';
import { GuestKernel } from './guest.ts';
import { noCounts, type PagingCounts } from './mmu.ts';
import { type PagingMode, pagingModes } from './modes.ts';
import { type PageVisits, patternVisits, uniformVisits, VisitRecorder } from './visits.ts';

export interface MmuComparison {
  host: Host;
  guestPage: PageSize;
  hostPage: PageSize;
  guestLevels?: 4 | 5;
  hostLevels?: 4 | 5;
  /** Page-table activity per 1000 visits of pages. */
  activity: ActivityRates;
  /** Pages the program visits; without them a working set of 2000 pages. */
  visits?: PageVisits;
  /** Mitigations and the like, for the prices of events. */
  settings?: Settings;
  /** Entry updates per hypercall of paravirtual direct paging. */
  batch?: number;
  options?: TranslationOptions;
  seed?: number;
}

/** What walks cost that switch from shadow to nested tables: references per walk, by table. */
export interface AgileWalks {
  walks: number;
  shadowRefs: number;
  guestRefs: number;
  hostRefs: number;
}

export interface MmuResult {
  mode: PagingMode['id'];
  title: string;
  /** Cycles per access: second-level TLB hits and walks, then the monitor's page-table work. */
  translation: number;
  pageTables: { value: number; low: number; high: number };
  total: number;
  counts: PagingCounts;
  /** Accesses the counts and the bill stand for. */
  accesses: number;
  bill: BillLine[];
  /** Of agile paging alone. */
  walks?: AgileWalks;
}

const DEFAULT_PAGES = 2000;
const DEFAULT_VISITS = 20_000;

const framesPer: Record<PageSize, number> = { '4K': 1, '2M': 512, '1G': 512 * 512 };

/** The operations every mode of a comparison is told, and the accesses they stand for. */
export interface ActivityStream extends Activity {
  accesses: number;
}

export function activityStream(input: MmuComparison): ActivityStream {
  const visits = input.visits ?? uniformVisits(DEFAULT_PAGES, DEFAULT_VISITS, input.seed);
  return { ...generateActivity(input.activity, visits, input.seed), accesses: visits.accesses };
}

/** What one mode counted over a stream of activity. */
export interface CountedActivity {
  mode: PagingMode;
  counts: PagingCounts;
  accesses: number;
  /** Cycles per visit that switched walks cost beyond shadow ones, and the references of those walks. */
  agile?: { extraPerVisit: number; walks: AgileWalks };
}

/** Events after the warm-up; agile paging simulates its walks beside. */
export function countActivity(
  mode: PagingMode,
  input: MmuComparison,
  stream: ActivityStream = activityStream(input),
): CountedActivity {
  const mmu = mode.create({
    batch: input.batch ?? 8,
    framesPerHostPage: framesPer[input.hostPage],
  });
  const kernel = new GuestKernel(mmu, input.guestLevels ?? 4, input.host.kpti);
  const walker = () => new AgileWalker(input.host.memory, input.hostPage, input.hostLevels ?? 4);
  const [switched, shadowed] = [walker(), walker()];
  replay(kernel, stream.warmUp);
  if (mmu instanceof AgileMmu) {
    // Mapping the pages switched their tables; in the long run they are shadowed, and known.
    mmu.settle();
    mmu.observer = (path, page, entry, switchedAt) => {
      switched.visit(path, page, entry, switchedAt);
      shadowed.visit(path, page, entry, 0);
    };
    replay(kernel, stream.warmUp);
  }
  const before = { ...mmu.counts };
  const walksBefore = [{ ...switched.counts }, { ...shadowed.counts }] as const;
  replay(kernel, stream.operations);
  const counts = noCounts();
  for (const key of Object.keys(counts) as (keyof PagingCounts)[]) {
    counts[key] = mmu.counts[key] - before[key];
  }
  const counted = { mode, counts, accesses: Math.max(1, stream.accesses) };
  if (!(mmu instanceof AgileMmu)) return counted;
  const since = (key: keyof AgileWalker['counts'], which: 0 | 1) =>
    present([switched, shadowed][which]).counts[key] - walksBefore[which][key];
  const extra = since('cycles', 0) - since('cycles', 1);
  return {
    ...counted,
    agile: {
      extraPerVisit: extra / Math.max(1, since('visits', 0)),
      walks: {
        walks: since('walks', 0),
        shadowRefs: since('shadowRefs', 0),
        guestRefs: since('guestRefs', 0),
        hostRefs: since('hostRefs', 0),
      },
    },
  };
}

/** The tables a mode walks: shadow and direct tables map guest-virtual to host-physical, in the smaller page. */
export function walkCase(mode: 'native' | 'nested', input: MmuComparison): TranslationCase {
  return {
    mode,
    guestPage: mode === 'nested' ? input.guestPage : smaller(input.guestPage, input.hostPage),
    hostPage: input.hostPage,
    guestLevels: input.guestLevels ?? 4,
    hostLevels: input.hostLevels ?? 4,
    host: input.host.memory,
    ...(input.options ? { options: input.options } : {}),
  };
}

/** Counts of every mode over one stream of activity. */
export function countModes(
  input: MmuComparison,
  modes: readonly PagingMode[] = pagingModes,
): CountedActivity[] {
  const stream = activityStream(input);
  return modes.map((mode) => countActivity(mode, input, stream));
}

/** Translation and page-table work of every mode, given the cycles per access of its walks. */
export function mmuResults(
  input: MmuComparison,
  walkCycles: Readonly<Record<'native' | 'nested', number>>,
  modes: readonly PagingMode[] = pagingModes,
): MmuResult[] {
  return billedModes(input, walkCycles, countModes(input, modes));
}

/** Prices of what was counted: hosts' costs and settings may differ from those of the counting. */
export function billedModes(
  input: Pick<MmuComparison, 'host' | 'settings'>,
  walkCycles: Readonly<Record<'native' | 'nested', number>>,
  counted: readonly CountedActivity[],
): MmuResult[] {
  return counted.map(({ mode, counts, accesses, agile }) => {
    const bill = billOf(mode, counts, input.host, input.settings);
    const sum = billTotal(bill);
    const pageTables = {
      value: sum.value / accesses,
      low: sum.low / accesses,
      high: sum.high / accesses,
    };
    let translation = walkCycles[mode.walk];
    if (agile) translation += (agile.extraPerVisit * counts.accesses) / accesses;
    const total = translation + pageTables.value;
    const result = { mode: mode.id, title: mode.title, translation, pageTables, total };
    return { ...result, counts, accesses, bill, ...(agile && { walks: agile.walks }) };
  });
}

/** The same accesses and page-table activity under every MMU mode. */
export function compareMmuModes(
  input: MmuComparison,
  source: () => AddressSource,
  modes: readonly PagingMode[] = pagingModes,
): MmuResult[] {
  const cycles = (mode: 'native' | 'nested') =>
    simulate(walkCase(mode, input), source()).cyclesPerAccess?.total ?? 0;
  const visits = input.visits ?? visitsOf(source(), input.seed);
  const walks = { native: cycles('native'), nested: cycles('nested') };
  return mmuResults({ ...input, visits }, walks, modes);
}

/** The pages a source visits first. */
export function visitsOf(source: AddressSource, seed?: number): PageVisits {
  if ('pattern' in source) return patternVisits(source.pattern, seed);
  const recorder = new VisitRecorder();
  for (const words of source.words) {
    recorder.feed(words);
    if (recorder.isFull) break;
  }
  return recorder.finish();
}

function smaller(a: PageSize, b: PageSize): PageSize {
  return framesPer[a] < framesPer[b] ? a : b;
}
