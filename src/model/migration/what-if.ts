import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import { type Advice, advise, margin } from './advice.ts';
import { comparePolicies, type PolicyRow } from './compare-policies.ts';
import { type Eta, etaOf, type ProgressSample } from './eta.ts';
import { type DirtyFit, fitUnique, type UniqueSample } from './fit.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from './plan-types.ts';
import { type LoggingCost, loggingCost, loggingModes } from './policies/logging-cost.ts';
import { evacuate, type Limits, type NamedGuest } from './policies/shared-link.ts';
import { type MovingDisk, type StorageMigration, storageMigration } from './policies/storage.ts';
import { type MigrationPrediction, predictMigration } from './predict.ts';
import { type VerdictMap, verdictMap } from './verdict-map.ts';

export interface MigrationQuestion {
  guest: MigratingGuest;
  settings: MigrationSettings;
  host: MigrationHost;
  seed: number;
  /** Looks at a running migration, if one was given. */
  samples: readonly ProgressSample[];
  /** Unique dirty pages per window, from dirty-rate readings or counted. */
  seen: readonly UniqueSample[];
  fleet: readonly NamedGuest[];
  limits: Limits;
  /** A disk that moves with the guest. */
  disk: MovingDisk | null;
  clockGhz: number;
}

export interface MigrationAnswer {
  question: MigrationQuestion;
  prediction: MigrationPrediction;
  advice: Advice[];
  margin: { writeRateFactor: number; text: string };
  policies: PolicyRow[];
  logging: LoggingCost[];
  map: VerdictMap;
  eta: Eta | null;
  fit: DirtyFit | null;
  fleet: ReturnType<typeof evacuate> | null;
  storage: StorageMigration | null;
}

/** Columns and rows of the verdict map: enough for a picture; the closed form would do 10,000 as well. */
const MAP_COLUMNS = 33;
const MAP_ROWS = 33;

/** Everything `virtcost migrate` says about one question. */
export function answerMigration(question: MigrationQuestion): MigrationAnswer {
  const { guest, settings, host, seed, samples, seen, fleet, limits, disk, clockGhz } = question;
  const prediction = predictMigration(guest, settings, host, { seed });
  const clearEveryS = prediction.totalS
    ? Math.max(0.1, prediction.totalS.value / Math.max(1, prediction.rounds.value - 1))
    : 1;
  return {
    question,
    prediction,
    advice: advise(guest, settings, host),
    margin: margin(guest, settings, host),
    policies: comparePolicies(guest, settings, host, prediction),
    logging: loggingModes.map((mode) =>
      loggingCost(guest, mode, { clearEveryS, hugePages: true, ringEntries: 4096, clockGhz }),
    ),
    map: verdictMap(guest, settings, host, MAP_COLUMNS, MAP_ROWS),
    eta: samples.length > 0 ? etaOf(samples, settings.downtimeLimitMs) : null,
    fit: seen.length > 0 ? fitUnique(seen, guest.ramBytes / PAGE_BYTES) : null,
    storage: disk ? storageMigration(guest, disk, settings, host) : null,
    fleet: fleet.length > 0 ? evacuate(fleet, settings, host, limits) : null,
  };
}
