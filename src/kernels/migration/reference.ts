// QEMU's pre-copy loop page by page, written for clarity; assembly/migration/replay.ts is its fast twin.
// Follows migration/migration.c and migration/ram.c of QEMU 7.2 (docs/model/migration.md).

import { Rng } from '../../rng.ts';
import { Guest } from './guest.reference.ts';
import { Packets } from './multifd.reference.ts';
import {
  MAX_ROUNDS,
  PAGE_BYTES,
  PAGE_HEADER_BYTES,
  type ReplayInput,
  type ReplayResult,
  type Round,
  ZERO_PAGE_BYTES,
} from './replay-input.ts';
import { Wire } from './wire.reference.ts';
import { DeltaCache } from './xbzrle.reference.ts';

const MS = 1_000_000;
const WINDOW_MS = 100;
/** ram_save_iterate gives up its turn after this. */
const MAX_WAIT_NS = 50 * MS;
/** Section header and footer around one turn of ram_save_iterate, and the end mark inside it. */
const SECTION_HEADER_BYTES = 5;
const SECTION_FOOTER_BYTES = 5;
const END_MARK_BYTES = 8;
/** Names of the RAM blocks, once each, and set-up records counted as transferred. */
const BLOCK_NAME_BYTES = 83;

class Replay {
  private readonly input: ReplayInput;
  private readonly pages: number;
  private readonly todo: Uint8Array;
  private readonly zero: Uint8Array;
  private readonly guest: Guest;
  private readonly wire: Wire;
  private readonly rng: Rng;
  private readonly budget: number;
  private readonly chunkUnclear: Uint8Array;
  private readonly cache: DeltaCache | null;
  private remaining: number;
  private scan = 0;
  private t: number;
  private windowStartMs = 0;
  private windowBytes = 0;
  private used = 0;
  private threshold = 0;
  private xbzrleOn = false;
  private readonly packets: Packets;
  private copyNs: number;
  private syncs = 0;
  private periodStartMs = -1;
  private periodDirty = 0;
  private periodTransferred = 0;
  private highCount = 0;
  private throttlePct = 0;
  private transferred = BLOCK_NAME_BYTES;
  private normal = 0;
  private zeros = 0;
  private windows = 0;
  private lastStage = false;
  private readonly rounds: Round[] = [];

  constructor(input: ReplayInput) {
    this.input = input;
    this.pages = input.segments.reduce((sum, segment) => sum + segment.pages, 0);
    this.todo = new Uint8Array(this.pages).fill(1);
    this.zero = new Uint8Array(this.pages);
    let at = 0;
    for (const { pages, zero } of input.segments) {
      if (zero) this.zero.fill(1, at, at + pages);
      at += pages;
    }
    this.remaining = this.pages;
    this.guest = new Guest(input, this.pages);
    this.rng = new Rng(input.seed ^ 0x5bd1e995);
    this.wire = new Wire(input, this.rng);
    this.packets = new Packets(input.grain);
    this.budget = Math.floor(input.maxBandwidth / 10);
    this.copyNs = input.copyNsPerPage;
    const chunk = input.clearChunkPages || this.pages;
    this.chunkUnclear = new Uint8Array(Math.ceil(this.pages / chunk));
    this.cache = input.xbzrle ? new DeltaCache(input.xbzrle) : null;
    this.t = input.setupNs;
  }

  run(): ReplayResult {
    const { input } = this;
    this.windowStartMs = Math.floor(this.t / MS);
    this.sync();
    while (this.t < input.horizonNs) {
      if (this.remaining * PAGE_BYTES < this.threshold) this.sync();
      const pending = this.remaining * PAGE_BYTES;
      if (pending === 0 || pending < this.threshold) return this.complete();
      if (input.postcopyAfterNs >= 0 && this.t >= input.postcopyAfterNs) return this.postcopy();
      this.iterate();
      this.closeWindowIfDue();
      if (this.used > this.budget) this.sleepToWindowEnd();
    }
    return this.result({ finished: false });
  }

