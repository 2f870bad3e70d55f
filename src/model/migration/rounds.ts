import { type DirtyStream, uniqueOfStream } from './dirty.ts';
import { meanLatenessMs } from './lateness.ts';

/** A window of QEMU's rate limit with its usual lateness. */
export const WINDOW_S = 0.1 + meanLatenessMs / 1000;
const MAX_ROUNDS = 2000;

/**
 * Seconds until `pages` that are left now are below the threshold and sent; null when they settle above it.
 * `age`: seconds since the last sync; `pageRate`: pages a second the link takes; `factor` scales the write rates.
 */
export function rounds(
  streams: readonly DirtyStream[],
  pages: number,
  age: number,
  { pageRate, threshold }: { pageRate: number; threshold: number },
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
