// What the binding writes into the memory of the migration kernel and reads from it.
import { f64 } from '../../elements.ts';
import {
  ARENA,
  CACHE_ENTRY_BYTES,
  LATENESS,
  MAX_CHUNKS,
  MAX_ROUNDS,
  PARAMETERS,
  RESULTS,
  ROUND_BYTES,
  ROUNDS,
  SEGMENTS,
  WRITER_BYTES,
  WRITERS,
} from './layout.ts';
import type { ReplayInput, ReplayResult, Round } from './replay-input.ts';

/** Fields of a round, f64 each. */
const ROUND_FIELDS = ROUND_BYTES / 8;

export function pageCount(input: ReplayInput): number {
  return input.segments.reduce((sum, segment) => sum + segment.pages, 0);
}

/** 64-page words of a bitmap, whole lines of 64 bytes. */
export function bitmapWords(pages: number): number {
  return Math.ceil(pages / 512) * 8;
}

/** Memory a replay of `input` needs, bytes. */
export function replayBytes(input: ReplayInput): number {
  const pages = pageCount(input);
  const deltas = input.xbzrle ? 4 * pages + CACHE_ENTRY_BYTES * input.xbzrle.cachePages : 0;
  return ARENA + 2 * 8 * bitmapWords(pages) + MAX_CHUNKS + deltas + 64;
}

/** Fills the tables of the kernel; parameter numbers as in assembly/migration/replay.ts. */
export function writeInput(memory: ArrayBuffer, input: ReplayInput): void {
  const { autoConverge: ac, xbzrle } = input;
  const parameters = [
    pageCount(input),
    input.writers.length,
    Math.floor(input.maxBandwidth / 10),
    input.downtimeLimitMs,
    input.linkBandwidth,
    input.socketBytes,
    input.ackWaitNs,
    input.ackJitter,
    input.copyNsPerPage,
    input.zeroNsPerPage,
    input.xbzrleNsPerPage,
    input.setupNs,
    input.syncNs,
    input.switchNs,
    input.deviceStateBytes,
    input.horizonNs,
    input.seed >>> 0,
    ac ? 1 : 0,
    ac?.triggerPct ?? 0,
    ac?.initialPct ?? 0,
    ac?.incrementPct ?? 0,
    ac?.maxPct ?? 0,
    ac?.tailslow ? 1 : 0,
    ac?.makeUpMs ?? 0,
    input.lastPhaseNsPerPage,
    xbzrle?.cachePages ?? 0,
    xbzrle?.deltaBytes ?? 0,
    input.multifdChannels,
    input.postcopyAfterNs,
    input.returnPath ? 1 : 0,
    input.clearChunkPages,
    input.latenessNs.length,
    input.switchoverBandwidth,
    input.postcopyNsPerPage,
    input.multifdZeroPages ? 1 : 0,
    ac?.lateMs ?? 0,
    input.grain,
  ];
  new Float64Array(memory, PARAMETERS, parameters.length).set(parameters);
  const segments = new Uint32Array(memory, SEGMENTS, 2 * input.segments.length);
  let end = 0;
  for (const [i, segment] of input.segments.entries()) {
    end += segment.pages;
    segments[2 * i] = end;
    segments[2 * i + 1] = segment.zero ? 1 : 0;
  }
  const view = new DataView(memory);
  for (const [i, writer] of input.writers.entries()) {
    const at = WRITERS + i * WRITER_BYTES;
    view.setUint32(at, writer.kind === 'uniform' ? 0 : 1, true);
    view.setUint32(at + 4, writer.startPage, true);
    view.setUint32(at + 8, writer.pages, true);
    view.setUint32(at + 12, writer.position, true);
    view.setFloat64(at + 16, writer.writesPerS, true);
    view.setFloat64(at + 24, 0, true);
    view.setUint32(at + 32, writer.fromMs, true);
    view.setUint32(at + 36, writer.toMs, true);
    view.setUint32(at + 40, writer.periodMs, true);
  }
  new Uint32Array(memory, LATENESS, input.latenessNs.length).set(input.latenessNs);
}

export function readResult(memory: ArrayBuffer): ReplayResult {
  const values = new Float64Array(memory, RESULTS, 18);
  const at = (i: number) => f64(values, i);
  const syncCount = at(6);
  const kept = Math.min(syncCount, MAX_ROUNDS);
  const fields = new Float64Array(memory, ROUNDS, ROUND_FIELDS * kept);
  const rounds: Round[] = [];
  for (let i = 0; i < fields.length; i += ROUND_FIELDS) {
    rounds.push({
      tNs: f64(fields, i),
      newDirtyPages: f64(fields, i + 1),
      pendingPages: f64(fields, i + 2),
      thresholdBytes: f64(fields, i + 3),
      throttlePct: f64(fields, i + 4),
    });
  }
  return {
    finished: at(0) === 1,
    postcopy: at(1) === 1,
    totalNs: at(2),
    transferredBytes: at(3),
    normalPages: at(4),
    zeroPages: at(5),
    syncCount,
    lastPhaseBytes: at(7),
    lastPhasePages: at(8),
    postcopyBytes: at(9),
    stopNs: at(10),
    blackoutNs: at(11),
    reportedDowntimeNs: at(12),
    remainingPages: at(13),
    windows: at(14),
    throttlePct: at(15),
    throttledNs: at(16),
    writes: at(17),
    rounds,
  };
}
