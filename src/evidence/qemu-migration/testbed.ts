import { num, present } from '../../elements.ts';
import { PAGE_BYTES, type ReplayInput, type Writer } from '../../kernels/migration/replay-input.ts';
import { copyFactor } from '../../model/migration/copy-factor.ts';
import { latenessNs, meanLatenessMs } from '../../model/migration/lateness.ts';
import { sourced } from '../../sourced.ts';
import type { RunConfig } from './records.ts';

const MIB = 1 << 20;
const MS = 1_000_000;

/**
 * The test bed of the recorded runs. Every constant comes from idle guests (nothing is written), from
 * the guest's source or from the script that drove the runs; none from a run it is judged by.
 */
export const testbed = {
  copyBytesPerS: sourced(
    242e6,
    'byte/s',
    'measured',
    'idle-128, -256, -512-b64: median of downtime-bytes / downtime of nine runs',
    0.6,
  ),
  copySpread: sourced(
    7,
    'factor',
    'measured',
    'last phases of the recorded plain runs took 38 to 1860 MB/s, beside a busy machine',
  ),
  postcopyBytesPerS: sourced(
    340e6,
    'byte/s',
    'measured',
    'two runs of one post-copy configuration outside the recorded set: 225 and 450 MB/s',
    0.33,
  ),
  postcopySwitchMs: sourced(
    38,
    'ms',
    'measured',
    'stop to resume of four post-copy runs outside the recorded set: 34 to 66 ms beside a busy machine',
    0.8,
  ),
  zeroPageNs: sourced(
    565,
    'ns',
    'measured',
    'zero-512-all: total-time less set-up and switch over 131,087 zero pages, median of three runs',
    0.2,
  ),
  setupMs: sourced(4, 'ms', 'measured', 'idle guests: `active` after the command, median', 0.5),
  syncMs: sourced(0.18, 'ms', 'measured', 'idle guests: bitmap sync, median', 0.8),
  switchMs: sourced(3, 'ms', 'measured', 'zero-512-all: blackout of an empty last phase', 0.4),
  socketBytes: sourced(
    3.65e6,
    'byte',
    'measured',
    'link32-idle: 2.52 MB still queued at the stop, plus one acknowledgement wait',
    0.1,
  ),
  ackWaitMs: sourced(43, 'ms', 'measured', 'link32-idle: windows of 172 ms are four waits', 0.02),
  warmS: sourced(
    1.31,
    's',
    'derived',
    'run.py: sleeps of 0.3 s and 1 s between a ready guest and `migrate`',
    0.01,
  ),
  readyPollS: sourced(0.1, 's', 'derived', 'run.py: a ready guest is noticed every 0.1 s'),
  xbzrlePageNs: sourced(3000, 'ns', 'derived', 'XOR, run-length encoding and a cache copy', 0.5),
} as const;

/** Share of waits cut short in the three runs of link32-idle: windows other than 172 ms, four waits each. */
export const ackJitters = [0.13, 0.08, 0.29] as const;

/** Low memory, firmware and tables: non-zero pages of the guest image and of the ROM blocks. */
const LOW_PAGES = 1024;
const LOW_NORMAL_PAGES = 36;
const ROM_PAGES = 130;
const ROM_NORMAL_PAGES = 53;
/** Zero pages above a guest that fills its RAM, and what the firmware leaves below them if it does not. */
const TOP_ZERO_PAGES = 96;
const FIRMWARE_PAGES = 27;
/** PIT period: of the gap that a throttle sleep makes, one tick is no missed work. */
const GUEST_TICK_MS = 1;
const UNCAPPED_MS = 1e6;

function writer(
  kind: Writer['kind'],
  startPage: number,
  pages: number,
  writesPerS: number,
  position = 0,
): Writer {
  return {
    kind,
    startPage,
    pages,
    writesPerS,
    position: position % pages,
    fromMs: 0,
    toMs: 0,
    periodMs: 0,
  };
}