  /** migration_bitmap_sync: what the guest dirtied since becomes work; throttling is decided here. */
  private sync(): void {
    this.guest.runUntil(this.t);
    const { log } = this.guest;
    let fresh = 0;
    for (let page = 0; page < this.pages; page++) {
      if (!log[page]) continue;
      if (!this.todo[page]) fresh++;
      this.todo[page] = 1;
    }
    if (this.input.clearChunkPages > 0) this.chunkUnclear.fill(1);
    else log.fill(0);
    this.remaining += fresh;
    this.periodDirty += fresh;
    this.syncs++;
    this.t += this.input.syncNs;
    const nowMs = Math.floor(this.t / MS);
    if (this.periodStartMs < 0) this.periodStartMs = nowMs;
    if (nowMs > this.periodStartMs + 1000) {
      this.decideThrottle(nowMs);
      this.periodStartMs = nowMs;
      this.periodDirty = 0;
      this.periodTransferred = this.transferred;
    }
    if (this.rounds.length < MAX_ROUNDS) {
      this.rounds.push({
        tNs: this.t,
        newDirtyPages: fresh,
        pendingPages: this.remaining,
        thresholdBytes: this.threshold,
        throttlePct: this.throttlePct,
      });
    }
  }

  private decideThrottle(nowMs: number): void {
    const rule = this.input.autoConverge;
    if (!rule) return;
    const dirtied = this.periodDirty * PAGE_BYTES;
    const allowed = Math.floor(
      ((this.transferred - this.periodTransferred) * rule.triggerPct) / 100,
    );
    if (dirtied <= allowed || ++this.highCount < 2) return;
    this.highCount = 0;
    if (this.throttlePct === 0) this.throttlePct = rule.initialPct;
    else {
      let step = rule.incrementPct;
      if (rule.tailslow) {
        const running = 100 - this.throttlePct;
        step = Math.min(Math.floor(running - (running * allowed) / dirtied), step);
      }
      this.throttlePct = Math.min(this.throttlePct + step, rule.maxPct);
    }
    const sleepMs = (10 * this.throttlePct) / (100 - this.throttlePct);
    this.guest.throttle = { fromMs: nowMs, sleepMs, makeUpMs: rule.makeUpMs, lateMs: rule.lateMs };
  }

  /** The next page to send from the scan position on, cyclic; -1 when there is none. */
  private nextDirty(): number {
    if (this.remaining === 0) {
      this.xbzrleOn = this.input.xbzrle !== null;
      return -1;
    }
    for (;;) {
      if (this.scan === this.pages) {
        this.scan = 0;
        this.xbzrleOn = this.input.xbzrle !== null;
      }
      if (this.todo[this.scan]) return this.scan;
      this.scan++;
    }
  }

  private count(bytes: number): void {
    this.used += bytes;
    this.windowBytes += bytes;
  }

  /** Sends one page; returns its bytes on the wire. */
  private send(page: number): number {
    const { input } = this;
    const chunk = input.clearChunkPages > 0 ? Math.floor(page / input.clearChunkPages) : 0;
    if (this.chunkUnclear[chunk]) {
      const from = chunk * input.clearChunkPages;
      this.guest.log.fill(0, from, from + input.clearChunkPages);
      this.chunkUnclear[chunk] = 0;
    }
    this.todo[page] = 0;
    this.remaining--;
    this.scan = page + 1;
    if (this.zero[page] && input.multifdZeroPages && input.multifdChannels > 0) {
      this.zeros++;
      this.t += Math.floor(input.zeroNsPerPage / input.multifdChannels);
      return this.packets.add(true);
    }
    if (this.zero[page]) {
      this.zeros++;
      this.t += input.zeroNsPerPage;
      return ZERO_PAGE_BYTES;
    }
    if (this.xbzrleOn) {
      const version = this.guest.versions![page]!;
      const bytes = this.cache!.deltaOf(page, version, this.syncs, this.lastStage);
      if (bytes >= 0) {
        this.t += input.xbzrleNsPerPage;
        return bytes;
      }
    }
    this.normal++;
    this.t += this.copyNs;
    if (input.multifdChannels > 0) return this.packets.add(false);
    return PAGE_HEADER_BYTES + PAGE_BYTES;
  }

  /** ram_save_iterate: pages until the window's budget is used up, nothing is left or 50 ms passed. */
  private iterate(): void {
    const startedNs = this.t;
    this.count(SECTION_HEADER_BYTES);
    for (let i = 0; this.used <= this.budget; i++) {
      this.guest.runUntil(this.t);
      const page = this.nextDirty();
      if (page < 0) break;
      this.put(this.send(page));
      if ((i & 63) === 0 && this.t - startedNs >= MAX_WAIT_NS + MS) break;
    }
    if (this.input.multifdChannels > 0) this.syncChannels();
    this.count(END_MARK_BYTES + SECTION_FOOTER_BYTES);
    this.transferred += END_MARK_BYTES;
  }

