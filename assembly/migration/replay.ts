// QEMU's pre-copy loop, as many pages at a time as nothing can come between: a tick of the guest, the end of the budget, a
// full socket, a look at the clock that ends the turn.
// Twin: src/kernels/migration/reference.ts, which explains each step.
import { nextU32, seedRng } from '../lib/rng';
import { clearChunkOf, lateClearing, leaveChunks, startChunks } from './chunks';
import { lostNs, nextTickNs, runGuestUntil, startGuest, writesDone } from './guest';
import {
  GUEST_RNG,
  LATENESS,
  MAX_CHUNKS,
  MAX_ROUNDS,
  parameter,
  ROUND_BYTES,
  ROUNDS,
  result,
  THREAD_RNG,
} from './layout';
import { fillPacket, flushPacket, packetRoom, startPackets, syncBytes } from './multifd';
import {
  atZeroPage,
  mergeLog,
  NONE,
  nextDirty,
  nextInSegment,
  pagesLeft,
  passedOnce,
  startScan,
  takePages,
} from './scan';
import { noteSync, startThrottle, throttle } from './throttle';
import {
  budget,
  closeWindowIfDue,
  count,
  MS,
  restOfWindowMs,
  startWindows,
  threshold,
  used,
  windows,
} from './window';
import { freeWrites, push, pushFree, startsBefore, startWire, wireEmptyAt, wireNs } from './wire';
import {
  BLOCK_NAME_BYTES,
  END_MARK_BYTES,
  NORMAL_BYTES,
  PAGE_BYTES,
  SECTION_FOOTER_BYTES,
  SECTION_HEADER_BYTES,
  ZERO_BYTES,
} from './wire-format';
import { deltaOf, startCache } from './xbzrle';

const MAX_WAIT_NS: f64 = 51000000;
/** Pages sent in one go where nothing else limits them: a call stays short. */
const LONGEST_RUN: u32 = 65536;

// Parameters, in the order of src/kernels/migration/memory.ts.
let copyNs: f64 = 0;
let zeroNs: f64 = 0;
let xbzrleNs: f64 = 0;
let syncNs: f64 = 0;
let switchNs: f64 = 0;
let horizonNs: f64 = 0;
let xbzrleAllowed: bool = false;
let channels: f64 = 0;
let channelZeros: bool = false;
let postcopyAfterNs: f64 = -1;
let latenessMask: u32 = 0;
let normalWireNs: f64 = 0;
let zeroWireNs: f64 = 0;

let log: usize = 0;
let versions: usize = 0;
let t: f64 = 0;
let syncs: u32 = 0;
let transferred: f64 = 0;
let normal: f64 = 0;
let zeros: f64 = 0;
let lastStage: bool = false;

/** Lays the guest out in the arena and does the set-up sync. The caller has filled the tables. */
export function startReplay(arena: usize): void {
  const pages = <u32>parameter(0);
  copyNs = parameter(8);
  zeroNs = parameter(9);
  xbzrleNs = parameter(10);
  syncNs = parameter(12);
  switchNs = parameter(13);
  horizonNs = parameter(15);
  xbzrleAllowed = parameter(25) > 0;
  channels = parameter(27);
  postcopyAfterNs = parameter(28);
  latenessMask = <u32>parameter(31) - 1;
  channelZeros = channels > 0 && parameter(34) > 0;
  const seed = <u32>parameter(16);

  const words = (<u32>((<u64>pages + 511) >>> 9)) << 3;
  const bitmapBytes = (<usize>words) << 3;
  log = arena + bitmapBytes;
  let at = log + bitmapBytes + MAX_CHUNKS;
  versions = 0;
  if (xbzrleAllowed) {
    versions = at;
    at += (<usize>pages) << 2;
    memory.fill(versions, 0, (<usize>pages) << 2);
    startCache(at, <u32>parameter(25), parameter(26));
  }
  memory.fill(log, 0, bitmapBytes);
  startChunks(log + bitmapBytes, log, <u32>parameter(30), pages);
  startScan(arena, words, pages);
  startThrottle();

  seedRng(GUEST_RNG, seed);
  seedRng(THREAD_RNG, seed ^ 0x5bd1e995);
  startGuest(log, versions, <u32>parameter(1));
  startWire(parameter(4), parameter(5), parameter(6), parameter(7));
  normalWireNs = wireNs(NORMAL_BYTES);
  zeroWireNs = wireNs(ZERO_BYTES);

  t = parameter(11);
  startPackets(parameter(36));
  syncs = 0;
  transferred = BLOCK_NAME_BYTES;
  normal = 0;
  zeros = 0;
  lastStage = false;
  startWindows(parameter(2), parameter(3), parameter(32), Math.floor(t / MS));
  sync();
}

