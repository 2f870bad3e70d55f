import { present } from '../../elements.ts';
import { PAGE_BYTES } from '../../kernels/migration/replay-input.ts';
import type { Message } from '../../message.ts';
import { type Advice, advise, margin } from './advice.ts';
import { comparePolicies, type PolicyRow } from './compare-policies.ts';
import { quickPrediction } from './expected.ts';
import { type DirtyFit, fitUnique, plausibleStreams } from './fit.ts';
import type { Verdict } from './plan-types.ts';
import { type LoggingCost, loggingCost, loggingModes } from './policies/logging-cost.ts';
import { evacuate } from './policies/shared-link.ts';
import { type StorageMigration, storageMigration } from './policies/storage.ts';
import { type MigrationPrediction, predictMigration } from './predict.ts';
import type { MigrationQuestion } from './question.ts';
import { type AnswerVerdict, type Running, runningOf } from './running.ts';
import { type VerdictMap, verdictMap } from './verdict-map.ts';

/** Guests that explain readings of dirtied memory equally well, and what becomes of them. */
export interface ReadingRange {
  /** Shares of those guests, by how likely each is; they add up to 1. */
  completes: number;
  never: number;
  tooClose: number;
  /** Shortest and longest total among those that finish, seconds; null where none does. */
  fastestS: number | null;
  slowestS: number | null;
}

export interface MigrationAnswer {
  question: MigrationQuestion;
  verdict: AnswerVerdict;
  /** The migration that was looked at; null for one that is still to come. */
  running: Running | null;
  /** Null where a running migration, or one guest out of many, is not to be predicted from its start. */
  plan: MigrationPlan | null;
  /** Null where the guest is not known by readings alone. */
  range: ReadingRange | null;
  /** What would make it finish; empty where it does. */
  advice: Advice[];
  fit: DirtyFit | null;
  fleet: ReturnType<typeof evacuate> | null;
  storage: StorageMigration | null;
}

/** One migration predicted from its start. */
export interface MigrationPlan {
  prediction: MigrationPrediction;
  margin: { writeRateFactor: number; text: Message };
  policies: PolicyRow[];
  logging: LoggingCost[];
  map: VerdictMap;
}

/** Columns and rows of the verdict map: enough for a picture; the closed form would do 10,000 as well. */
const MAP_COLUMNS = 33;
const MAP_ROWS = 33;

/** A verdict holds where less of the plausible guests than this ends otherwise. */
const DOUBT = 0.05;
/** The same for a guest that the readings identify. */
const IDENTIFIED_DOUBT = 0.25;

function rangeOf({ seen, guest, settings, host }: MigrationQuestion): ReadingRange | null {
  const usable = Math.max(1, (guest.ramBytes / PAGE_BYTES) * (1 - guest.zeroShare));
  const streams = plausibleStreams(seen, usable);
  if (streams.length === 0) return null;
  const ends = streams.map((one) => ({
    ...quickPrediction({ ...guest, dirty: [one.stream] }, settings, host),
    weight: one.weight,
  }));
  const share = (verdict: Verdict) =>
    ends.reduce((sum, end) => (end.verdict === verdict ? sum + end.weight : sum), 0);
  const totals = ends.filter(({ verdict }) => verdict === 'completes').map(({ totalS }) => totalS);
  const some = totals.length > 0;
  return {
    completes: share('completes'),
    never: share('never'),
    tooClose: share('too-close'),
    fastestS: some ? Math.min(...totals) : null,
    slowestS: some ? Math.max(...totals) : null,
  };
}

/** What readings alone decide; null where it takes a prediction of the guest that fits them best. */
function byReadings(range: ReadingRange, fit: DirtyFit): AnswerVerdict | null {
  if (range.completes > 1 - DOUBT) return 'completes';
  if (range.never > 1 - DOUBT) return 'never';
  return fit.identified ? null : 'unknown';
}

/** The verdict on an identified guest, unless too many of those that fit the readings end otherwise. */
function doubted(predicted: Verdict, range: ReadingRange): Verdict {
  const agreeing = predicted === 'completes' ? range.completes : range.never;
  return 1 - agreeing > IDENTIFIED_DOUBT ? 'too-close' : predicted;
}

/** The prediction alone: what stands beside it takes several times as long. */
function lookOf({ guest, settings, host, seed }: MigrationQuestion): MigrationPlan {
  return {
    prediction: predictMigration(guest, settings, host, { seed }),
    margin: margin(guest, settings, host),
    ...{ policies: [], logging: [], map: { points: [], critical: [] } },
  };
}

function planOf(question: MigrationQuestion): MigrationPlan {
  const { guest, settings, host, seed, clockGhz } = question;
  const prediction = predictMigration(guest, settings, host, { seed });
  const clearEveryS = prediction.totalS
    ? Math.max(0.1, prediction.totalS.value / Math.max(1, prediction.rounds.value - 1))
    : 1;
  return {
    prediction,
    margin: margin(guest, settings, host),
    policies: comparePolicies(guest, settings, host, prediction),
    logging: loggingModes.map((mode) =>
      loggingCost(guest, mode, { clearEveryS, hugePages: true, ringEntries: 4096, clockGhz }),
    ),
    map: verdictMap(guest, settings, host, MAP_COLUMNS, MAP_ROWS),
  };
}

/** What stands beside a prediction: nothing, what would make the migration finish, or every policy and the map too. */
export type Beside = 'nothing' | 'advice' | 'all';

/** Everything `virtcost migrate` says about one question; policies and map take several times as long as the prediction. */
export function answerMigration(
  question: MigrationQuestion,
  beside: Beside = 'all',
): MigrationAnswer {
  const { guest, settings, host, seen, fleet, limits, disk } = question;
  const shared = {
    question,
    fit: seen.length > 0 ? fitUnique(seen, guest.ramBytes / PAGE_BYTES) : null,
    storage: disk ? storageMigration(guest, disk, settings, host) : null,
    fleet: fleet.length > 0 ? evacuate(fleet, settings, host, limits) : null,
    range: null,
  };
  const advised = () => (beside === 'nothing' ? [] : advise(guest, settings, host));
  if (shared.fleet) {
    const verdicts = new Set<Verdict>(shared.fleet.machines.map((one) => one.verdict));
    const worst = (['never', 'too-close'] as const).find((one) => verdicts.has(one));
    return { ...shared, verdict: worst ?? 'completes', running: null, plan: null, advice: [] };
  }
  const running = runningOf(question);
  if (running) {
    const { verdict } = running;
    const open = verdict === 'never' || verdict === 'too-close';
    const known = running.eta !== null && guest.dirty.length > 0;
    return { ...shared, verdict, running, plan: null, advice: open && known ? advised() : [] };
  }
  const range = question.stated || !shared.fit ? null : rangeOf(question);
  const told = range ? byReadings(range, present(shared.fit)) : null;
  // A guest that the readings leave open is not predicted as if it were known.
  if (told === 'unknown') {
    return { ...shared, verdict: told, running: null, plan: null, range, advice: advised() };
  }
  const plan = beside === 'all' ? planOf(question) : lookOf(question);
  const predicted = plan.prediction.verdict;
  const verdict = told ?? (range ? doubted(predicted, range) : predicted);
  const advice = verdict === 'completes' ? [] : advised();
  const shown = verdict === predicted ? plan : null;
  return { ...shared, verdict, running: null, plan: shown, range, advice };
}
