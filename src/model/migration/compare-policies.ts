import type { MigratingGuest, MigrationHost, MigrationSettings } from './plan-types.ts';
import { checkpoint } from './policies/checkpoint.ts';
import { coldMigration } from './policies/cold.ts';
import { defaultFailover, failover } from './policies/failover.ts';
import { postcopyTail } from './policies/postcopy.ts';
import { stopRules, underStopRule } from './policies/stop-rules.ts';
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
  price: string;
}

function live(policy: string, prediction: MigrationPrediction, price: string): PolicyRow {
  return {
    policy,
    verdict: prediction.verdict,
    totalS: prediction.totalS?.value ?? null,
    blackoutMs: prediction.blackoutMs?.value ?? null,
    transferredBytes: prediction.transferredBytes.value,
    price,
  };
}

/** Round trip on which a post-copied page is waited for. */
const ROUND_TRIP_MS = 0.3;

/** The same guest under every policy, other settings unchanged. */
export function comparePolicies(
  guest: MigratingGuest,
  settings: MigrationSettings,
  host: MigrationHost,
  asked: MigrationPrediction,
): PolicyRow[] {
  const plain = { ...settings, autoConverge: null, postcopyAfterS: null, xbzrle: null };
  const with1 = (change: Partial<MigrationSettings>) =>
    predictMigration(guest, { ...plain, ...change }, host, { replicas: 1 });
  const bulkS = guest.ramBytes / effectiveBandwidth(settings, host);
  const early = with1({ postcopyAfterS: 0 });
  const hybrid = with1({ postcopyAfterS: Math.ceil(bulkS) });
  const slowed = with1({
    autoConverge: settings.autoConverge ?? { initialPct: 20, incrementPct: 10, maxPct: 99 },
  });
  const pages = guestPages(guest);
  const stall = (left: number) => {
    const tail = postcopyTail(guest, settings, host, left, ROUND_TRIP_MS);
    return `about ${Math.round(tail.faults)} page faults over the link, ${tail.stallS.toFixed(2)} s of waiting; lost if the link fails`;
  };
  const cold = coldMigration(guest, plain, host);
  const save = checkpoint(guest, plain, host, {
    writeBytesPerS: effectiveBandwidth(plain, host),
    diskSnapshotMs: 100,
    mode: 'stopped',
    copyFaultNs: 2000,
  });
  const restart = failover(defaultFailover());
  const rows: PolicyRow[] = [
    live('as asked', asked, asked.throttlePct > 0 ? `throttled to ${asked.throttlePct} %` : 'none'),
    live('pre-copy', with1({}), 'logging of writes'),
    live(
      'pre-copy with auto-converge',
      slowed,
      `throttled up to ${slowed.throttlePct} %, ${slowed.throttledS.toFixed(1)} s of CPU time lost`,
    ),
    live(
      'pre-copy with xbzrle',
      with1({ xbzrle: { cacheBytes: 2 ** 26, deltaBytes: 60 } }),
      'compare and encode every re-sent page; assumes deltas of 60 bytes',
    ),
    live('pre-copy with multifd (4)', with1({ multifdChannels: 4 }), 'four sender threads'),
    live('post-copy at once', early, stall(pages * (1 - guest.zeroShare))),
    live(
      'hybrid: post-copy after one pass',
      hybrid,
      stall(hybrid.closedForm.rounds[1]?.pendingPages ?? 0),
    ),
    {
      policy: 'cold (stop and copy)',
      verdict: 'completes',
      totalS: cold.totalS,
      blackoutMs: 1000 * cold.blackoutS,
      transferredBytes: cold.transferredBytes,
      price: 'down for the whole copy',
    },
    {
      policy: 'checkpoint (stopped)',
      verdict: 'completes',
      totalS: save.totalS,
      blackoutMs: 1000 * save.blackoutS,
      transferredBytes: save.bytes,
      price: 'down until memory is written',
    },
    {
      policy: 'failover (restart elsewhere)',
      verdict: 'completes',
      totalS: restart.totalS,
      blackoutMs: 1000 * restart.blackoutS,
      transferredBytes: 0,
      price: 'memory is lost; detection, fencing and boot times are assumed',
    },
  ];
  for (const rule of stopRules) {
    const end = underStopRule(guest, plain, host, rule);
    rows.push({
      policy: rule.title,
      verdict: 'completes',
      totalS: end.totalS,
      blackoutMs: 1000 * end.blackoutS,
      transferredBytes: end.transferredBytes,
      price: `stops by ${end.stoppedBy} after ${end.rounds} rounds${end.guestShare < 1 ? `, guest slowed to ${(100 * end.guestShare).toFixed(0)} %` : ''}`,
    });
  }
  return rows;
}
