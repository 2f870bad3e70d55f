import { present } from '../../elements.ts';
import { formatBytes, formatSeconds } from '../../format.ts';
import type { Eta } from '../../model/migration/eta.ts';
import type { AnswerVerdict, Running } from '../../model/migration/running.ts';
import type { MigrationAnswer, ReadingRange } from '../../model/migration/what-if.ts';

const bytes = (value: number) => formatBytes(Math.round(value));
const ms = (value: number) => formatSeconds(value / 1000);

/** What left, what is left and what is dirtied, in one clause. */
function ratesOf(eta: Eta): string {
  const parts = [
    eta.remainingBytes === null ? null : `${bytes(eta.remainingBytes)} left`,
    eta.bandwidthBytesPerS > 0 ? `${bytes(eta.bandwidthBytesPerS)}/s sent` : null,
    eta.dirtiedBytesPerS === null ? null : `${bytes(eta.dirtiedBytesPerS)}/s dirtied anew`,
  ].filter((part) => part !== null);
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}

const because = (why: string) => (why === '' ? '' : `: ${why}`);

function span({ low, high }: Eta): string {
  return Number.isFinite(high)
    ? `${formatSeconds(low)} to ${formatSeconds(high)}`
    : `${formatSeconds(low)} or never`;
}

function runningSentence(running: Running, answer: MigrationAnswer): string {
  const { eta, why, verdict, status } = running;
  const { outcome } = answer.question;
  const rates = eta ? ratesOf(eta) : '';
  switch (verdict) {
    case 'completed': {
      const total = outcome.totalS === null ? '' : ` in ${formatSeconds(outcome.totalS)}`;
      const pause = outcome.downtimeMs === null ? '' : `, downtime ${ms(outcome.downtimeMs)}`;
      return `Completed${total}${pause}: this migration is over.`;
    }
    case 'failed':
      return `Failed${because(why)}.`;
    case 'cancelled':
      return `Cancelled${because(why)}.`;
    case 'completes':
      return eta?.seconds == null
        ? `Finishes (status ${status})${because(why)}.`
        : `Finishes in about ${formatSeconds(eta.seconds)} more, ${span(eta)}${rates}${because(why)}.`;
    case 'never':
      return `Does not finish as it goes${rates}${because(why)}.`;
    case 'too-close':
      return `Too close to tell whether it finishes${rates}${because(why)}.`;
    default: {
      const range = eta
        ? ` It may take from ${formatSeconds(eta.low)} to for ever, by what the guest dirties.`
        : '';
      return `Unknown from what was given${rates}${because(why)}.${range}`;
    }
  }
}

function rangeText({ completes, fastestS, slowestS }: ReadingRange): string {
  const percent = Math.round(100 * completes);
  if (fastestS === null || slowestS === null) return 'none of the guests that fit them finishes';
  return `of the guests that fit them ${percent} % surely finish, in ${formatSeconds(fastestS)} to ${formatSeconds(slowestS)}`;
}

/** Why an answer from dirty-rate readings is what it is. */
function readingSentence({ range, fit, verdict, question }: MigrationAnswer): string {
  const told = rangeText(present(range));
  const why = fit?.why ? ` (${fit.why})` : '';
  switch (verdict) {
    case 'completes':
      return `Finishes, ${question.cap}: nearly every guest that fits the readings does; ${told}.`;
    case 'never':
      return `Does not finish, ${question.cap}: hardly any guest that fits the readings does; ${told}.`;
    case 'too-close':
      return `Too close to tell, ${question.cap}: ${told}, others do not.`;
    default:
      return `Unknown from what was given: the readings do not identify the guest${why}; ${told}, others do not, ${question.cap}. Give readings over two lengths of time.`;
  }
}

function assumedText(assumed: readonly string[]): string {
  return assumed.length === 0 ? '' : `, for an assumed guest (${assumed.join(', ')})`;
}

/** One migration from its start: verdict, time, pause, what it was assumed of and what limits it. */
function planSentence({ plan, question, verdict }: MigrationAnswer): string {
  const { prediction, margin } = present(plan);
  const { settings, cap } = question;
  const { totalS, blackoutMs, horizonS } = prediction;
  const assumed = assumedText(question.assumed);
  if (verdict === 'never') {
    const later = settings.postcopyAllowed && settings.postcopyAfterS === null;
    const postcopy = later ? '; post-copy is allowed and ends it once it is started' : '';
    // Writes that prevent nothing are no reason: the memory alone takes longer than it may.
    const reason =
      margin.writeRateFactor >= 1
        ? 'it is the time allowed that runs out, whatever the guest writes (--timeout)'
        : margin.text;
    return `Does not finish within ${formatSeconds(horizonS)}${assumed}, ${cap}: ${reason}${postcopy}.`;
  }
  const when = totalS
    ? `${formatSeconds(totalS.value)} in all, the guest stands still for ${ms(present(blackoutMs).value)}`
    : 'no replay finished';
  // Finishing above the critical rate is the work of throttling or post-copy, or of luck next to it.
  const helped =
    prediction.throttlePct > 0
      ? `the guest is slowed down by ${prediction.throttlePct} % for it`
      : settings.postcopyAfterS !== null
        ? 'post-copy ends it'
        : 'it is next to its critical write rate';
  const why = margin.writeRateFactor >= 1 ? margin.text : helped;
  return verdict === 'completes'
    ? `Finishes${assumed}: ${when}, ${cap}; ${why}.`
    : `Too close to tell${assumed}: ${when} if it finishes, ${cap}; ${margin.text}.`;
}

/** Machines that leave their hosts together. */
function evacuationSentence({ fleet, question }: MigrationAnswer): string {
  const { machines, totalS, longestBlackoutMs } = present(fleet);
  const named = (verdict: string) => machines.filter((one) => one.verdict === verdict);
  const list = (some: typeof machines) =>
    `${some
      .slice(0, 10)
      .map(({ name }) => name)
      .join(', ')}${some.length > 10 ? ` and ${some.length - 10} more` : ''}`;
  const [stuck, close] = [named('never'), named('too-close')];
  const how = `${question.limits.perHost} at once from a host, ${question.cap}`;
  const all = `${machines.length} machine${machines.length === 1 ? '' : 's'}`;
  if (stuck.length > 0) {
    return `Does not empty the hosts: ${stuck.length} of ${all} do not finish (${list(stuck)}), ${how}.`;
  }
  const when = `${formatSeconds(totalS)}, the longest pause is ${ms(longestBlackoutMs)}`;
  if (close.length > 0) {
    return `Too close to tell whether all ${all} leave (${list(close)}): ${when} if they do, ${how}.`;
  }
  return `All ${all} leave in ${when}, ${how}.`;
}

/** The answer in one sentence, verdict first. */
export function migrationSentence(answer: MigrationAnswer): string {
  if (answer.fleet) return evacuationSentence(answer);
  if (answer.running) return runningSentence(answer.running, answer);
  return answer.plan ? planSentence(answer) : readingSentence(answer);
}

/** Verdicts and the exit code of the command: it is done or will be, it will not be, nobody can say. */
export const exitCodeOf: Record<AnswerVerdict, 0 | 3 | 4> = {
  completed: 0,
  completes: 0,
  never: 3,
  failed: 3,
  cancelled: 3,
  'too-close': 4,
  unknown: 4,
};
