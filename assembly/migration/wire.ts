// The sender's socket in front of a slower link. Twin: src/kernels/migration/wire.reference.ts.
import { nextU32 } from '../lib/rng';
import { THREAD_RNG } from './layout';

const SHORTEST_WAIT_NS: f64 = 50000;

let rate: f64 = 0;
let capacityNs: f64 = 0;
let waitNs: f64 = 0;
let jitter: f64 = 0;
let emptyNs: f64 = 0;
let ackNs: f64 = 0;

function nextUnit(): f64 {
  const high = nextU32(THREAD_RNG) >>> 5;
  const low = nextU32(THREAD_RNG) >>> 6;
  return (<f64>high * 67108864.0 + <f64>low) / 9007199254740992.0;
}

export function startWire(bytesPerS: f64, socketBytes: f64, ackWait: f64, ackJitter: f64): void {
  rate = bytesPerS;
  capacityNs = rate > 0 ? Math.floor((socketBytes / rate) * 1e9) : 0;
  waitNs = Math.min(ackWait, Math.floor(0.75 * capacityNs));
  jitter = ackJitter;
  emptyNs = 0;
  ackNs = rate > 0 ? -Math.floor(waitNs * nextUnit()) : 0;
}

/** Time `bytes` take on the link; 0 without one. */
export function wireNs(bytes: f64): f64 {
  return rate > 0 ? Math.ceil((bytes / rate) * 1e9) : 0;
}

/** Writes what takes `cost` on the link at `t`; returns when the write comes back. */
export function push(cost: f64, t: f64): f64 {
  if (cost === 0) return t;
  while (emptyNs > t && emptyNs - t + cost > capacityNs) {
    let wait = waitNs;
    if (nextUnit() < jitter) wait = Math.floor(wait * (0.4 + 0.6 * nextUnit()));
    t = Math.max(t + SHORTEST_WAIT_NS, ackNs + wait);
    ackNs = t;
  }
  emptyNs = Math.max(emptyNs, t) + cost;
  return t;
}

/** How many pages, one every `stepNs` from `t` on, begin before `untilNs`: one at least, at most `n`. */
export function startsBefore(untilNs: f64, t: f64, stepNs: f64, n: u32): u32 {
  const pages = stepNs > 0 ? Math.ceil((untilNs - t) / stepNs) : <f64>n;
  if (pages >= <f64>n) return n;
  return pages < 1 ? 1 : <u32>pages;
}

/** How many writes of `cost`, one every `stepNs` from `t` + `stepNs` on, go without blocking; at most `n`. */
export function freeWrites(cost: f64, stepNs: f64, t: f64, n: u32): u32 {
  if (cost === 0) return n;
  const ahead = Math.max(0, emptyNs - (t + stepNs));
  if (ahead > 0 && ahead + cost > capacityNs) return 0;
  if (cost <= stepNs) return n;
  const room = Math.floor((capacityNs - cost - ahead) / (cost - stepNs));
  return room < 0 ? 1 : room + 1 < <f64>n ? <u32>(room + 1) : n;
}

/** Books `n` writes that freeWrites has promised not to block. */
export function pushFree(cost: f64, stepNs: f64, t: f64, n: u32): void {
  if (cost === 0) return;
  const last = <f64>n;
  emptyNs = Math.max(
    emptyNs + last * cost,
    Math.max(t + stepNs + last * cost, t + last * stepNs + cost),
  );
}

export function wireEmptyAt(t: f64): f64 {
  return Math.max(emptyNs, t);
}
