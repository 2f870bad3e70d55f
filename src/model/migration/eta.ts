import { lastOf, nth, present } from '../../elements.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import type { Text } from '../../message.ts';
import { type DirtyStream, stream } from './dirty.ts';
import { type DirtyFit, fittedStream } from './fit.ts';
import type { ProgressSample } from './progress.ts';
import { rounds, WINDOW_S } from './rounds.ts';
import { fitSyncs, type Trend, trendOf } from './sync-trend.ts';
import { type SeenSync, syncsOf, WIRE_SHARE } from './syncs.ts';

/** What a running migration comes to; `unknown` where too little was seen, `too-close` where it may turn. */
export type EtaVerdict = 'completes' | 'never' | 'too-close' | 'unknown';

export interface Eta {
  verdict: EtaVerdict;
  /** Likeliest seconds from the last look to completion; null when it does not complete or nobody can say. */
  seconds: number | null;
  low: number;
  high: number;
  /** What people compute: remaining / bandwidth. */
  naiveSeconds: number;
  remainingBytes: number | null;
  /** Memory that leaves and that is dirtied anew, per second; null where it was not seen. */
  bandwidthBytesPerS: number;
  dirtiedBytesPerS: number | null;
  /** The guest is stopped once less than this is left. */
  thresholdBytes: number;
  /** Bitmap syncs that lay between the looks. */
  syncsSeen: number;
  /** What the syncs seen so far say about the guest; null where they say nothing. */
  guest: DirtyFit | null;
  /** Streams that dirty as was seen, for advice and for a fresh prediction. */
  streams: DirtyStream[];
  why: Text;
}

/** A bitmap sync changes QEMU's rate of dirtied pages only when the last one is over a second ago. */
const RATE_PERIOD_S = 1;
/** One look decides where this change of the dirtied rate would not: the same doubt as the closed form's. */
const SURE_LOW = 0.8;
const SURE_HIGH = 1.15;
/** Rounds that shrink by less of what is sent are constant: nothing is gained on the guest. */
const GAIN = 0.01;
/**
 * What the time left is uncertain by besides: the approach flattens, and whether the last sync falls below
 * the threshold is chance. From the looks at the recorded migrations, of which nine in ten lie inside.
 */
const SPREAD = { low: 0.45, high: 3.2, windows: 5 };
/** Bytes per second over the last seconds, else as the source or the whole time show it; 0 where nothing moved. */
function bandwidth(samples: readonly ProgressSample[]): number {
  const last = lastOf(samples);
  const from =
    [...samples].reverse().find((sample) => last.seconds - sample.seconds >= 2) ?? nth(samples, 0);
  const span = last.seconds - from.seconds;
  const moved = span > 0 ? (last.transferredBytes - from.transferredBytes) / span : 0;
  if (moved > 0) return moved;
  // A single look without a rate shows at least what it sent on average.
  const average =
    last.seconds > 0 && samples.length === 1 ? last.transferredBytes / last.seconds : 0;
  return last.sentBytesPerS ?? average;
}

/** The rate of dirtying that the last look states; null where no sync can have set it yet. */
function statedDirtying(last: ProgressSample): number | null {
  const stated = last.dirtiedBytesPerS ?? null;
  if (stated === null || stated > 0) return stated;
  return last.syncs >= 2 && last.seconds >= 2 * RATE_PERIOD_S ? 0 : null;
}

/** What the looks say before any verdict. */
interface Seen {
  left: number | null;
  rate: number;
  threshold: number;
  ramPages: number;
  dirtied: number | null;
  syncs: SeenSync[];
  guest: DirtyFit | null;
  now: number;
}

type Answer = Pick<Eta, 'verdict' | 'seconds' | 'low' | 'high' | 'why'> & {
  streams?: DirtyStream[];
};

const never = (why: Text): Answer => ({
  verdict: 'never',
  seconds: null,
  low: Number.POSITIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  why,
});

const unknown = (why: Text, low: number): Answer => ({
  verdict: 'unknown',
  seconds: null,
  low,
  high: Number.POSITIVE_INFINITY,
  why,
});

/** Down to the threshold at sent minus dirtied, then what is left with the guest stopped. */
function atRates(left: number, rate: number, dirtied: number, threshold: number): number {
  const gain = rate - dirtied;
  if (!(gain > 0)) return Number.POSITIVE_INFINITY;
  return Math.max(0, left - threshold) / gain + Math.min(left, threshold) / rate;
}

