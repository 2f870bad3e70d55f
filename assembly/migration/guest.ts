// A guest that dirties pages at 1 kHz. Twin: src/kernels/migration/guest.reference.ts.
//
// writer, 64 bytes: kind u32 (0 uniform, 1 sequential) | startPage | pages | position
//                   writesPerS f64 | due f64 | fromMs u32 | toMs | periodMs
import { drawBelow } from '../lib/rng';
import { setPage } from './bitmap';
import { BATCH, BATCH_PAGES, GUEST_RNG, WRITER_BYTES, WRITERS } from './layout';

export const TICK_NS: f64 = 1000000;

let log: usize = 0;
let versions: usize = 0;
let writersEnd: usize = 0;
let tick: f64 = 1;
let writes: f64 = 0;
let throttledNs: f64 = 0;
// Throttling: from `fromMs` on the vCPU runs 10 ms less `lateMs`, then sleeps `sleepMs` and that.
const SLICE_MS: f64 = 10;
let fromMs: f64 = 0;
let sleepMs: f64 = 0;
let makeUpMs: f64 = 0;
let lateMs: f64 = 0;

export function startGuest(logPtr: usize, versionsPtr: usize, writerCount: u32): void {
  log = logPtr;
  versions = versionsPtr;
  writersEnd = WRITERS + <usize>writerCount * WRITER_BYTES;
  tick = 1;
  writes = 0;
  throttledNs = 0;
  sleepMs = 0;
}

export function setThrottle(atMs: f64, sleep: f64, makeUp: f64, late: f64): void {
  fromMs = atMs;
  sleepMs = sleep;
  makeUpMs = makeUp;
  lateMs = late;
}

/** Milliseconds of work done in this tick: none while the vCPU sleeps, more right after. */
function workOfTick(): f64 {
  if (sleepMs === 0) return 1;
  const period = SLICE_MS + sleepMs;
  const since = tick - fromMs;
  const phase = since - Math.floor(since / period) * period;
  if (phase >= SLICE_MS - lateMs) return 0;
  return phase < 1 && since >= period ? 1 + Math.min(makeUpMs, sleepMs + lateMs) : 1;
}

export function writesDone(): f64 {
  return writes;
}

export function lostNs(): f64 {
  return throttledNs;
}

/** When the guest will write next. */
export function nextTickNs(): f64 {
  return tick * TICK_NS;
}

function mark(page: u32): void {
  setPage(log, page);
  if (versions !== 0) {
    const version = versions + ((<usize>page) << 2);
    store<u32>(version, load<u32>(version) + 1);
  }
}

function tickWriter(writer: usize, work: f64): void {
  const period = load<u32>(writer, 40);
  if (period !== 0) {
    const phase = <u32>(<u64>tick % <u64>period);
    if (phase < load<u32>(writer, 32) || phase >= load<u32>(writer, 36)) return;
  }
  let due = load<f64>(writer, 24) + (load<f64>(writer, 16) / 1000) * work;
  const count = Math.floor(due);
  store<f64>(writer, due - count, 24);
  writes += count;
  const start = load<u32>(writer, 4);
  const pages = load<u32>(writer, 8);
  const n = <u32>count;
  if (load<u32>(writer) === 0) {
    for (let left = n; left > 0; ) {
      const size = min(left, BATCH_PAGES);
      drawBelow(GUEST_RNG, pages, size, BATCH);
      const end = BATCH + ((<usize>size) << 2);
      for (let at = BATCH; at < end; at += 4) mark(start + load<u32>(at));
      left -= size;
    }
    return;
  }
  let position = load<u32>(writer, 12);
  for (let i: u32 = 0; i < n; i++) {
    mark(start + position);
    position++;
    if (position === pages) position = 0;
  }
  store<u32>(writer, position, 12);
}

/** Everything the guest writes up to and including `tNs`. */
export function runGuestUntil(tNs: f64): void {
  while (tick * TICK_NS <= tNs) {
    const work = workOfTick();
    if (work > 0) {
      for (let at = WRITERS; at < writersEnd; at += WRITER_BYTES) tickWriter(at, work);
    } else throttledNs += TICK_NS;
    tick++;
  }
}
