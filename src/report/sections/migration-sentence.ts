import { present } from '../../elements.ts';
import type { Message, Text } from '../../message.ts';
import { migrateWords } from '../../messages/migrate.ts';
import { migrateReasons } from '../../messages/migrate-reasons.ts';
import type { Eta } from '../../model/migration/eta.ts';
import type { AnswerVerdict, Running } from '../../model/migration/running.ts';
import type { MigrationAnswer, ReadingRange } from '../../model/migration/what-if.ts';

/** What left, what is left and what is dirtied, in one clause. */
function ratesOf(eta: Eta): Text {
  const parts = [
    eta.remainingBytes === null ? null : migrateWords.left({ bytes: eta.remainingBytes }),
    eta.bandwidthBytesPerS > 0 ? migrateWords.sentPerS({ bytes: eta.bandwidthBytesPerS }) : null,
    eta.dirtiedBytesPerS === null
      ? null
      : migrateWords.dirtiedPerS({ bytes: eta.dirtiedBytesPerS }),
  ].filter((part) => part !== null);
  return parts.length > 0 ? migrateWords.rates({ parts }) : '';
}

const reasonOf = (why: Text): Text => (typeof why === 'string' ? migrateReasons(why) : why);

const because = (why: Text): Text =>
  why === '' ? '' : migrateWords.because({ why: reasonOf(why) });

function span({ low, high }: Eta): Message {
  return Number.isFinite(high)
    ? migrateWords.span({ low, high })
    : migrateWords.spanOrNever({ low });
}

function runningSentence(running: Running, answer: MigrationAnswer): Message {
  const { eta, verdict, status } = running;
  const { outcome } = answer.question;
  const [rates, why] = [eta ? ratesOf(eta) : '', because(running.why)];
  switch (verdict) {
    case 'completed': {
      const { totalS, downtimeMs } = outcome;
      return migrateWords.completed({
        total: totalS === null ? '' : migrateWords.inTotal({ time: totalS }),
        pause: downtimeMs === null ? '' : migrateWords.withDowntime({ time: downtimeMs }),
      });
    }
    case 'failed':
      return migrateWords.failed({ why });
    case 'cancelled':
      return migrateWords.cancelled({ why });
    case 'completes':
      return eta?.seconds == null
        ? migrateWords.finishesByStatus({ status: String(status), why })
        : migrateWords.finishesInMore({ time: eta.seconds, span: span(eta), rates, why });
    case 'never':
      return migrateWords.neverAsItGoes({ rates, why });
    case 'too-close':
      return migrateWords.tooCloseToTell({ rates, why });
    default: {
      const range = eta ? migrateWords.fromToForEver({ low: eta.low }) : '';
      return migrateWords.unknownRunning({ rates, why, range });
    }
  }
}

function rangeText({ completes, fastestS, slowestS }: ReadingRange): Message {
  const percent = Math.round(100 * completes);
  if (fastestS === null || slowestS === null) return migrateWords.noneFits();
  return migrateWords.someFit({ percent, fastest: fastestS, slowest: slowestS });
}

const assumedText = (assumed: readonly Text[]): Text =>
  assumed.length === 0 ? '' : migrateWords.forAssumed({ assumed });

/** Why an answer from dirty-rate readings is what it is. */
function readingSentence({ range, fit, verdict, question }: MigrationAnswer): Message {
  const told = rangeText(present(range));
  const { cap } = question;
  const assumed = assumedText(question.assumed);
  switch (verdict) {
    case 'completes':
      return migrateWords.readingsFinish({ cap, told, assumed });
    case 'never':
      return migrateWords.readingsNever({ cap, told, assumed });
    case 'too-close':
      return migrateWords.readingsClose({ cap, told, assumed });
    default: {
      const why = fit?.why ? migrateWords.inBrackets({ text: reasonOf(fit.why) }) : '';
      return migrateWords.readingsUnknown({ cap, told, why, assumed });
    }
  }
}

/** One migration from its start: verdict, time, pause, what it was assumed of and what limits it. */
function planSentence({ plan, question, verdict }: MigrationAnswer): Message {
  const { prediction, margin } = present(plan);
  const { settings, cap } = question;
  const { totalS, blackoutMs, horizonS } = prediction;
  const assumed = assumedText(question.assumed);
  if (verdict === 'never') {
    const later = settings.postcopyAllowed && settings.postcopyAfterS === null;
    const postcopy = later ? migrateWords.postcopyEnds() : '';
    // Writes that prevent nothing are no reason: the memory alone takes longer than it may.
    const reason = margin.writeRateFactor >= 1 ? migrateWords.timeAllowed() : margin.text;
    return migrateWords.neverWithin({ horizon: horizonS, assumed, cap, reason, postcopy });
  }
  const when = totalS
    ? migrateWords.whenPaused({ total: totalS.value, pause: present(blackoutMs).value })
    : migrateWords.noReplay();
  // Finishing above the critical rate is the work of throttling or post-copy, or of luck next to it.
  const helped =
    prediction.throttlePct > 0
      ? migrateWords.slowedFor({ percent: prediction.throttlePct })
      : settings.postcopyAfterS !== null
        ? migrateWords.postcopyDoes()
        : settings.downtimeLimitMs === 0
          ? migrateWords.limitOfNone()
          : migrateWords.nextToCritical();
  const why = margin.writeRateFactor >= 1 ? margin.text : helped;
  return verdict === 'completes'
    ? migrateWords.finishes({ assumed, when, cap, why })
    : migrateWords.tooClose({ assumed, when, cap, why: margin.text });
}

/** Machines that leave their hosts together. */
function evacuationSentence({ fleet, question }: MigrationAnswer): Message {
  const { machines, totalS, longestBlackoutMs } = present(fleet);
  const named = (verdict: string) => machines.filter((one) => one.verdict === verdict);
  const list = (some: typeof machines) =>
    migrateWords.namesAndMore({
      names: some.slice(0, 10).map(({ name }) => name),
      more: some.length > 10 ? migrateWords.andMore({ more: some.length - 10 }) : '',
    });
  const [stuck, close] = [named('never'), named('too-close')];
  const how = migrateWords.atOnce({ perHost: question.limits.perHost, cap: question.cap });
  const all = machines.length;
  if (stuck.length > 0) {
    return migrateWords.evacuationStuck({ stuck: stuck.length, all, names: list(stuck), how });
  }
  const when = migrateWords.evacuationWhen({ total: totalS, pause: longestBlackoutMs });
  return close.length > 0
    ? migrateWords.evacuationClose({ all, names: list(close), when, how })
    : migrateWords.evacuationDone({ all, when, how });
}

/** The answer in one sentence, verdict first. */
export function migrationSentence(answer: MigrationAnswer): Message {
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
