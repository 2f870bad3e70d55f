import { PAGE_BYTES, PAGE_HEADER_BYTES } from '../../kernels/migration/replay-input.ts';
import { type DirtyStream, uniqueOfStream } from './dirty.ts';
import { dirtyLimitShare } from './dirty-limit.ts';
import { meanLatenessMs } from './lateness.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings, Verdict } from './plan-types.ts';
import { copyRate, effectiveBandwidth, guestPages } from './scenario.ts';

const WIRE_PAGE = PAGE_BYTES + PAGE_HEADER_BYTES;
const MAX_ROUNDS = 400;
/** The closed form is not trusted where this change of the write rate would change its verdict. */
export const CLOSE_FACTORS = [0.75, 1.15] as const;

export interface ExpectedRound {
  seconds: number;
  pendingPages: number;
}

export interface Expected {
  verdict: Verdict;
  totalS: number;
  transferredBytes: number;
  syncCount: number;
  lastPhaseBytes: number;
  blackoutMs: number;
  /** Stop threshold in pages, and the smallest pending set over it: below 1 the migration switches. */
  thresholdPages: number;
  pressure: number;
  rounds: ExpectedRound[];
}

/** A pending set by stream: pages of each still to be sent. */
type Pending = number[];

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

/**
 * Unique pages when the log of a chunk starts only once its first page is sent: between at once and
 * `latest` of the round later, evenly (Gauss-Legendre over three points).
 */
function exposed(part: DirtyStream, seconds: number, share: number, latest: number): number {
  if (latest === 0) return uniqueOfStream(part, seconds, share);
  const at = (node: number) => uniqueOfStream(part, seconds * (1 - latest * node), share);
  return (5 * at(0.1127) + 8 * at(0.5) + 5 * at(0.8873)) / 18;
}

/**
 * Newly dirty pages of a stream after `seconds` when `left` of its pages are dirty already. A uniform
 * stream hits left-over pages in proportion; a sweep and its left-overs do not overlap.
 */
function fresh(
  part: DirtyStream,
  seconds: number,
  left: number,
  share: number,
  latest: number,
): number {
  const unique = exposed(part, seconds, share, latest);
  if (part.kind === 'sequential') return Math.min(unique, part.pages - left);
  return unique * (1 - left / part.pages);
}

/**
 * QEMU's pre-copy loop in expected values: whole windows of `pagesPerWindow`, early round end, left-over
 * pages, unique dirty pages per stream, an unlimited last phase. Microseconds instead of a replay's
 * milliseconds. `share` scales the write rate.
 */