/** One look with what is left and both rates. */
function byRates({ left, rate, threshold, dirtied, ramPages }: Seen): Answer {
  const streams =
    present(dirtied) > 0 ? [stream('uniform', ramPages, present(dirtied) / PAGE_BYTES)] : [];
  const ratio = present(dirtied) / rate;
  if (ratio > SURE_HIGH) {
    // The set that is rewritten is at least what was dirtied in the shortest period of the rate.
    if (present(dirtied) * RATE_PERIOD_S > threshold) {
      return { ...never('more is dirtied than leaves'), streams };
    }
    const close = { ...never(''), verdict: 'too-close' as const, low: threshold / rate, streams };
    return { ...close, why: 'more is dirtied than leaves, but the set may fit into the pause' };
  }
  if (left === null) {
    return { ...unknown('what is left is not in the file', 0), streams };
  }
  // The last phase may be sent faster than the rounds, and with it all that is below the threshold.
  const low = atRates(Math.max(0, left - threshold), rate, SURE_LOW * present(dirtied), 0);
  const high = atRates(left, rate, present(dirtied) / SURE_LOW, threshold);
  if (ratio > SURE_LOW) {
    const why = 'nearly as much is dirtied as leaves';
    return { verdict: 'too-close', seconds: null, low, high, why, streams };
  }
  const seconds = atRates(left, rate, present(dirtied), threshold);
  const late = Math.max(high, seconds + WINDOW_S);
  const why = 'if the guest goes on dirtying as in its last round';
  return { verdict: 'completes', seconds, low, high: late, why, streams };
}

/** Two syncs or more: the trend of what is pending at them. */
function byTrend(seen: Seen, trend: Trend): Answer {
  const { rate, threshold, now, syncs } = seen;
  const constant = -GAIN * rate;
  // Two or three syncs show no scatter of their own to doubt a constant round by.
  if (trend.slope - (syncs.length > 3 ? trend.error : 0) >= constant) {
    return never('every round ends with as much to send as the one before');
  }
  const { at, pending } = lastOf(syncs);
  const until = (slope: number) =>
    slope < constant
      ? Math.max(WINDOW_S / 2, at + (pending - threshold) / -slope - now) + threshold / rate / 4
      : Number.POSITIVE_INFINITY;
  const error = Math.max(2 * trend.error, 0.15 * -trend.slope);
  const low = until(trend.slope - error);
  const high = until(trend.slope + error);
  if (trend.slope + 2 * trend.error >= constant) {
    const why = 'the rounds shrink too little to say that they go on shrinking';
    const seconds = Number.isFinite(until(trend.slope)) ? until(trend.slope) : null;
    return { verdict: 'too-close', seconds, low, high, why };
  }
  return { verdict: 'completes', seconds: until(trend.slope), low, high, why: '' };
}

/** QEMU's rounds continued with the guest that the syncs show. */
function byGuest(seen: Seen, streams: readonly DirtyStream[], factor = 1): number | null {
  const { left, rate, threshold, syncs, now } = seen;
  const age = now - lastOf(syncs).at;
  const [pageRate, pages] = [rate / PAGE_BYTES, threshold / PAGE_BYTES];
  return rounds(streams, present(left) / PAGE_BYTES, age, { pageRate, threshold: pages }, factor);
}

/**
 * The syncs' guest between its two extremes: one that writes to ever new memory at the rate seen, and one
 * that rewrites the memory seen dirty without end. Both fit a single round.
 */
function byExtremes(seen: Seen): Answer {
  const { guest, syncs, ramPages } = seen;
  const { fresh, roundS } = lastOf(syncs);
  const fitted = guest ? fittedStream(guest) : [];
  const pages = Math.max(1, fresh / PAGE_BYTES);
  const perS = pages / Math.max(WINDOW_S, roundS ?? seen.now);
  const spreading = [stream('sequential', ramPages, perS)];
  const rewriting = [stream('uniform', pages, 1000 * perS)];
  const ends = [spreading, rewriting, ...(fitted.length > 0 ? [fitted] : [])].map((streams) =>
    byGuest(seen, streams),
  );
  const finite = ends.filter((end) => end !== null);
  if (finite.length === 0) {
    return { ...never('more is dirtied than leaves'), streams: fitted };
  }
  const low = Math.min(...finite);
  if (finite.length < ends.length) {
    const why =
      'one round cannot tell a guest that rewrites the same memory from one that writes to new memory';
    return { ...unknown(why, low), seconds: ends[2] ?? null, streams: fitted };
  }
  const seconds = ends[2] ?? nth(ends, 0);
  const high = Math.max(...finite);
  return { verdict: 'completes', seconds, low, high, why: '', streams: fitted };
}

