import {
  PAGE_BYTES,
  PAGE_HEADER_BYTES,
  type ReplayInput,
  type Writer,
} from '../../kernels/migration/replay-input.ts';
import type { DirtyStream } from './dirty.ts';
import { dirtyLimitShare } from './dirty-limit.ts';
import { latenessNs } from './lateness.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from './plan-types.ts';

const MS = 1_000_000;
const WIRE_PAGE_BYTES = PAGE_HEADER_BYTES + PAGE_BYTES;

export function guestPages(guest: MigratingGuest): number {
  return Math.max(1, Math.ceil(guest.ramBytes / PAGE_BYTES));
}

/** Bytes per second pages may leave with, by whatever is slowest; headers included. */
export function effectiveBandwidth(settings: MigrationSettings, host: MigrationHost): number {
  const limits = [copyRate(settings, host)];
  if (settings.maxBandwidth > 0) limits.push(settings.maxBandwidth);
  if (settings.linkBandwidth > 0) limits.push(settings.linkBandwidth);
  return Math.min(...limits);
}

/** How fast one sender can produce pages; multifd spreads the copying over its channels. */
export function copyRate(settings: MigrationSettings, host: MigrationHost): number {
  const threads = Math.max(1, settings.multifdChannels);
  const copy = host.copyBytesPerS * threads;
  if (settings.compressionBytesPerS === 0) return copy;
  return 1 / (1 / copy + 1 / (settings.compressionBytesPerS * threads));
}

/** Streams laid one after the other behind a first page; wraps round where they exceed the RAM. */
function layStreams(
  streams: readonly DirtyStream[],
  firstPage: number,
  endPage: number,
  share: number,
  phase: number,
): Writer[] {
  let at = firstPage;
  return streams
    .filter((part) => part.writesPerS > 0)
    .map((part) => {
      const pages = Math.max(1, Math.min(Math.round(part.pages), endPage - firstPage));
      if (at + pages > endPage) at = firstPage;
      const position = part.kind === 'sequential' ? Math.floor(phase * pages) % pages : 0;
      const period = Math.round(part.periodMs);
      const from = period > 0 ? Math.floor(phase * Math.max(0, period - part.activeMs)) : 0;
      const writer: Writer = {
        kind: part.kind,
        startPage: at,
        pages,
        writesPerS: part.writesPerS * share,
        position,
        fromMs: from,
        toMs: from + Math.round(part.activeMs),
        periodMs: period,
      };
      at += pages;
      return writer;
    });
}

/**
 * The replay of a guest under settings on a host. `grain` lets one replayed page stand for several, so
 * that the largest guests stay cheap; a uniform guest keeps its rounds, threshold and times.
 */
export function toReplay(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  {
    phase,
    seed,
    horizonS,
    grain = 1,
    copyFactor = 1,
  }: { phase: number; seed: number; horizonS: number; grain?: number; copyFactor?: number },
): ReplayInput {
  const pages = Math.max(1, Math.ceil(guestPages(guest) / grain));
  const zero = settings.skipZeroPages
    ? Math.min(pages - 1, Math.round(pages * guest.zeroShare))
    : 0;
  const used = pages - zero;
  const scaled = guest.dirty.map((part) => ({
    ...part,
    pages: Math.max(1, part.pages / grain),
    writesPerS: part.writesPerS / grain,
  }));
  return {
    segments: [
      { pages: used, zero: false },
      { pages: zero, zero: true },
    ],
    writers: layStreams(scaled, 0, used, dirtyLimitShare(guest, settings), phase),
    downtimeLimitMs: settings.downtimeLimitMs,
    ...limitsOf(guest, settings, host, grain),
    ...timesOf(settings, host, { pages, grain, copyFactor }),
    latenessNs,
    ackJitter: 0.16,
    horizonNs: horizonS * 1000 * MS,
    seed,
    ...optionsOf(settings, grain),
    clearChunkPages: chunkFor(pages, host.clearChunkPages, grain),
  };
}

/** Bytes and bytes per second as the loop counts them: compression makes every byte worth more pages. */
const counted = (bytes: number, settings: MigrationSettings, grain: number) =>
  bytes / settings.compressionRatio / grain;

function limitsOf(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  grain: number,
) {
  const limit = (bytes: number) => counted(bytes, settings, grain);
  const unlimited = copyRate(settings, host) * 10 * settings.compressionRatio;
  return {
    maxBandwidth: Math.max(1, limit(settings.maxBandwidth || unlimited)),
    linkBandwidth: limit(settings.linkBandwidth),
    // A socket of fewer pages would run dry while the next one is copied.
    socketBytes: Math.max(grain > 1 ? 4 * WIRE_PAGE_BYTES : 5000, limit(host.socketBytes)),
    deviceStateBytes: limit(guest.deviceStateBytes),
    switchoverBandwidth: limit(settings.switchoverBandwidth),
  };
}

/** Times of the loop, per replayed page where they are per page. */
function timesOf(
  settings: MigrationSettings,
  host: MigrationHost,
  { pages, grain, copyFactor }: { pages: number; grain: number; copyFactor: number },
) {
  const copyNs = (PAGE_BYTES / copyRate(settings, host)) * 1e9 * grain;
  const lastNs = Math.round(copyNs / copyFactor);
  const postcopy = settings.maxPostcopyBandwidth;
  const limitedNs =
    postcopy > 0 ? Math.round((PAGE_BYTES / counted(postcopy, settings, grain)) * 1e9) : 0;
  return {
    ackWaitNs: Math.round(host.ackWaitMs * MS),
    copyNsPerPage: Math.max(1, Math.round(copyNs)),
    lastPhaseNsPerPage: Math.max(1, lastNs),
    zeroNsPerPage: Math.round(host.zeroPageNs * grain),
    xbzrleNsPerPage: Math.round(3000 * grain),
    setupNs: Math.round(host.setupMs * MS),
    syncNs: Math.max(1000, Math.round(host.syncMs * MS + host.syncNsPerPage * pages * grain)),
    switchNs: Math.round(host.switchMs * MS),
    postcopyNsPerPage: Math.max(1, lastNs, limitedNs),
  };
}

/** The largest power of two that fits, one page at least. */
const cachePages = (pages: number) => 2 ** Math.max(0, Math.floor(Math.log2(pages)));

/** What QEMU was told to do besides copying. */
function optionsOf(settings: MigrationSettings, grain: number) {
  const { autoConverge, xbzrle, postcopyAfterS } = settings;
  return {
    autoConverge: autoConverge
      ? {
          triggerPct: 50,
          tailslow: false,
          ...autoConverge,
          // A vCPU loses what the throttle takes, and makes nothing up.
          makeUpMs: 0,
          lateMs: 0,
        }
      : null,
    xbzrle: xbzrle
      ? {
          cachePages: cachePages(xbzrle.cacheBytes / PAGE_BYTES / grain),
          deltaBytes: xbzrle.deltaBytes,
        }
      : null,
    multifdChannels: settings.multifdChannels,
    multifdZeroPages: settings.multifdZeroPages,
    grain,
    postcopyAfterNs: postcopyAfterS === null ? -1 : Math.round(postcopyAfterS * 1000) * MS,
    returnPath: settings.returnPath,
  };
}

/** The clear bitmap's chunk in replayed pages: a multiple of 64, at most 4096 chunks. */
function chunkFor(pages: number, chunk: number, grain: number): number {
  if (chunk === 0) return 0;
  const wanted = Math.max(chunk / grain, pages / 4000);
  return Math.max(64, Math.ceil(wanted / 64) * 64);
}
