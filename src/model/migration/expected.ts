import { lastOf, num } from '../../elements.ts';
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

/** How the loop sends: windows of a rate limit, or as fast as the sender goes; page bytes, headers included. */
interface Sending {
  limited: boolean;
  windowS: number;
  perWindow: number;
  rate: number;
  /** Below so many pending pages the guest is stopped. */
  thresholdPages: number;
}

function sendingOf(settings: MigrationSettings, host: MigrationHost): Sending {
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
  return { limited, windowS, perWindow, rate, thresholdPages };
}

/** The guest after some rounds: what is pending, what was sent, and how the dirty log spreads. */
interface Progress {
  seconds: number;
  /** Pages sent; cold pages left of the first pass; dirty pages of each stream. */
  sent: number;
  cold: number;
  pending: Pending;
  /** How much later than the sync a chunk's log starts at most, in rounds. */
  spread: number;
}

/** The first pass over all of memory. `share` scales the writes. */
function firstPass(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  streams: readonly DirtyStream[],
  share: number,
): Progress {
  const { perWindow, windowS, thresholdPages } = sendingOf(settings, host);
  const pages = guestPages(guest);
  const zero = zeroPages(guest, settings);
  const bulk = Math.max(0, pages - zero);
  const windows = Math.max(1, Math.ceil(Math.max(0, bulk - thresholdPages) / perWindow));
  const seconds = host.setupMs / 1000 + windows * windowS + zero * host.zeroPageNs * 1e-9;
  const chunks = host.clearChunkPages > 0 ? Math.max(1, bulk / host.clearChunkPages) : 1;
  const spread = (chunks - 1) / chunks;
  // In the first pass the working set lies in front of the cold pages; later it is all there is.
  const inFront = Math.min(1, sum(streams.map((part) => part.pages)) / Math.max(1, bulk));
  const chunksInFront = Math.max(1, chunks * inFront);
  return {
    seconds,
    sent: Math.min(bulk, windows * perWindow),
    // Left-overs of the first pass lie at the end of RAM; the working set is taken to lie before it.
    cold: Math.max(0, bulk - windows * perWindow),
    pending: streams.map((part) => fresh(part, seconds, 0, share, spread * inFront)),
    spread: (chunksInFront - 1) / chunksInFront,
  };
}

const zeroPages = (guest: MigratingGuest, settings: MigrationSettings) =>
  settings.skipZeroPages ? Math.round(guestPages(guest) * guest.zeroShare) : 0;

/** One round over what is pending, of which at most all but the threshold is sent. */
function nextRound(
  now: Progress,
  sending: Sending,
  streams: readonly DirtyStream[],
  share: number,
): Progress {
  const { limited, windowS, perWindow, rate, thresholdPages } = sending;
  const total = now.cold + sum(now.pending);
  const windows = Math.max(1, Math.ceil((total - thresholdPages) / perWindow));
  const carried = Math.min(total, windows * perWindow);
  // A round that runs dry ends early: the clock follows the pages, not the windows.
  const tookS = limited ? windows * windowS : (carried * WIRE_PAGE) / rate;
  const keep = 1 - carried / total;
  return {
    ...now,
    seconds: now.seconds + tookS,
    sent: now.sent + carried,
    cold: now.cold * keep,
    pending: streams.map((part, i) => {
      const left = num(now.pending, i) * keep;
      // Chunks the round did not reach keep their log running from the sync on.
      const early = fresh(part, tookS, left, share, 0);
      const late = now.spread > 0 ? fresh(part, tookS, left, share, now.spread) : early;
      return left + keep * early + (1 - keep) * late;
    }),
  };
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
  const sending = sendingOf(settings, host);
  const { thresholdPages } = sending;
  const streams = guest.dirty.filter((part) => part.writesPerS > 0);
  const limitShare = share * dirtyLimitShare(guest, settings);
  const rounds: ExpectedRound[] = [{ seconds: 0, pendingPages: guestPages(guest) }];
  let now = firstPass(guest, settings, host, streams, limitShare);
  let pressure = Number.POSITIVE_INFINITY;
  let verdict: Verdict = 'never';
  let syncs = 3;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const total = now.cold + sum(now.pending);
    rounds.push({ seconds: now.seconds, pendingPages: total });
    const ratioNow = total / Math.max(1e-9, thresholdPages);
    const settled = Math.abs(ratioNow - pressure) < 1e-4 * ratioNow;
    pressure = Math.min(pressure, ratioNow);
    if (total < thresholdPages || total < 1) {
      verdict = 'completes';
      break;
    }
    if (settled && round > 3) break;
    now = nextRound(now, sending, streams, limitShare);
    syncs++;
  }
  const left = verdict === 'completes' ? lastOf(rounds).pendingPages : 0;
  const end = lastPhase(guest, settings, host, sending.limited, left);
  const ratio = settings.compressionRatio;
  const bytes = (now.sent + left) * WIRE_PAGE * ratio + 9 * zeroPages(guest, settings);
  return {
    verdict,
    totalS: now.seconds + end.seconds,
    transferredBytes: bytes,
    syncCount: syncs,
    lastPhaseBytes: end.bytes,
    blackoutMs: end.blackoutMs,
    thresholdPages,
    pressure,
    rounds,
  };
}

/** The last phase: `pages` sent without limit while the guest stands still. */
function lastPhase(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  limited: boolean,
  pages: number,
): { bytes: number; seconds: number; blackoutMs: number } {
  const ratio = settings.compressionRatio;
  const bytes = pages * WIRE_PAGE * ratio;
  const copy = copyRate(settings, host) * ratio;
  const link = settings.linkBandwidth;
  const rate = link > 0 ? Math.min(link, copy) : copy;
  const queued = link > 0 && !limited ? 0.69 * host.socketBytes : 0;
  const seconds = (bytes + guest.deviceStateBytes) / rate;
  return { bytes, seconds, blackoutMs: 1000 * (seconds + queued / rate) + host.switchMs };
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