/** Turns of the migration thread, at most `turns`; 0 = go on, 1 = finished, 2 = out of time. */
export function runReplay(turns: u32): u32 {
  for (let i: u32 = 0; i < turns; i++) {
    if (!(t < horizonNs)) {
      finish(0, 0, t, 0, 0, 0, 0, 0, 0);
      return 2;
    }
    if (<f64>pagesLeft() * PAGE_BYTES < threshold) sync();
    const pending = <f64>pagesLeft() * PAGE_BYTES;
    if (pending === 0 || pending < threshold) {
      complete();
      return 1;
    }
    if (postcopyAfterNs >= 0 && t >= postcopyAfterNs) {
      postcopy();
      return 1;
    }
    iterate();
    closeWindowIfDue(Math.floor(t / MS));
    if (used > budget) sleepToWindowEnd();
  }
  return 0;
}

function sync(): void {
  runGuestUntil(t);
  const fresh = <f64>mergeLog(log, !lateClearing());
  if (lateClearing()) leaveChunks();
  syncs++;
  t += syncNs;
  noteSync(Math.floor(t / MS), fresh, transferred);
  if (syncs > MAX_ROUNDS) return;
  const round = ROUNDS + <usize>(syncs - 1) * ROUND_BYTES;
  store<f64>(round, t);
  store<f64>(round, fresh, 8);
  store<f64>(round, <f64>pagesLeft(), 16);
  store<f64>(round, threshold, 24);
  store<f64>(round, throttle(), 32);
}

/** Sends one page whose delta may be in the cache. */
function sendDelta(page: u32): void {
  takePages(page, 1);
  const version = load<u32>(versions + ((<usize>page) << 2));
  const bytes = deltaOf(page, version, syncs, lastStage);
  if (bytes >= 0) {
    t += xbzrleNs;
    return put(bytes);
  }
  normal++;
  t += copyNs;
  put(channels > 0 ? fillPacket(false, 1) : NORMAL_BYTES);
}

/** Takes up to `limit` dirty pages of this segment from `page` on; returns how many there were. */
function takeRun(page: u32, limit: u32): u32 {
  let taken: u32 = 0;
  for (let next = page; next !== NONE; next = nextInSegment()) {
    if (lateClearing()) clearChunkOf(next);
    taken += takePages(next, limit - taken);
    if (taken === limit) break;
  }
  return taken;
}

/** Sends up to `limit` pages from `page` on, fewer if anything may come between; returns how many. */
function sendRun(page: u32, limit: u32, untilNs: f64): u32 {
  const zero = atZeroPage();
  if (xbzrleAllowed && passedOnce() && !zero) {
    if (lateClearing()) clearChunkOf(page);
    sendDelta(page);
    return 1;
  }
  if (channels > 0 && (channelZeros || !zero)) return packRun(page, limit, untilNs);
  const cost = zero ? zeroNs : copyNs;
  const bytes = zero ? ZERO_BYTES : NORMAL_BYTES;
  const onWire = zero ? zeroWireNs : normalWireNs;
  limit = startsBefore(untilNs, t, cost, limit);
  const free = freeWrites(onWire, cost, t, limit);
  const taken = takeRun(page, free === 0 ? 1 : free);
  const n = <f64>taken;
  if (free === 0) t = push(onWire, t + cost);
  else {
    pushFree(onWire, cost, t, taken);
    t += n * cost;
  }
  if (zero) zeros += n;
  else normal += n;
  const sum = n * bytes;
  count(sum);
  transferred += sum;
  return taken;
}

