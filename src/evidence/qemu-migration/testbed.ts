import { PAGE_BYTES, type ReplayInput, type Writer } from '../../kernels/migration/replay-input.ts';
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

/** Replay number `replica` of `of`: they differ in what nobody can know before the start. */
export function replayInput(config: RunConfig, replica: number, of: number): ReplayInput {
  const phase = (replica + 0.5) / of;
  const caps = config.caps ?? {};
  const params = config.params ?? {};
  const capped = config.cap_ms !== undefined && config.cap_ms !== null;
  const rate = config.writes_per_s * (capped ? CAPPED_DELIVERY.value : 1);
  const tail = config.ram_mib * 256 - LOW_PAGES - config.fill_pages;
  const firmware = tail > TOP_ZERO_PAGES + FIRMWARE_PAGES ? FIRMWARE_PAGES : 0;
  const words = config.wmode ?? 0;
  const delta = words === 0 ? 3 : 4 * words + 3;
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
    ackJitter: ackJitters[replica % ackJitters.length]!,
    copyNsPerPage: Math.round((PAGE_BYTES / testbed.copyBytesPerS.value) * 1e9),
    lastPhaseNsPerPage: Math.round((PAGE_BYTES / testbed.copyBytesPerS.value) * 1e9),
    zeroNsPerPage: testbed.zeroPageNs.value,
    xbzrleNsPerPage: testbed.xbzrlePageNs.value,
    setupNs: testbed.setupMs.value * MS,
    syncNs: Math.round(testbed.syncMs.value * MS),
    switchNs: testbed.switchMs.value * MS,
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
          makeUpMs: Math.max(0, (config.cap_ms ?? 0) - GUEST_TICK_MS),
          lateMs: meanLatenessMs,
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
    switchoverBandwidth: params['avail-switchover-bandwidth'] ?? 0,
    postcopyNsPerPage: params['max-postcopy-bandwidth']
      ? Math.round((PAGE_BYTES / params['max-postcopy-bandwidth']) * 1e9)
      : 0,
    postcopyAfterNs:
      caps['postcopy-ram'] && config.postcopy_after_s != null
        ? config.postcopy_after_s * 1000 * MS
        : -1,
    returnPath: caps['return-path'] ?? false,
    clearChunkPages: 0,
  };
}

/**
 * Share of its writes a guest delivers that may not make up more than 2 ms: on the busy machine its
 * ticks came late. From the write counters before the migration of the capped guests, not from a
 * migration; the only figure here that no idle guest can show.
 */
const CAPPED_DELIVERY = sourced(
  0.865,
  'share',
  'measured',
  'rate_before / writes_per_s of the guests with cap_ms, median of six readings',
  0.85,
);
