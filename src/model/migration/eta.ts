import { PAGE_BYTES, PAGE_HEADER_BYTES } from '../../kernels/migration/replay-input.ts';
import { uniqueOfStream } from './dirty.ts';
import { type DirtyFit, fittedStream, fitUnique, type UniqueSample } from './fit.ts';
import { meanLatenessMs } from './lateness.ts';

/** One look at a running migration: query-migrate or domjobinfo. */
export interface ProgressSample {
  seconds: number;
  transferredBytes: number;
  remainingBytes: number;
  totalBytes: number;
  /** dirty-sync-count or iteration. */
  syncs: number;
  /** Pages sent so far, normal and zero; null when not reported. */
  pagesSent: number | null;
}

export interface Eta {
  /** Seconds from the last sample to completion; null when it will not complete as it goes. */
  seconds: number | null;
  low: number;
  high: number;
  /** What people compute: remaining / bandwidth. */
  naiveSeconds: number;
  bandwidthBytesPerS: number;
  verdict: 'completes' | 'never' | 'unknown';
  /** What the syncs seen so far say about the guest; null before the second one. */
  guest: DirtyFit | null;
  why: string;
}

const WINDOW_S = 0.1 + meanLatenessMs / 1000;
const WIRE_SHARE = PAGE_BYTES / (PAGE_BYTES + PAGE_HEADER_BYTES);
const MAX_ROUNDS = 2000;

/** Bytes per second over the last seconds that were not spent waiting. */
function bandwidth(samples: readonly ProgressSample[]): number {
  const last = samples.at(-1)!;
  const from =
    [...samples].reverse().find((sample) => last.seconds - sample.seconds >= 2) ?? samples[0]!;
  const span = last.seconds - from.seconds;
  return span > 0 ? (last.transferredBytes - from.transferredBytes) / span : 0;
}

interface SeenSync {
  /** When it was seen, and how long after the one before. */
  at: number;
  seconds: number;
  pending: number;
  fresh: number;
  left: number;
}

/** Newly dirty pages per sync: what remaining grew by, plus what was sent meanwhile. */
export function syncsOf(samples: readonly ProgressSample[]): SeenSync[] {
  const seen: SeenSync[] = [];
  let lastSync: number | null = null;
  for (let i = 1; i < samples.length; i++) {
    const [before, after] = [samples[i - 1]!, samples[i]!];
    if (after.syncs <= before.syncs) continue;
    const sent =
      after.pagesSent !== null && before.pagesSent !== null
        ? after.pagesSent - before.pagesSent
        : ((after.transferredBytes - before.transferredBytes) * WIRE_SHARE) / PAGE_BYTES;
    const grown = (after.remainingBytes - before.remainingBytes) / PAGE_BYTES;
    // The sync lay anywhere between the two looks; the sample before the first one started the clock.
    const at = (before.seconds + after.seconds) / 2;
    const since = lastSync ?? samples[0]!.seconds;
    const fresh = Math.max(0, grown + sent);
    const left = Math.max(0, before.remainingBytes / PAGE_BYTES - sent);
    const pending = after.remainingBytes / PAGE_BYTES;
    if (at > since) seen.push({ at, seconds: at - since, pending, fresh, left });
    lastSync = at;
  }
  return seen;
}

/** Syncs after which the pending set's own trend says more than a fitted guest. */
const TREND_SYNCS = 4;

/**
 * The pending set shrinks by bandwidth minus dirtying, so it falls nearly linearly in time once rounds
 * are short; pages per second over the last syncs, least squares. Null before there are enough.
 */
function trend(seen: readonly SeenSync[]): number | null {
  if (seen.length < TREND_SYNCS) return null;
  const recent = seen.slice(-Math.max(TREND_SYNCS, Math.ceil(seen.length / 2)));
  const meanT = recent.reduce((sum, { at }) => sum + at, 0) / recent.length;
  const meanP = recent.reduce((sum, { pending }) => sum + pending, 0) / recent.length;
  let [top, bottom] = [0, 0];
  for (const { at, pending } of recent) {
    top += (at - meanT) * (pending - meanP);
    bottom += (at - meanT) ** 2;
  }
  return bottom > 0 ? top / bottom : null;
}