function answerOf(seen: Seen, samples: readonly ProgressSample[]): Answer {
  const { left, rate, dirtied, syncs, guest } = seen;
  if (left !== null && left === 0) {
    return { verdict: 'completes', seconds: 0, low: 0, high: WINDOW_S, why: 'nothing is left' };
  }
  if (!(rate > 0)) {
    return unknown('what was given shows no transfer: give two looks some seconds apart', 0);
  }
  const idle = (left ?? 0) / rate;
  if (syncs.length === 0 || left === null) {
    if (dirtied !== null) return byRates({ ...seen, dirtied });
    const first = lastOf(samples).syncs === 1 ? 'it is in its first pass, and ' : '';
    return unknown(
      `${first}what the guest dirties is not in the file: give two looks with a bitmap sync between them`,
      idle,
    );
  }
  const streams = guest ? fittedStream(guest) : [];
  if (guest && streams.length === 0) {
    const seconds = left / rate;
    const why = 'the guest dirties nothing that was seen';
    return { verdict: 'completes', seconds, low: seconds, high: 1.25 * seconds, why, streams };
  }
  const trend = trendOf(syncs);
  if (!trend) return dirtied === null ? byExtremes(seen) : byRates({ ...seen, dirtied });
  const found = byTrend(seen, trend);
  if (syncs.length > 3 || streams.length === 0) return { ...found, streams };
  return { ...withGuest(found, seen, streams), streams };
}

/** With few syncs the guest that they show has a say beside their trend. */
function withGuest(found: Answer, seen: Seen, streams: readonly DirtyStream[]): Answer {
  const own = byGuest(seen, streams);
  if (found.verdict === 'completes') {
    if (own !== null) {
      const slow = byGuest(seen, streams, 1.15) ?? Number.POSITIVE_INFINITY;
      const fast = byGuest(seen, streams, 0.85) ?? own;
      const why = present(seen.guest).why;
      return { verdict: 'completes', seconds: own, low: fast, high: slow, why };
    }
    const why = 'the rounds shrink, but to no less than the guest rewrites';
    return { ...found, verdict: 'too-close', seconds: null, high: Number.POSITIVE_INFINITY, why };
  }
  return found;
}

/**
 * Verdict and time left of a running migration. What remains is followed from sync to sync: rounds that
 * do not shrink never end, however often somebody looks. Where no sync was seen, one look decides with what
 * is left and the rates it states; without them the verdict is unknown.
 */
export function etaOf(samples: readonly ProgressSample[], downtimeLimitMs: number): Eta {
  const last = lastOf(samples);
  // A source that does not say what is left compares its own two rates of one moment: so does this.
  const own = last.remainingBytes === null ? last.sentBytesPerS : null;
  const sent = own || bandwidth(samples);
  const rate = sent * WIRE_SHARE;
  const threshold = (sent * downtimeLimitMs) / 1000;
  const ramPages = Math.max(1, last.totalBytes / PAGE_BYTES);
  const syncs = syncsOf(samples, threshold);
  const stated = statedDirtying(last);
  const guest = fitSyncs(syncs, ramPages);
  const left = last.remainingBytes;
  const now = last.seconds;
  const seen: Seen = { left, rate, threshold, ramPages, dirtied: stated, syncs, guest, now };
  const { streams = [], ...answer } = answerOf(seen, samples);
  const { roundS, fresh } = syncs.at(-1) ?? { roundS: null, fresh: 0 };
  if (syncs.length > 0 && answer.verdict === 'completes' && answer.seconds) {
    answer.low = Math.min(answer.low, SPREAD.low * answer.seconds);
    const late = SPREAD.high * answer.seconds + SPREAD.windows * WINDOW_S;
    answer.high = Math.max(answer.high, late);
  }
  return {
    ...answer,
    naiveSeconds: left === null || !(sent > 0) ? Number.POSITIVE_INFINITY : left / sent,
    remainingBytes: left,
    bandwidthBytesPerS: sent,
    dirtiedBytesPerS: stated ?? (roundS === null ? null : fresh / roundS),
    thresholdBytes: threshold,
    syncsSeen: syncs.length,
    guest,
    streams,
  };
}

/** The same where somebody states how the guest writes: what is left, at the rate seen, with that guest. */
export function timeLeftOf(eta: Eta, streams: readonly DirtyStream[]): Eta {
  const rate = (eta.bandwidthBytesPerS * WIRE_SHARE) / PAGE_BYTES;
  const [pages, threshold] = [
    (eta.remainingBytes ?? 0) / PAGE_BYTES,
    eta.thresholdBytes / PAGE_BYTES,
  ];
  const at = (factor: number) => rounds(streams, pages, 0, { pageRate: rate, threshold }, factor);
  const [seconds, slower, faster] = [at(1), at(SURE_HIGH), at(SURE_LOW)];
  const why = 'with the guest as stated';
  const common = { ...eta, streams: [...streams], why };
  const high = slower ?? Number.POSITIVE_INFINITY;
  if (seconds === null) {
    const verdict = faster === null ? 'never' : 'too-close';
    return { ...common, verdict, seconds: null, low: faster ?? high, high };
  }
  const low = faster ?? seconds;
  return { ...common, verdict: slower === null ? 'too-close' : 'completes', seconds, low, high };
}