function writers(config: RunConfig, rate: number, phase: number): Writer[] {
  const control = writer('uniform', 0, 1, 1000);
  const { ws_pages: ws, hot_pages: hot = 0, hot_frac: hotShare = 0 } = config;
  switch (config.pattern) {
    case 'idle':
      return [control];
    case 'uniform':
      return [control, writer('uniform', LOW_PAGES, ws, rate)];
    case 'hotcold':
      return [
        control,
        ...(hot > 0 ? [writer('uniform', LOW_PAGES, hot, rate * hotShare)] : []),
        ...(ws > hot ? [writer('uniform', LOW_PAGES + hot, ws - hot, rate * (1 - hotShare))] : []),
      ];
    case 'seq': {
      // The scan started at page 0 when the guest was ready; where it is depends on when that was seen.
      const seconds = (config.warm_s ?? 1) - 1 + testbed.warmS.value;
      const start = Math.floor(rate * (seconds + phase * testbed.readyPollS.value));
      return [control, writer('sequential', LOW_PAGES, ws, rate, start)];
    }
  }
}

function powerOfTwoAtMost(value: number): number {
  return 2 ** Math.floor(Math.log2(Math.max(1, value)));
}

/** A number from 0 to 1 for a replay, evenly spread and in no relation to others of another `start`. */
const shuffled = (replica: number, start: number) =>
  (replica * 0.618_034 * (1 + start) + start) % 1;

/** Spread of post-copy's rate and, wider, of its switch: discarding what is stale and loading the devices. */
const RATE_SPREAD = 2;
const SWITCH_SPREAD = 5;

const pageNs = (bytesPerS: number) => Math.round((PAGE_BYTES / bytesPerS) * 1e9);

function switchMs(postcopy: boolean, replica: number, of: number): number {
  if (!postcopy) return testbed.switchMs.value;
  return testbed.postcopySwitchMs.value * copyFactor(replica, of, SWITCH_SPREAD);
}

/**
 * Writes per second the guest delivers. One that makes missed work up delivers what it is set to; of one that
 * may not, its own counter before the migration tells, and without it only what such guests did.
 */
function deliveredRate(config: RunConfig, rateBefore: number | null, at: number): number {
  if (config.cap_ms === undefined || config.cap_ms === null) return config.writes_per_s;
  const counted = rateBefore ?? config.writes_per_s;
  const [least, most] =
    rateBefore === null ? [CAPPED_DELIVERY.low.value, CAPPED_DELIVERY.high.value] : [1, 1];
  const low = least * KEPT_DELIVERY.low.value;
  return counted * (low + (most * KEPT_DELIVERY.high.value - low) * at);
}

/**
 * Replay number `replica` of `of`: they differ in what nobody can know before the start. `rateBefore`: the
 * guest's own count of writes per second before the migration, where it was read.
 */