/** Unique pages behind the newly dirty ones: pages still waiting to be sent cannot become dirty again. */
function fitSyncs(seen: readonly SeenSync[], ramPages: number): DirtyFit | null {
  if (seen.length === 0) return null;
  let set = ramPages;
  let fit: DirtyFit | null = null;
  for (let pass = 0; pass < 3; pass++) {
    const samples: UniqueSample[] = seen.map(({ seconds, fresh, left }) => {
      const pages = fresh / Math.max(0.1, 1 - Math.min(left, set) / set);
      return { seconds, pages, sd: Math.sqrt(pages + 1) + 0.03 * pages + 5 };
    });
    fit = fitUnique(samples, ramPages);
    if (!Number.isFinite(fit.workingSetPages.value)) return fit;
    set = Math.max(1, fit.workingSetPages.value);
  }
  return fit;
}

/**
 * Time left of a running migration: the guest's dirtying is fitted to the syncs seen so far and QEMU's
 * rounds are continued from where they stand, instead of dividing what remains by the bandwidth.
 */
export function etaOf(samples: readonly ProgressSample[], downtimeLimitMs: number): Eta {
  const last = samples.at(-1)!;
  const rate = bandwidth(samples);
  const naiveSeconds = rate > 0 ? last.remainingBytes / rate : Number.POSITIVE_INFINITY;
  const common = { naiveSeconds, bandwidthBytesPerS: rate };
  if (!(rate > 0)) {
    const why = 'the samples show no transfer: at least two at different times are needed';
    const none = { seconds: null, low: 0, high: Number.POSITIVE_INFINITY, guest: null };
    return { ...common, ...none, verdict: 'unknown', why };
  }
  const ramPages = Math.max(1, last.totalBytes / PAGE_BYTES);
  const seen = syncsOf(samples);
  const guest = fitSyncs(seen, ramPages);
  const streams = guest ? fittedStream(guest) : [];
  if (!guest) {
    const why = 'still in the first pass: what the guest dirties is not known before the next sync';
    const rest = { seconds: naiveSeconds, low: naiveSeconds, high: Number.POSITIVE_INFINITY };
    return { ...common, ...rest, verdict: 'unknown', guest, why };
  }
  const pageRate = (rate * WIRE_SHARE) / PAGE_BYTES;
  const threshold = (rate * downtimeLimitMs) / 1000 / PAGE_BYTES;
  const lastSync = [...samples]
    .reverse()
    .find((sample, i, list) => i + 1 < list.length && list[i + 1]!.syncs < sample.syncs);
  const age = lastSync ? last.seconds - lastSync.seconds : 0;
  const slope = trend(seen);
  const run = (factor: number) => {
    if (slope !== null) return byTrend(seen, last.seconds, slope * factor, threshold, pageRate);
    return rounds(streams, last.remainingBytes / PAGE_BYTES, age, pageRate, threshold, 2 - factor);
  };
  const seconds = run(1);
  const [fast, slow] = [run(1.15), run(0.85)];
  return {
    ...common,
    seconds,
    low: fast ?? naiveSeconds,
    high: slow ?? Number.POSITIVE_INFINITY,
    verdict: seconds === null ? 'never' : 'completes',
    guest,
    why: guest.why,
  };
}

/** The same from the trend of the pending set; null when it grows. */
function byTrend(
  seen: readonly SeenSync[],
  now: number,
  slope: number,
  threshold: number,
  pageRate: number,
): number | null {
  if (slope >= 0) return null;
  const { at, pending } = seen.at(-1)!;
  const end = at + (pending - threshold) / -slope;
  return Math.max(WINDOW_S / 2, end - now) + threshold / pageRate / 4;
}

/** Seconds until the pending set is below the threshold and sent; null when it settles above. */
function rounds(
  streams: ReturnType<typeof fittedStream>,
  pages: number,
  age: number,
  pageRate: number,
  threshold: number,
  factor: number,
): number | null {
  let pending = pages;
  let seconds = 0;
  let logged = age;
  let previous = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const windows = Math.max(1, Math.ceil((pending - threshold) / (pageRate * WINDOW_S)));
    const tookS = windows * WINDOW_S;
    const left = Math.max(0, pending - tookS * pageRate);
    seconds += tookS;
    logged += tookS;
    let fresh = 0;
    for (const part of streams) {
      const unique = uniqueOfStream(part, logged, factor);
      fresh += unique * (1 - Math.min(1, left / part.pages));
    }
    pending = left + fresh;
    logged = 0;
    if (pending < threshold) return seconds + pending / pageRate / 4;
    if (pending >= previous * 0.9999 && round > 4) return null;
    previous = pending;
  }
  return null;
}