/** The same into the packet that is being filled: nothing leaves before it is full. */
function packRun(page: u32, limit: u32, untilNs: f64): u32 {
  const zero = atZeroPage();
  const cost = zero ? Math.floor(zeroNs / channels) : copyNs;
  const taken = takeRun(page, startsBefore(untilNs, t, cost, min(limit, packetRoom())));
  const n = <f64>taken;
  t += n * cost;
  if (zero) zeros += n;
  else normal += n;
  put(fillPacket(zero, taken));
  return taken;
}

function iterate(): void {
  const startedNs = t;
  count(SECTION_HEADER_BYTES);
  let i: u32 = 0;
  while (used <= budget) {
    runGuestUntil(t);
    const page = nextDirty();
    if (page === NONE) break;
    // Up to the page after which the clock is looked at, and up to the page that exceeds the budget.
    let limit = ((64 - (i & 63)) & 63) + 1;
    const bytes = atZeroPage() ? ZERO_BYTES : NORMAL_BYTES;
    // Further where the clock cannot show the longest wait by then.
    const unseen = Math.floor((startedNs + MAX_WAIT_NS - 1 - t) / (atZeroPage() ? zeroNs : copyNs));
    if (unseen > <f64>limit) limit = <u32>Math.min(unseen, <f64>LONGEST_RUN);
    const affordable = Math.floor((budget - used) / bytes) + 1;
    if (affordable < <f64>limit) limit = <u32>affordable;
    i += sendRun(page, limit, nextTickNs());
    if (((i - 1) & 63) === 0 && t - startedNs >= MAX_WAIT_NS) break;
  }
  if (channels > 0) syncChannels();
  count(END_MARK_BYTES + SECTION_FOOTER_BYTES);
  transferred += END_MARK_BYTES;
}

function put(bytes: f64): void {
  if (bytes === 0) return;
  count(bytes);
  transferred += bytes;
  t = push(wireNs(bytes), t);
}

function syncChannels(): void {
  put(flushPacket());
  put(syncBytes(channels));
}

function sleepToWindowEnd(): void {
  const restMs = restOfWindowMs(Math.floor(t / MS));
  const late = load<u32>(LATENESS + ((<usize>(nextU32(THREAD_RNG) & latenessMask)) << 2));
  t += restMs * MS + <f64>late;
  closeWindowIfDue(Math.floor(t / MS));
}

function sendRest(): void {
  for (let page = nextDirty(); page !== NONE; page = nextDirty())
    sendRun(page, LONGEST_RUN, Infinity);
  if (channels > 0) syncChannels();
  put(END_MARK_BYTES);
}

function complete(): void {
  const stopNs = t;
  lastStage = true;
  copyNs = parameter(24);
  sync();
  const before = transferred;
  const left = <f64>pagesLeft();
  sendRest();
  const bytes = transferred - before;
  t = push(wireNs(parameter(14)), t);
  const blackout = wireEmptyAt(t) + switchNs - stopNs;
  const total = parameter(29) > 0 ? stopNs + blackout : t;
  finish(1, 0, total, bytes, left, 0, stopNs, blackout, total - stopNs);
}

function postcopy(): void {
  const stopNs = t;
  sync();
  const left = <f64>pagesLeft();
  t = push(wireNs(parameter(14)), t);
  const blackout = wireEmptyAt(t) + switchNs - stopNs;
  const before = transferred;
  copyNs = parameter(33);
  sendRest();
  finish(1, 1, t, 0, left, transferred - before, stopNs, blackout, switchNs);
}

function finish(
  finished: f64,
  byPostcopy: f64,
  totalNs: f64,
  lastBytes: f64,
  lastPages: f64,
  postcopyBytes: f64,
  stopNs: f64,
  blackout: f64,
  reported: f64,
): void {
  result(0, finished);
  result(1, byPostcopy);
  result(2, totalNs);
  result(3, transferred);
  result(4, normal);
  result(5, zeros);
  result(6, <f64>syncs);
  result(7, lastBytes);
  result(8, lastPages);
  result(9, postcopyBytes);
  result(10, stopNs);
  result(11, blackout);
  result(12, reported);
  result(13, <f64>pagesLeft());
  result(14, windows);
  result(15, throttle());
  result(16, lostNs());
  result(17, writesDone());
}
