// The window of QEMU's rate limit: what was sent in it, and the stop threshold its speed gives.
export const MS: f64 = 1000000;
const WINDOW_MS: f64 = 100;

/** Bytes a window may carry, and bytes it carried. */
export let budget: f64 = 0;
export let used: f64 = 0;
/** Below so many pending bytes the guest is stopped. */
export let threshold: f64 = 0;
/** Windows closed. */
export let windows: f64 = 0;

let downtimeLimitMs: f64 = 0;
let switchover: f64 = 0;
let startMs: f64 = 0;
let bytesSent: f64 = 0;

/** The first window. `limitMs`: the downtime limit; `switchBandwidth`: bytes/s given for the switch, 0 = as measured. */
export function startWindows(bytes: f64, limitMs: f64, switchBandwidth: f64, nowMs: f64): void {
  budget = bytes;
  downtimeLimitMs = limitMs;
  switchover = switchBandwidth;
  startMs = nowMs;
  bytesSent = 0;
  used = 0;
  threshold = 0;
  windows = 0;
}

export function count(bytes: f64): void {
  used += bytes;
  bytesSent += bytes;
}

export function closeWindowIfDue(nowMs: f64): void {
  if (nowMs < startMs + WINDOW_MS) return;
  const bandwidth = switchover > 0 ? switchover / 1000 : bytesSent / (nowMs - startMs);
  threshold = Math.floor(bandwidth * downtimeLimitMs);
  startMs = nowMs;
  bytesSent = 0;
  used = 0;
  windows++;
}

/** Milliseconds until the window may be closed. */
export function restOfWindowMs(nowMs: f64): f64 {
  return Math.max(0, startMs + WINDOW_MS - nowMs);
}