  private put(bytes: number): void {
    if (bytes === 0) return;
    this.count(bytes);
    this.transferred += bytes;
    this.t = this.wire.push(bytes, this.t);
  }

  private syncChannels(): void {
    this.put(this.packets.flush());
    this.put(this.packets.syncBytes(this.input.multifdChannels));
  }

  /** migration_update_counters: the stop threshold is the bandwidth of this one window, or one that was given. */
  private closeWindowIfDue(): void {
    const nowMs = Math.floor(this.t / MS);
    if (nowMs < this.windowStartMs + WINDOW_MS) return;
    const given = this.input.switchoverBandwidth;
    const bandwidth = given > 0 ? given / 1000 : this.windowBytes / (nowMs - this.windowStartMs);
    this.threshold = Math.floor(bandwidth * this.input.downtimeLimitMs);
    this.windowStartMs = nowMs;
    this.windowBytes = 0;
    this.used = 0;
    this.windows++;
  }

  private sleepToWindowEnd(): void {
    const { latenessNs } = this.input;
    const restMs = this.windowStartMs + WINDOW_MS - Math.floor(this.t / MS);
    const late = latenessNs[this.rng.nextU32() & (latenessNs.length - 1)]!;
    this.t += Math.max(0, restMs) * MS + late;
    this.closeWindowIfDue();
  }

  /** Everything left, without a rate limit, with the guest stopped. */
  private sendRest(): void {
    for (let page = this.nextDirty(); page >= 0; page = this.nextDirty()) this.put(this.send(page));
    if (this.input.multifdChannels > 0) this.syncChannels();
    this.put(END_MARK_BYTES);
  }

  /** migration_completion: stop the guest, sync once more, send the rest, then the devices. */
  private complete(): ReplayResult {
    const stopNs = this.t;
    this.lastStage = true;
    this.copyNs = this.input.lastPhaseNsPerPage;
    this.sync();
    const before = this.transferred;
    const pages = this.remaining;
    this.sendRest();
    const lastPhaseBytes = this.transferred - before;
    this.t = this.wire.push(this.input.deviceStateBytes, this.t);
    const arrivedNs = this.wire.emptyAt(this.t);
    const blackoutNs = arrivedNs + this.input.switchNs - stopNs;
    const totalNs = this.input.returnPath ? stopNs + blackoutNs : this.t;
    const lastPhase = { lastPhaseBytes, lastPhasePages: pages, stopNs, blackoutNs };
    const reportedDowntimeNs = totalNs - stopNs;
    return this.result({ finished: true, totalNs, reportedDowntimeNs, ...lastPhase });
  }

  /** postcopy_start: one sync, the discard bitmap and the devices, then the rest while the guest runs. */
  private postcopy(): ReplayResult {
    const stopNs = this.t;
    this.sync();
    const pages = this.remaining;
    this.t = this.wire.push(this.input.deviceStateBytes, this.t);
    const blackoutNs = this.wire.emptyAt(this.t) + this.input.switchNs - stopNs;
    const before = this.transferred;
    this.copyNs = this.input.postcopyNsPerPage;
    this.sendRest();
    const postcopyBytes = this.transferred - before;
    return this.result({
      finished: true,
      postcopy: true,
      totalNs: this.t,
      postcopyBytes,
      lastPhasePages: pages,
      stopNs,
      blackoutNs,
      reportedDowntimeNs: this.input.switchNs,
    });
  }

  private result(end: Partial<ReplayResult> & { finished: boolean }): ReplayResult {
    return {
      postcopy: false,
      totalNs: this.t,
      transferredBytes: this.transferred,
      normalPages: this.normal,
      zeroPages: this.zeros,
      syncCount: this.syncs,
      lastPhaseBytes: 0,
      lastPhasePages: 0,
      postcopyBytes: 0,
      stopNs: 0,
      blackoutNs: 0,
      reportedDowntimeNs: 0,
      remainingPages: this.remaining,
      windows: this.windows,
      throttlePct: this.throttlePct,
      throttledNs: this.guest.throttledNs,
      writes: this.guest.writes,
      rounds: this.rounds,
      ...end,
    };
  }
}

export function replayReference(input: ReplayInput): ReplayResult {
  return new Replay(input).run();
}
