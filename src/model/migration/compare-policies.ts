import type { Text } from '../../message.ts';
import { stopRuleNames } from '../../messages/availability.ts';
import { migrateWords } from '../../messages/migrate.ts';
import type { Sourced } from '../../sourced.ts';
import type { MigratingGuest, MigrationHost, MigrationSettings } from './plan-types.ts';
import { checkpoint } from './policies/checkpoint.ts';
import { coldMigration } from './policies/cold.ts';
import { defaultFailover, failover, failoverDefaults } from './policies/failover.ts';
import { underNova } from './policies/nova.ts';
import { stopRules } from './policies/other-stop-rules.ts';
import { postcopyTail } from './policies/postcopy.ts';
import { underStopRule } from './policies/stop-rules.ts';
import { type MigrationPrediction, predictMigration } from './predict.ts';
import { effectiveBandwidth, guestPages } from './scenario.ts';

/** One way to move or save the guest; null where a figure has no meaning. */
export interface PolicyRow {
  policy: string;
  verdict: string;
  totalS: number | null;
  blackoutMs: number | null;
  transferredBytes: number | null;
  /** What it costs the guest besides the pause. */
  price: Text;
  /** How the rules and times it rests on are known. */
  known: readonly Pick<Sourced, 'status' | 'unverified'>[];
}

/** Replays and sums of what was asked. */
const computed = [{ status: 'derived' }] as const;
/** A time that was put in for want of a better one. */
const assumed = [{ status: 'estimated' }] as const;

function live(policy: string, prediction: MigrationPrediction, price: Text): PolicyRow {
  return {
    policy,
    verdict: prediction.verdict,
    totalS: prediction.totalS?.value ?? null,
    blackoutMs: prediction.blackoutMs?.value ?? null,
    transferredBytes: prediction.transferredBytes.value,
    price,
    known: computed,
  };
}

/** Round trip on which a post-copied page is waited for. */
const ROUND_TRIP_MS = 0.3;

/** What a policy is tried on. */
interface Tried {
  guest: MigratingGuest;
  /** The settings asked for, and the same without what policies turn on. */
  settings: MigrationSettings;
  plain: MigrationSettings;
  host: MigrationHost;
}

/** The same guest under every policy, other settings unchanged. */
export function comparePolicies(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  asked: MigrationPrediction,
): PolicyRow[] {
  const plain = { ...settings, autoConverge: null, postcopyAfterS: null, xbzrle: null };
  const tried = { guest, settings, plain, host };
  return [
    live('as asked', asked, asked.throttlePct > 0 ? `throttled to ${asked.throttlePct} %` : 'none'),
    ...precopies(tried),
    ...postcopies(tried),
    ...whileStopped(tried),
    ...stopRules.map((rule) => stopped(tried, rule)),
    lookedAfter(tried),
  ];
}

const tryWith = (
  { guest, plain, host }: Tried,
  change: Partial<MigrationSettings>,
): MigrationPrediction => predictMigration(guest, { ...plain, ...change }, host, { replicas: 1 });

function precopies(tried: Tried): PolicyRow[] {
  const slowed = tryWith(tried, {
    autoConverge: tried.settings.autoConverge ?? { initialPct: 20, incrementPct: 10, maxPct: 99 },
  });
  const encoded = tryWith(tried, { xbzrle: { cacheBytes: 2 ** 26, deltaBytes: 60 } });
  return [
    live('pre-copy', tryWith(tried, {}), migrateWords.priceLogging()),
    live(
      'pre-copy with auto-converge',
      slowed,
      migrateWords.priceThrottled({
        percent: slowed.throttlePct,
        lost: slowed.throttledS.toFixed(1),
      }),
    ),
    live('pre-copy with xbzrle', encoded, migrateWords.priceXbzrle()),
    live(
      'pre-copy with multifd (4)',
      tryWith(tried, { multifdChannels: 4 }),
      migrateWords.priceMultifd(),
    ),
  ];
}

function postcopies(tried: Tried): PolicyRow[] {
  const { guest, settings, host } = tried;
  const bulkS = guest.ramBytes / effectiveBandwidth(settings, host);
  const hybrid = tryWith(tried, { postcopyAfterS: Math.ceil(bulkS) });
  const stall = (left: number) => {
    const tail = postcopyTail(guest, settings, host, left, ROUND_TRIP_MS);
    return migrateWords.pricePostcopy({
      faults: Math.round(tail.faults),
      stall: tail.stallS,
    });
  };
  return [
    live(
      'post-copy at once',
      tryWith(tried, { postcopyAfterS: 0 }),
      stall(guestPages(guest) * (1 - guest.zeroShare)),
    ),
    live(
      'hybrid: post-copy after one pass',
      hybrid,
      stall(hybrid.closedForm.rounds[1]?.pendingPages ?? 0),
    ),
  ];
}

/** Policies under which the guest does not run while its memory moves. */
function whileStopped({ guest, plain, host }: Tried): PolicyRow[] {
  const cold = coldMigration(guest, plain, host);
  const save = checkpoint(guest, plain, host, {
    writeBytesPerS: effectiveBandwidth(plain, host),
    diskSnapshotMs: 100,
    mode: 'stopped',
    copyFaultNs: 2000,
  });
  const restart = failover(defaultFailover());
  return [
    {
      policy: 'cold (stop and copy)',
      verdict: 'completes',
      totalS: cold.totalS,
      blackoutMs: 1000 * cold.blackoutS,
      transferredBytes: cold.transferredBytes,
      price: migrateWords.priceCold(),
      known: computed,
    },
    {
      policy: 'checkpoint (stopped)',
      verdict: 'completes',
      totalS: save.totalS,
      blackoutMs: 1000 * save.blackoutS,
      transferredBytes: save.bytes,
      price: migrateWords.priceCheckpoint(),
      known: assumed,
    },
    {
      policy: 'failover (restart elsewhere)',
      verdict: 'completes',
      totalS: restart.totalS,
      blackoutMs: 1000 * restart.blackoutS,
      transferredBytes: 0,
      price: migrateWords.priceFailover(),
      known: Object.values(failoverDefaults),
    },
  ];
}

function stopped({ guest, plain, host }: Tried, rule: (typeof stopRules)[number]): PolicyRow {
  const end = underStopRule(guest, plain, host, rule);
  const slowed =
    end.guestShare < 1
      ? migrateWords.priceSlowed({ percent: (100 * end.guestShare).toFixed(0) })
      : '';
  return {
    policy: rule.title,
    verdict: 'completes',
    totalS: end.totalS,
    blackoutMs: 1000 * end.blackoutS,
    transferredBytes: end.transferredBytes,
    price: migrateWords.priceStopRule({
      rule: stopRuleNames(end.stoppedBy),
      rounds: end.rounds,
      slowed,
    }),
    known: [rule.known],
  };
}

function lookedAfter({ guest, plain, host }: Tried): PolicyRow {
  const { completes, rounds, totalS, blackoutS, transferredBytes, limitMs } = underNova(
    guest,
    plain,
    host,
  );
  const price = completes ? migrateWords.priceNova : migrateWords.priceNovaAborted;
  return {
    policy: 'OpenStack Nova 26 (defaults)',
    verdict: completes ? 'completes' : 'never',
    totalS: completes ? totalS : null,
    blackoutMs: blackoutS === null ? null : 1000 * blackoutS,
    transferredBytes,
    price: price({ rounds, limitMs, totalS: Math.round(totalS) }),
    known: computed,
  };
}
