import type { Text } from '../../message.ts';
import { migrateWords } from '../../messages/migrate.ts';
import { migrateReasons } from '../../messages/migrate-reasons.ts';
import { type Eta, timeLeftOf } from './eta.ts';
import type { MigrationQuestion } from './question.ts';
import { statusVerdict } from './status.ts';

/** What one answer says, of a migration to come, one that runs and one that is over. */
export type AnswerVerdict =
  | 'completes'
  | 'never'
  | 'too-close'
  | 'unknown'
  | 'completed'
  | 'failed'
  | 'cancelled';

/** A migration that was looked at: what its status decides, else what its rates do. */
export interface Running {
  verdict: AnswerVerdict;
  status: string | null;
  /** Null where the status alone decides, or nothing was seen but a status. */
  eta: Eta | null;
  why: Text;
}

/** The verdict on a migration that was looked at; null where none was. Status decides first. */
export function runningOf(question: MigrationQuestion): Running | null {
  const { eta, status, settings, blocked, stated } = question;
  const known = statusVerdict(status);
  if (known) return byStatus(question, known);
  if (!eta) {
    if (blocked.length > 0) {
      return {
        verdict: 'never',
        status,
        eta: null,
        why: migrateWords.refuses({ blocked: blocked.join('; ') }),
      };
    }
    if (status === null) return null;
    const why =
      status === 'none'
        ? 'no migration runs: state the guest (--ram with --writes or --pattern)'
        : 'nothing but its status was given: give two looks';
    return stated ? null : { verdict: 'unknown', status, eta: null, why };
  }
  if (eta.verdict === 'unknown' && stated && eta.bandwidthBytesPerS > 0) {
    const told = timeLeftOf(eta, question.guest.dirty);
    return { verdict: told.verdict, status, eta: told, why: told.why };
  }
  if (eta.verdict === 'never' && settings.autoConverge && eta.dirtiedBytesPerS) {
    const keep = (0.8 * eta.bandwidthBytesPerS) / eta.dirtiedBytesPerS;
    const slower = Math.ceil(100 * (1 - keep));
    if (slower <= settings.autoConverge.maxPct) {
      const why = migrateWords.butConverges({
        why: typeof eta.why === 'string' ? migrateReasons(eta.why) : eta.why,
        percent: Math.max(0, slower),
      });
      const close = { ...eta, verdict: 'too-close' as const, why };
      return { verdict: 'too-close', status, eta: close, why };
    }
  }
  return { verdict: eta.verdict, status, eta, why: eta.why };
}

function byStatus(
  { eta: seen, status, outcome }: MigrationQuestion,
  known: NonNullable<ReturnType<typeof statusVerdict>>,
): Running {
  const { verdict, text } = known;
  const why = outcome.error
    ? migrateWords.statusError({ text: migrateReasons(text), error: outcome.error })
    : text;
  if (verdict === 'stopped') return { verdict: 'never', status, eta: null, why };
  if (verdict !== 'completes' || !seen) return { verdict, status, eta: null, why };
  // What is left goes out once, at the rate seen: nothing is dirtied on this side any more.
  const seconds = Number.isFinite(seen.naiveSeconds) ? seen.naiveSeconds : null;
  const range = { low: 0.8 * (seconds ?? 0), high: 1.25 * (seconds ?? Number.POSITIVE_INFINITY) };
  return { verdict, status, why, eta: { ...seen, verdict: 'completes', seconds, ...range, why } };
}
