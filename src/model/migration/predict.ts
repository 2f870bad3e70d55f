import { lastOf, nth, num } from '../../elements.ts';
import { replay } from '../../kernels/migration/index.ts';
import { PAGE_BYTES, type ReplayResult } from '../../kernels/migration/replay-input.ts';
import { copyFactor } from './copy-factor.ts';
import { uniquePages, writeRate } from './dirty.ts';
import { CLOSE_FACTORS, criticalFactor, type Expected, quickPrediction } from './expected.ts';
import type {
  Interval,
  MigratingGuest,
  MigrationHost,
  MigrationSettings,
  Verdict,
} from './plan-types.ts';
import { effectiveBandwidth, guestPages, toReplay } from './scenario.ts';

export interface MigrationPrediction {
  verdict: Verdict;
  /** Share of the replays that finished in time. */
  finishedShare: number;
  totalS: Interval | null;
  transferredBytes: Interval;
  rounds: Interval;
  lastPhaseBytes: Interval | null;
  /** The guest's real pause, stop on the source to resume on the destination. */
  blackoutMs: Interval | null;
  /** What query-migrate would report as `downtime`. */
  reportedDowntimeMs: Interval | null;
  /** Guest time lost to throttling, seconds. */
  throttledS: number;
  throttlePct: number;
  /** Write rate over the rate at which the verdict changes; Infinity = no rate changes it. */
  criticalFactor: number;
  criticalWritesPerS: number;
  closedForm: Expected;
  /** The replay nearest to the median, for charts. */
  staircase: { seconds: number; remainingBytes: number; thresholdBytes: number }[];
  /** Pauses of the replays that finished, ms. */
  blackoutsMs: number[];
  replicas: number;
  /** Replayed pages per real page; above 1 only for the largest guests. */
  grain: number;
  horizonS: number;
}

const MOST_REPLICAS = 15;
/** What one prediction may cost, and what a replayed page and write do, nanoseconds of this machine. */
const COST_NS = 8e8;
const PAGE_COST_NS = 4;
const WRITE_COST_NS = 10;
/** A sync, and the scan after it, go over the whole bitmap: per page of it. */
const SYNC_COST_NS = 0.02;
/** A coarser replay is not far from the exact one with so many pages in all, and at the threshold (coarse.test.ts). */
const FEWEST_PAGES = 2 ** 14;
const FEWEST_AT_STOP = 64;
/** Syncs are no closer than a turn of the loop. */
const SHORTEST_TURN_S = 0.05;
const MOST_PAGES = 2 ** 28;
/** Mean window of nine idle recorded runs, lowest tenth and highest tenth over the middle. */
export const HOST_SPREAD = { low: 0.989, high: 1.09 } as const;

function interval(
  values: readonly number[],
  spread: { low: number; high: number } = { low: 1, high: 1 },
): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    value: num(sorted, (sorted.length - 1) >> 1),
    low: num(sorted, 0) * spread.low,
    high: lastOf(sorted) * spread.high,
  };
}

function horizon(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  quick: Expected,
): number {
  if (settings.timeoutS !== null) return settings.timeoutS;
  const bulkS = (guest.ramBytes * settings.compressionRatio) / effectiveBandwidth(settings, host);
  if (settings.autoConverge || settings.postcopyAfterS !== null || settings.xbzrle) {
    return 30 * bulkS + 120;
  }
  if (quick.verdict === 'completes') return 4 * quick.totalS + 30;
  return quick.verdict === 'never' ? 3 * bulkS + 10 : 12 * bulkS + 60;
}

/** What one exact replay costs here, ns: to its end where that is plain, else to the horizon. */
function costNs(
  guest: MigratingGuest,
  host: MigrationHost,
  horizonS: number,
  quick: Expected,
): number {
  const pages = guestPages(guest);
  const syncS = (host.syncMs + (host.syncNsPerPage * pages) / 1e6) / 1000;
  // The closed form leaves out what the guest writes while the log is read, which may keep a large one from ending.
  const ends =
    quick.verdict === 'completes' &&
    uniquePages(guest.dirty, syncS) < CLOSE_FACTORS[0] * quick.thresholdPages;
  const seconds = ends ? Math.min(horizonS, quick.totalS) : horizonS;
  // Syncs at every turn are what does not end; what is in doubt is worth the replays that tell.
  const syncs = ends || quick.verdict === 'too-close' ? 0 : seconds / (SHORTEST_TURN_S + syncS);
  return (
    (PAGE_COST_NS + SYNC_COST_NS * syncs) * pages + WRITE_COST_NS * writeRate(guest.dirty) * seconds
  );
}

