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
  const of = (name: string, otherwise = 0) => now[name] ?? otherwise;
  const [shared, sharing] = [of('pages_shared'), of('pages_sharing')];
  const [unshared, volatilePages] = [of('pages_unshared'), of('pages_volatile')];
  const zero = Math.max(0, of('ksm_zero_pages'));
  const { items, merged } = snapshotPages(now);
  const findings: Finding[] = [];
  const say = (figure: string, value: string, meaning: string) =>
    findings.push({ figure, value, meaning });

  const run = of('run', 1);
  say(
    'run',
    String(run),
    run === 1
      ? 'ksmd scans'
      : run === 0
        ? 'ksmd stands still: what is merged stays merged'
        : 'everything was unmerged',
  );
  say(
    'saved',
    formatBytes(merged * PAGE_BYTES),
    `${sharing} duplicate and ${zero} zero pages freed`,
  );
  say(
    'rmap_items',
    formatBytes(items * RMAP_ITEM_BYTES),
    `${items} pages are tracked, 64 bytes each`,
  );
  const profit = merged * PAGE_BYTES - items * RMAP_ITEM_BYTES;
  say(
    'general_profit',
    formatBytes(profit),
    profit < 0 ? 'KSM costs more memory than it saves' : 'saved less rmap_items',
  );
  if (merged > 0) {
    const ratio = items / merged;
    say(
      'items per merged page',
      ratio.toFixed(1),
      ratio > ITEMS_PER_MERGED_PAGE_LIMIT ? 'above 64 memory is lost' : 'below 64 memory is won',
    );
    if (shared > 0)
      say('sharing / shared', (sharing / shared).toFixed(2), 'copies freed for every page kept');
  }
  if (items > 0) {
    say(
      'unshared',
      `${((100 * unshared) / items).toFixed(1)} %`,
      'visited in vain on every scan: the expensive kind',
    );
    say(
      'volatile',
      `${((100 * volatilePages) / items).toFixed(1)} %`,
      'changing, skipped by smart_scan, or not seen twice yet',
    );
  }
  const limit = of('max_page_sharing', 256);
  if (of('stable_node_chains') > 0) {
    say(
      'stable_node_chains',
      String(of('stable_node_chains')),
      `contents of over ${limit} copies, in ${of('stable_node_dups')} shared pages`,
    );
  }
  return [...findings, ...rateFindings(now, items, merged, hz)];
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
