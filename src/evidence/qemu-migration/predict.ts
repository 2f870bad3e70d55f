import { nth } from '../../elements.ts';
import { replay } from '../../kernels/migration/index.ts';
import type { ReplayResult } from '../../kernels/migration/replay-input.ts';
import { HOST_SPREAD } from '../../model/migration/predict.ts';
import { median, quantile } from '../../statistics.ts';
import type { Prediction } from '../suite.ts';
import type { RunConfig } from './records.ts';
import { replayInput } from './testbed.ts';

/** Replays per configuration: writer phase and window lateness are unknown, so they are sampled. */
const REPLICAS = 31;
const MS = 1e6;
/** A pause over a link comes out a little shorter or longer than any replay: link32-idle, three runs. */
const BLACKOUT_SPREAD = { low: 0.9, high: 1.15 } as const;

export interface MigrationPrediction extends Prediction {
  verdict: 'completes' | 'never';
  /** Share of the replays that finished: away from 0 and 1 the configuration is next to critical. */
  finished_share: number;
  total_ms: number | null;
  total_ms_low: number | null;
  total_ms_high: number | null;
  transferred_bytes: number;
  sync_count: number;
  last_phase_bytes: number | null;
  blackout_ms: number | null;
  blackout_ms_low: number | null;
  blackout_ms_high: number | null;
  reported_downtime_ms: number | null;
}

function middle(results: readonly ReplayResult[], pick: (result: ReplayResult) => number): number {
  return median(results.map(pick));
}

const scaled = (value: number | null, factor: number) => (value === null ? null : value * factor);

/** Medians and ranges over replays that differ in what nobody can know before the start. */
export function predictRun(
  config: RunConfig,
  rateBefore: number | null = null,
): MigrationPrediction {
  const results = Array.from({ length: REPLICAS }, (_, k) =>
    replay(replayInput(config, k, REPLICAS, rateBefore)),
  );
  const done = results.filter((result) => result.finished);
  const completes = 2 * done.length > REPLICAS;
  const alike = completes ? done : results.filter((result) => !result.finished);
  const precopy = completes && !nth(done, 0).postcopy;
  const range = (pick: (result: ReplayResult) => number, q: number) =>
    completes ? quantile(done.map(pick), q) : null;
  const totalMs = (result: ReplayResult) => result.totalNs / MS;
  const blackoutMs = (result: ReplayResult) => result.blackoutNs / MS;
  return {
    id: config.id,
    verdict: completes ? 'completes' : 'never',
    finished_share: done.length / REPLICAS,
    total_ms: completes ? middle(done, totalMs) : null,
    total_ms_low: scaled(range(totalMs, 0), HOST_SPREAD.low),
    total_ms_high: scaled(range(totalMs, 1), HOST_SPREAD.high),
    transferred_bytes: middle(alike, (result) => result.transferredBytes),
    sync_count: middle(alike, (result) => result.syncCount),
    last_phase_bytes: precopy ? middle(done, (result) => result.lastPhaseBytes) : null,
    blackout_ms: completes ? middle(done, blackoutMs) : null,
    blackout_ms_low: scaled(range(blackoutMs, 0), BLACKOUT_SPREAD.low),
    blackout_ms_high: scaled(range(blackoutMs, 1), BLACKOUT_SPREAD.high),
    reported_downtime_ms: completes
      ? middle(done, (result) => result.reportedDowntimeNs / MS)
      : null,
  };
}