/**
 * The grain above which the guest would be too few pages to count, or what is left at its stop where it plainly stops: there
 * a replay is short, while one that goes on to the horizon is dear over a slow link.
 */
function coarsest(pages: number, { verdict, thresholdPages }: Expected): number {
  const atStop = verdict === 'completes' ? thresholdPages / FEWEST_AT_STOP : pages;
  return Math.max(1, Math.floor(Math.min(pages / FEWEST_PAGES, atStop)));
}

/**
 * Prediction of one migration: replays that differ in what nobody knows before the start (where a sweep
 * stands, when windows end late), medians and ranges over them, and the closed form beside them.
 */
export function predictMigration(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  { seed = 1, replicas }: { seed?: number; replicas?: number } = {},
): MigrationPrediction {
  const quick = quickPrediction(guest, settings, host);
  const horizonS = horizon(guest, settings, host, quick);
  const pages = guestPages(guest);
  const cost = costNs(guest, host, horizonS, quick);
  // Deltas keep a version per page, so their guests are coarser; so are those with very many writes.
  const most = settings.xbzrle ? 2 ** 24 : MOST_PAGES;
  const wanted = Math.min(Math.ceil(cost / COST_NS / 2), coarsest(pages, quick));
  const grain = Math.max(1, Math.ceil(pages / most), wanted);
  const affordable = Math.max(1, Math.min(MOST_REPLICAS, Math.floor((COST_NS * grain) / cost)));
  const count = replicas ?? affordable;
  const results = Array.from({ length: count }, (_, k) =>
    replay(
      toReplay(guest, settings, host, {
        phase: (k + 0.5) / count,
        seed: seed * 1000 + 77 * k,
        horizonS,
        grain,
        copyFactor: copyFactor(k, count, host.copySpread),
      }),
    ),
  );
  const done = results.filter((result) => result.finished);
  const finishedShare = done.length / count;
  let verdict: Verdict =
    finishedShare === 1 ? 'completes' : finishedShare === 0 ? 'never' : 'too-close';
  if (count === 1 && quick.verdict === 'too-close') verdict = 'too-close';
  const shown = 2 * done.length >= count ? done : results.filter((result) => !result.finished);
  const scale = settings.compressionRatio * grain;
  const over = (pick: (result: ReplayResult) => number, spread?: { low: number; high: number }) =>
    interval(shown.map(pick), spread);
  const finished = shown === done && done.length > 0;
  const factor = criticalFactor(guest, settings, host);
  const middle = nth(
    [...shown].sort((a, b) => a.totalNs - b.totalNs),
    (shown.length - 1) >> 1,
  );
  return {
    verdict,
    finishedShare,
    totalS: finished ? over((result) => result.totalNs / 1e9, HOST_SPREAD) : null,
    transferredBytes: over((result) => result.transferredBytes * scale),
    rounds: over((result) => result.syncCount),
    lastPhaseBytes: finished ? over((result) => result.lastPhaseBytes * scale) : null,
    blackoutMs: finished ? over((result) => result.blackoutNs / 1e6) : null,
    reportedDowntimeMs: finished ? over((result) => result.reportedDowntimeNs / 1e6) : null,
    throttledS: middle.throttledNs / 1e9,
    throttlePct: middle.throttlePct,
    criticalFactor: factor,
    criticalWritesPerS: factor * writeRate(guest.dirty),
    closedForm: agreeing(quick, verdict),
    staircase: staircase(middle, scale * PAGE_BYTES, scale),
    blackoutsMs: done.map((result) => result.blackoutNs / 1e6),
    replicas: count,
    grain,
    horizonS,
  };
}

/**
 * The closed form knows neither throttling nor post-copy nor deltas, and guests next to their critical
 * rate only as far as expected values do: where the replays say otherwise, it is in doubt.
 */
function agreeing(quick: Expected, verdict: Verdict): Expected {
  return quick.verdict === verdict ? quick : { ...quick, verdict: 'too-close' };
}

function staircase(result: ReplayResult, pageBytes: number, scale: number) {
  return result.rounds.slice(0, 500).map((round) => ({
    seconds: round.tNs / 1e9,
    remainingBytes: round.pendingPages * pageBytes,
    thresholdBytes: round.thresholdBytes * scale,
  }));
}
