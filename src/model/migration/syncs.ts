import { nth, present } from '../../elements.ts';
import { PAGE_BYTES, PAGE_HEADER_BYTES } from '../../kernels/migration/replay-input.ts';
import type { ProgressSample } from './progress.ts';

export const WIRE_SHARE = PAGE_BYTES / (PAGE_BYTES + PAGE_HEADER_BYTES);

/** A bitmap sync that lay between two looks, or the mean of several. All in bytes of memory. */
export interface SeenSync {
  /** When it was, seconds. */
  at: number;
  /** How long the round before it took; null where its start was not seen. */
  roundS: number | null;
  /** To be sent right after it: what matters for the end, whenever the next look came. */
  pending: number;
  /** Newly dirtied since the sync before it; exact, wherever between the looks it lay. */
  fresh: number;
  /** Still unsent when it came. */
  left: number;
}

/** Memory sent between two looks. Zero pages count only where pages are counted. */
function sentBetween(before: ProgressSample, after: ProgressSample): number {
  return after.pagesSent !== null && before.pagesSent !== null
    ? (after.pagesSent - before.pagesSent) * PAGE_BYTES
    : (after.transferredBytes - before.transferredBytes) * WIRE_SHARE;
}

/** More dirtied than rounding explains: how a sync shows where syncs are not counted. */
function showsSync(fresh: number, after: ProgressSample, before: ProgressSample): boolean {
  return (
    present(after.remainingBytes) > present(before.remainingBytes) &&
    fresh > after.totalBytes / 1000
  );
}

/**
 * Syncs that looks at a migration show. What remains is compared at the syncs themselves and not at the
 * looks: between them it falls, so that its slope over looks depends on when they were taken. A sync lies
 * where what remained before it had shrunk to what every sync leaves unsent, which no look can exceed.
 */
export function syncsOf(samples: readonly ProgressSample[], thresholdBytes = 0): SeenSync[] {
  const pairs = [];
  for (let i = 1; i < samples.length; i++) {
    const [before, after] = [nth(samples, i - 1), nth(samples, i)];
    if (before.remainingBytes === null || after.remainingBytes === null) continue;
    const sent = sentBetween(before, after);
    const fresh = Math.max(0, after.remainingBytes - before.remainingBytes + sent);
    const counted = after.syncs > before.syncs;
    const uncounted = after.syncs === 0 && showsSync(fresh, after, before);
    if (!(counted || uncounted) || !(after.seconds > before.seconds)) continue;
    const rate = sent / (after.seconds - before.seconds);
    pairs.push({ before, after, sent, fresh, rate });
  }
  const typical = pairs.reduce(
    (least, { before }) => Math.min(least, present(before.remainingBytes)),
    thresholdBytes,
  );
  const first = samples[0];
  // The first sync is at the start; where the looks begin later, the round they begin in is not whole.
  let since = first && first.syncs <= 1 ? 0 : null;
  return pairs.map(({ before, after, sent, fresh, rate }) => {
    const most = present(before.remainingBytes);
    const span = after.seconds - before.seconds;
    const syncs = Math.max(1, after.syncs - before.syncs);
    let left = Math.min(most, Math.max(typical, most - sent, 0));
    let at = Math.min(after.seconds, before.seconds + (rate > 0 ? (most - left) / rate : 0));
    let pending = left + fresh;
    if (syncs > 1) {
      // Several between two looks are known by their mean alone, in the middle of the time.
      at = after.seconds - span / 2;
      left = Math.max(0, typical);
      pending = left + fresh / syncs;
    }
    const roundS = since === null || syncs > 1 || at <= since ? null : at - since;
    since = at;
    return { at, roundS, pending, fresh, left };
  });
}