export function expected(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  share = 1,
): Expected {
  const ratio = settings.compressionRatio;
  const rate = effectiveBandwidth(settings, host) / ratio;
  const limited = settings.maxBandwidth > 0 && settings.maxBandwidth / ratio <= rate * 1.0001;
  const windowS = limited ? 0.1 + meanLatenessMs / 1000 : Math.max(0.051, host.ackWaitMs / 500);
  const perWindow = limited
    ? Math.floor(settings.maxBandwidth / ratio / 10 / WIRE_PAGE) + 1
    : (rate * windowS) / WIRE_PAGE;
  const bytesPerS = limited ? perWindow * WIRE_PAGE * 10 : rate;
  // A bandwidth that is given for the switch decides the stop, whatever the window sent.
  const stopRate = settings.switchoverBandwidth / ratio || bytesPerS;
  const thresholdPages = (stopRate * settings.downtimeLimitMs) / 1000 / PAGE_BYTES;

  const pages = guestPages(guest);
  const zero = settings.skipZeroPages ? Math.round(pages * guest.zeroShare) : 0;
  const streams = guest.dirty.filter((part) => part.writesPerS > 0);
  const limitShare = share * dirtyLimitShare(guest, settings);

  const bulk = Math.max(0, pages - zero);
  let windows = Math.max(1, Math.ceil(Math.max(0, bulk - thresholdPages) / perWindow));
  let left = Math.max(0, bulk - windows * perWindow);
  let seconds = host.setupMs / 1000 + windows * windowS + zero * host.zeroPageNs * 1e-9;
  let sent = Math.min(bulk, windows * perWindow);
  const rounds: ExpectedRound[] = [{ seconds: 0, pendingPages: pages }];
  const chunks = host.clearChunkPages > 0 ? Math.max(1, bulk / host.clearChunkPages) : 1;
  const spread = (chunks - 1) / chunks;
  // In the first pass the working set lies in front of the cold pages; later it is all there is.
  const inFront = Math.min(1, sum(streams.map((part) => part.pages)) / Math.max(1, bulk));
  let pending: Pending = streams.map((part) =>
    fresh(part, seconds, 0, limitShare, spread * inFront),
  );
  const wsChunks = Math.max(1, chunks * inFront);
  const wsSpread = (wsChunks - 1) / wsChunks;
  // Left-overs of the first pass lie at the end of RAM; the working set is taken to lie before it.
  let cold = left;
  let pressure = Number.POSITIVE_INFINITY;
  let verdict: Verdict = 'never';
  let syncs = 2;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const total = cold + sum(pending);
    rounds.push({ seconds, pendingPages: total });
    const ratioNow = total / Math.max(1e-9, thresholdPages);
    const settled = Math.abs(ratioNow - pressure) < 1e-4 * ratioNow;
    pressure = Math.min(pressure, ratioNow);
    if (total < thresholdPages || total < 1) {
      verdict = 'completes';
      break;
    }
    if (settled && round > 3) break;
    windows = Math.max(1, Math.ceil((total - thresholdPages) / perWindow));
    const carried = Math.min(total, windows * perWindow);
    // A round that runs dry ends early: the clock follows the pages, not the windows.
    const tookS = limited ? windows * windowS : (carried * WIRE_PAGE) / rate;
    const keep = 1 - carried / total;
    cold *= keep;
    pending = pending.map((dirty, i) => {
      left = dirty * keep;
      // Chunks the round did not reach keep their log running from the sync on.
      const early = fresh(streams[i]!, tookS, left, limitShare, 0);
      const late = wsSpread > 0 ? fresh(streams[i]!, tookS, left, limitShare, wsSpread) : early;
      return left + keep * early + (1 - keep) * late;
    });
    sent += carried;
    seconds += tookS;
    syncs++;
  }
  const last = verdict === 'completes' ? rounds.at(-1)!.pendingPages : 0;
  const lastBytes = last * WIRE_PAGE * ratio;
  const lastRate =
    settings.linkBandwidth > 0
      ? Math.min(settings.linkBandwidth, copyRate(settings, host) * ratio)
      : copyRate(settings, host) * ratio;
  const queued = settings.linkBandwidth > 0 && !limited ? 0.69 * host.socketBytes : 0;
  const lastS = (lastBytes + guest.deviceStateBytes) / lastRate;
  return {
    verdict,
    totalS: seconds + lastS,
    transferredBytes: (sent + last) * WIRE_PAGE * ratio + 9 * zero,
    syncCount: syncs + 1,
    lastPhaseBytes: lastBytes,
    blackoutMs: 1000 * (lastS + queued / lastRate) + host.switchMs,
    thresholdPages,
    pressure,
    rounds,
  };
}

/** The closed form with its own doubt: `too-close` near the critical rate, never a guess. */
export function quickPrediction(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
): Expected {
  const plain = expected(guest, settings, host);
  const sure = CLOSE_FACTORS.every(
    (factor) => expected(guest, settings, host, factor).verdict === plain.verdict,
  );
  const { pressure, rounds } = plain;
  // A sweep may run with the scan or against it, hot and cold pages are sent in no fixed proportion,
  // and a long approach to the threshold may turn.
  const sweeping = guest.dirty.some((part) => part.kind === 'sequential');
  const [low, high] = sweeping ? [0.6, 1.6] : guest.dirty.length > 2 ? [0.75, 1.35] : [0.97, 1];
  const doubtful = pressure > low && pressure < high;
  return sure && !(doubtful && rounds.length > 8) ? plain : { ...plain, verdict: 'too-close' };
}

/**
 * Factor on the guest's write rate at which the verdict changes, by bisection on the closed form:
 * above 1 the guest could write faster and still finish, below 1 it must slow down. Infinity when no
 * rate prevents the switch (the working set fits into the downtime), 0 when none allows it.
 */
export function criticalFactor(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
): number {
  const finishes = (factor: number) =>
    expected(guest, settings, host, factor).verdict === 'completes';
  if (guest.dirty.every((part) => part.writesPerS === 0)) return Number.POSITIVE_INFINITY;
  let low = 2 ** -20;
  let high = 2 ** 20;
  if (finishes(high)) return Number.POSITIVE_INFINITY;
  if (!finishes(low)) return 0;
  for (let step = 0; step < 40; step++) {
    const middle = Math.sqrt(low * high);
    if (finishes(middle)) low = middle;
    else high = middle;
  }
  return Math.sqrt(low * high);
}

/**
 * Where the pending set of a uniform writer settles with one sync per window: x* = W + b - bW/a with
 * a = W(1 - exp(-D tau / W)). It converges if x* is below the threshold (migration.md, own derivation).
 */
export function settledPendingPages(
  writesPerS: number,
  workingSet: number,
  pagesPerWindow: number,
  windowS: number,
): number {
  const unique = -workingSet * Math.expm1((-writesPerS * windowS) / workingSet);
  return workingSet + pagesPerWindow - (pagesPerWindow * workingSet) / unique;
}