export function replayInput(
  config: RunConfig,
  replica: number,
  of: number,
  rateBefore: number | null = null,
): ReplayInput {
  const phase = (replica + 0.5) / of;
  const caps = config.caps ?? {};
  const params = config.params ?? {};
  const rate = deliveredRate(config, rateBefore, shuffled(replica, 0.75));
  const tail = config.ram_mib * 256 - LOW_PAGES - config.fill_pages;
  const firmware = tail > TOP_ZERO_PAGES + FIRMWARE_PAGES ? FIRMWARE_PAGES : 0;
  const words = config.wmode ?? 0;
  const delta = words === 0 ? 3 : 4 * words + 3;
  const postcopy = caps['postcopy-ram'] === true && config.postcopy_after_s != null;
  return {
    segments: [
      { pages: LOW_NORMAL_PAGES, zero: false },
      { pages: LOW_PAGES - LOW_NORMAL_PAGES, zero: true },
      { pages: config.fill_pages, zero: false },
      { pages: tail - firmware, zero: true },
      { pages: firmware, zero: false },
      { pages: ROM_NORMAL_PAGES, zero: false },
      { pages: ROM_PAGES - ROM_NORMAL_PAGES, zero: true },
    ],
    writers: writers(config, rate, phase),
    maxBandwidth: config.max_bw_mib_s * MIB,
    downtimeLimitMs: config.downtime_limit_ms,
    linkBandwidth: (config.link_mib_s ?? 0) * MIB,
    socketBytes: testbed.socketBytes.value,
    ackWaitNs: testbed.ackWaitMs.value * MS,
    ackJitter: num(ackJitters, replica % ackJitters.length),
    copyNsPerPage: pageNs(testbed.copyBytesPerS.value),
    lastPhaseNsPerPage: pageNs(
      testbed.copyBytesPerS.value * copyFactor(replica, of, testbed.copySpread.value),
    ),
    zeroNsPerPage: testbed.zeroPageNs.value,
    xbzrleNsPerPage: testbed.xbzrlePageNs.value,
    setupNs: testbed.setupMs.value * MS,
    syncNs: Math.round(testbed.syncMs.value * MS),
    switchNs: Math.round(MS * switchMs(postcopy, replica, of)),
    deviceStateBytes: 0,
    latenessNs,
    horizonNs: (config.timeout_s ?? 40) * 1000 * MS,
    seed: 1000 + 77 * replica,
    autoConverge: caps['auto-converge']
      ? {
          triggerPct: params['throttle-trigger-threshold'] ?? 50,
          initialPct: params['cpu-throttle-initial'] ?? 20,
          incrementPct: params['cpu-throttle-increment'] ?? 10,
          maxPct: params['max-cpu-throttle'] ?? 99,
          tailslow: false,
          // Without a cap the guest makes up whatever it missed: throttling does not slow it down.
          makeUpMs: Math.max(0, (config.cap_ms ?? UNCAPPED_MS) - GUEST_TICK_MS),
          // A vCPU that was put to sleep wakes as late as the migration thread does, or not late at all.
          lateMs: 2 * meanLatenessMs * shuffled(replica, 0.25),
        }
      : null,
    xbzrle: caps.xbzrle
      ? {
          cachePages: powerOfTwoAtMost((params['xbzrle-cache-size'] ?? 64 * MIB) / PAGE_BYTES),
          deltaBytes: delta > PAGE_BYTES ? 0 : delta,
        }
      : null,
    multifdChannels: caps.multifd ? (params['multifd-channels'] ?? 2) : 0,
    multifdZeroPages: false,
    grain: 1,
    switchoverBandwidth: params['avail-switchover-bandwidth'] ?? 0,
    postcopyNsPerPage: Math.max(
      pageNs(testbed.postcopyBytesPerS.value * copyFactor(replica, of, RATE_SPREAD)),
      params['max-postcopy-bandwidth'] ? pageNs(params['max-postcopy-bandwidth']) : 0,
    ),
    postcopyAfterNs: postcopy ? present(config.postcopy_after_s) * 1000 * MS : -1,
    returnPath: caps['return-path'] ?? false,
    clearChunkPages: 0,
  };
}

/**
 * Share of its writes a guest delivers that may not make up more than a few ms, where nobody counted them:
 * on a busy machine its ticks come late. From write counters before the migration, not from a migration.
 */
const CAPPED_DELIVERY = {
  low: sourced(0.71, 'share', 'measured', 'least rate_before / writes_per_s of the capped guests'),
  high: sourced(1, 'share', 'derived', 'a guest whose ticks are never late'),
} as const;

/** The same of its own count before the migration, which then takes processor time away from it. */
const KEPT_DELIVERY = {
  low: sourced(0.86, 'share', 'measured', 'first unthrottled round of four runs of capped guests'),
  high: sourced(1.1, 'share', 'measured', 'the same'),
} as const;
