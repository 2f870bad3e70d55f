import type { Host, PageSize } from '../../hosts/host.ts';
import {
  type AddressSource,
  simulate,
  type TranslationCase,
  type TranslationOptions,
} from '../translation/simulate.ts';
import { type ActivityRates, generateActivity, replay } from './activity.ts';
import { type BillLine, billOf, billTotal } from './bill.ts';
import { GuestKernel } from './guest.ts';
import { noCounts, type PagingCounts } from './mmu.ts';
import { type PagingMode, pagingModes } from './modes.ts';

export interface MmuComparison {
  host: Host;
  guestPage: PageSize;
  hostPage: PageSize;
  guestLevels?: 4 | 5;
  hostLevels?: 4 | 5;
  /** Page-table activity per 1000 accesses. */
  activity: ActivityRates;
  /** Entry updates per hypercall of paravirtual direct paging. */
  batch?: number;
  options?: TranslationOptions;
  seed?: number;
}

export interface MmuResult {
  mode: PagingMode['id'];
  title: string;
  /** Cycles per access: second-level TLB hits and walks, then the monitor's page-table work. */
  translation: number;
  pageTables: { value: number; low: number; high: number };
  total: number;
  counts: PagingCounts;
  bill: BillLine[];
}

/** Accesses of the activity stream: enough that rates of 0.1 per 1000 occur. */
const ACTIVITY_ACCESSES = 20_000;
/** A walk through a nested leaf reads 8 entries where a shadow walk reads 4. */
const AGILE_LEAF_FACTOR = 2;

const framesPer: Record<PageSize, number> = { '4K': 1, '2M': 512, '1G': 512 * 512 };

/** Events of the steady state: the first touches of the working set are left out. */
export function countActivity(mode: PagingMode, input: MmuComparison): PagingCounts {
  const mmu = mode.create({
    batch: input.batch ?? 8,
    framesPerHostPage: framesPer[input.hostPage],
  });
  const kernel = new GuestKernel(mmu, input.guestLevels ?? 4, input.host.kpti);
  replay(kernel, generateActivity(input.activity, 0, input.seed));
  const before = { ...mmu.counts };
  // The stream begins with the same first touches, which now find everything mapped.
  replay(kernel, generateActivity(input.activity, ACTIVITY_ACCESSES, input.seed));
  const counts = noCounts();
  for (const key of Object.keys(counts) as (keyof PagingCounts)[]) {
    counts[key] = mmu.counts[key] - before[key];
  }
  return counts;
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

/** Translation and page-table work of every mode, given the cycles per access of its walks. */
export function mmuResults(
  input: MmuComparison,
  walkCycles: Readonly<Record<'native' | 'nested', number>>,
  modes: readonly PagingMode[] = pagingModes,
): MmuResult[] {
  return modes.map((mode) => {
    const counts = countActivity(mode, input);
    const bill = billOf(mode, counts, input.host);
    const sum = billTotal(bill);
    const pageTables = {
      value: sum.value / ACTIVITY_ACCESSES,
      low: sum.low / ACTIVITY_ACCESSES,
      high: sum.high / ACTIVITY_ACCESSES,
    };
    let translation = walkCycles[mode.walk];
    if (mode.id === 'agile' && counts.accesses > 0) {
      translation *= 1 + ((AGILE_LEAF_FACTOR - 1) * counts.nestedLeafAccesses) / counts.accesses;
    }
    const total = translation + pageTables.value;
    return { mode: mode.id, title: mode.title, translation, pageTables, total, counts, bill };
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
  return mmuResults(input, { native: cycles('native'), nested: cycles('nested') }, modes);
}

function smaller(a: PageSize, b: PageSize): PageSize {
  return framesPer[a] < framesPer[b] ? a : b;
}
