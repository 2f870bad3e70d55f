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
let share: f64 = 1;
let throttledNs: f64 = 0;

export function startGuest(logPtr: usize, versionsPtr: usize, writerCount: u32): void {
  log = logPtr;
  versions = versionsPtr;
  writersEnd = WRITERS + <usize>writerCount * WRITER_BYTES;
  tick = 1;
  writes = 0;
  share = 1;
  throttledNs = 0;
}

export function setShare(value: f64): void {
  share = value;
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

function tickWriter(writer: usize): void {
  const period = load<u32>(writer, 40);
  if (period !== 0) {
    const phase = <u32>(<u64>tick % <u64>period);
    if (phase < load<u32>(writer, 32) || phase >= load<u32>(writer, 36)) return;
  }
  let due = load<f64>(writer, 24) + (load<f64>(writer, 16) / 1000) * share;
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
    for (let writer = WRITERS; writer < writersEnd; writer += WRITER_BYTES) tickWriter(writer);
    throttledNs += (1 - share) * TICK_NS;
    tick++;
  }
}
