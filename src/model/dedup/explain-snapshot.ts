import { formatBytes } from '../../format.ts';
import { PAGE_BYTES, RMAP_ITEM_BYTES } from '../../kernels/ksm/machine.ts';
import { ksmdCost, wakePeriodMs } from './ksm/cost.ts';

/** Counters and knobs under their names in /sys/kernel/mm/ksm. */
export type SnapshotNumbers = Readonly<Record<string, number>>;

export interface Finding {
  /** What was looked at. */
  figure: string;
  value: string;
  meaning: string;
}

const duration = (seconds: number) =>
  seconds < 120 ? `${seconds.toFixed(1)} s` : `${(seconds / 60).toFixed(1)} min`;

/** Documentation rule of thumb: above so many items a merged page, KSM costs more memory than it saves. */
const ITEMS_PER_MERGED_PAGE_LIMIT = PAGE_BYTES / RMAP_ITEM_BYTES;

/** Pages tracked (rmap_items) and pages freed of a snapshot. */
export function snapshotPages(now: SnapshotNumbers): { items: number; merged: number } {
  const of = (name: string) => now[name] ?? 0;
  return {
    items: of('pages_shared') + of('pages_sharing') + of('pages_unshared') + of('pages_volatile'),
    merged: of('pages_sharing') + Math.max(0, of('ksm_zero_pages')),
  };
}

/** Findings of a snapshot one by one, and what other scan rates would do. `hz`: timer ticks a second. */
export function explainSnapshot(now: SnapshotNumbers, hz: number): Finding[] {
  const { items, merged } = snapshotPages(now);
  return [
    runFinding(now.run ?? 1),
    ...savingFindings(now, items, merged),
    ...ratioFindings(now, items, merged),
    ...shareFindings(now, items),
    ...chainFindings(now),
    ...rateFindings(now, items, merged, hz),
  ];
}

function runFinding(run: number): Finding {
  const states = ['ksmd stands still: what is merged stays merged', 'ksmd scans'];
  return { figure: 'run', value: String(run), meaning: states[run] ?? 'everything was unmerged' };
}

/** What is saved, what it takes, and the difference. */
function savingFindings(now: SnapshotNumbers, items: number, merged: number): Finding[] {
  const zero = Math.max(0, now.ksm_zero_pages ?? 0);
  const profit = merged * PAGE_BYTES - items * RMAP_ITEM_BYTES;
  return [
    {
      figure: 'saved',
      value: formatBytes(merged * PAGE_BYTES),
      meaning: `${now.pages_sharing ?? 0} duplicate and ${zero} zero pages freed`,
    },
    {
      figure: 'rmap_items',
      value: formatBytes(items * RMAP_ITEM_BYTES),
      meaning: `${items} pages are tracked, 64 bytes each`,
    },
    {
      figure: 'general_profit',
      value: formatBytes(profit),
      meaning: profit < 0 ? 'KSM costs more memory than it saves' : 'saved less rmap_items',
    },
  ];
}

/** How many pages are tracked, and how many freed, for one. */
function ratioFindings(now: SnapshotNumbers, items: number, merged: number): Finding[] {
  if (merged === 0) return [];
  const { pages_shared: shared = 0, pages_sharing: sharing = 0 } = now;
  const ratio = items / merged;
  const perMerged = {
    figure: 'items per merged page',
    value: ratio.toFixed(1),
    meaning:
      ratio > ITEMS_PER_MERGED_PAGE_LIMIT ? 'above 64 memory is lost' : 'below 64 memory is won',
  };
  if (shared === 0) return [perMerged];
  const perKept = {
    figure: 'sharing / shared',
    value: (sharing / shared).toFixed(2),
    meaning: 'copies freed for every page kept',
  };
  return [perMerged, perKept];
}

/** Pages that are looked at for nothing. */
function shareFindings(now: SnapshotNumbers, items: number): Finding[] {
  if (items === 0) return [];
  const share = (pages = 0) => `${((100 * pages) / items).toFixed(1)} %`;
  return [
    {
      figure: 'unshared',
      value: share(now.pages_unshared),
      meaning: 'visited in vain on every scan: the expensive kind',
    },
    {
      figure: 'volatile',
      value: share(now.pages_volatile),
      meaning: 'changing, skipped by smart_scan, or not seen twice yet',
    },
  ];
}

/** Contents of more copies than one kept page may have. */
function chainFindings(now: SnapshotNumbers): Finding[] {
  const { stable_node_chains: chains = 0, stable_node_dups: kept = 0 } = now;
  if (chains <= 0) return [];
  const limit = now.max_page_sharing ?? 256;
  return [
    {
      figure: 'stable_node_chains',
      value: String(chains),
      meaning: `contents of over ${limit} copies, in ${kept} shared pages`,
    },
  ];
}

function rateFindings(now: SnapshotNumbers, items: number, merged: number, hz: number): Finding[] {
  const sleepMs = now.sleep_millisecs ?? 20;
  const rate = now.pages_to_scan ?? 100;
  if (items === 0 || rate <= 0) return [];
  // Unmerged pages: visit, checksum and about log2(n) compares in two trees; merged ones: a glance.
  const compares = 2 * Math.log2(Math.max(2, items));
  const unmergedNs = ksmdCost.checksum.value + compares * ksmdCost.compare.value;
  const mergedShare = Math.min(1, merged / items);
  const visitNs = mergedShare * ksmdCost.mergedVisit.value + (1 - mergedShare) * unmergedNs;
  const period = wakePeriodMs(sleepMs, hz);
  return [...new Set([rate, rate * 10, rate * 100])].map((pages) => {
    const wakeMs = period.ms + (pages * visitNs) / 1e6;
    const scan = (items / pages) * (wakeMs / 1000);
    const cpu = (100 * pages * visitNs) / 1e6 / wakeMs;
    return {
      figure: pages === rate ? `pages_to_scan ${pages} (now)` : `pages_to_scan ${pages}`,
      value: `${duration(scan)} a scan, ${cpu.toFixed(1)} % of a CPU`,
      meaning: `a new duplicate merges within two scans: ${duration(2 * scan)}`,
    };
  });
}
