import { formatBytes } from '../../format.ts';
import type { Message } from '../../message.ts';
import { cellText } from '../../messages/cells.ts';
import { migrateSummaryWords as words } from '../../messages/migrate-summary.ts';
import { terms } from '../../messages/terms.ts';
import { stopRules } from '../../model/migration/policies/other-stop-rules.ts';
import type { MigrationAnswer } from '../../model/migration/what-if.ts';
import { type Advice, inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';

const verdicts: Partial<Record<MigrationAnswer['verdict'], 'yes' | 'no' | 'unsure'>> = {
  completes: 'yes',
  completed: 'yes',
  never: 'no',
  failed: 'no',
  cancelled: 'no',
  'too-close': 'unsure',
  unknown: 'unsure',
};

type Band = { value: number; low: number; high: number };
const seconds = (value: number) => terms.seconds({ value });
const ms = (value: number) => seconds(value / 1000);
const band = ({ low, high }: Band, text: (value: number) => Message) =>
  terms.range({ low: text(low), high: text(high) });

function figuresOf({ plan, fleet, question, running }: MigrationAnswer): KeyFigure[] {
  if (plan) {
    const { totalS, blackoutMs, transferredBytes, criticalFactor, finishedShare, replicas } =
      plan.prediction;
    return [
      {
        name: words.time(),
        value: totalS ? seconds(totalS.value) : words.doesNotEnd(),
        note: totalS ? band(totalS, seconds) : words.whileItWrites(),
      },
      {
        name: words.pause(),
        value: blackoutMs ? ms(blackoutMs.value) : words.noneReached(),
        note: blackoutMs ? band(blackoutMs, ms) : '',
      },
      {
        name: words.sent(),
        value: formatBytes(transferredBytes.value, 3),
        note: words.ofMemory({ bytes: question.guest.ramBytes }),
      },
      {
        name: words.bears(),
        value: Number.isFinite(criticalFactor) ? inProse(criticalFactor) : words.noLimit(),
        note: words.belowOne(),
      },
      {
        name: words.finished(),
        value: words.share({ percent: inProse(100 * finishedShare) }),
        note: words.of({ count: replicas }),
      },
    ];
  }
  if (fleet) {
    const done = fleet.machines.filter(({ verdict }) => verdict === 'completes').length;
    return [
      { name: words.leave(), value: words.someOf({ some: done, all: fleet.machines.length }) },
      { name: words.untilLast(), value: seconds(fleet.totalS) },
      { name: words.longest(), value: ms(fleet.longestBlackoutMs) },
    ];
  }
  const eta = running?.eta ?? question.eta;
  return [
    { name: words.status(), value: running?.status ?? question.status ?? words.notTold() },
    {
      name: words.stillToGo(),
      value: eta?.seconds == null ? words.notKnown() : seconds(eta.seconds),
    },
    { name: words.memory(), value: formatBytes(question.guest.ramBytes) },
  ];
}

/** Settings that are amounts; the others are switches. */
const raised: ReadonlySet<string> = new Set(['max-bandwidth', 'downtime-limit']);

/** Policies that finish, the shortest pause first, beside the one asked for. */
function adviceOf({ advice, plan }: MigrationAnswer): Advice[] {
  const settings = advice
    .filter(({ value }) => value !== null)
    .map(({ setting, text }) => ({
      action: raised.has(setting)
        ? words.raise({ name: setting })
        : words.turnOn({ name: setting }),
      gain: words.sentence({ text }),
    }));
  const [asked, ...others] = plan?.policies ?? [];
  // What another hypervisor would do is a comparison, not advice: nobody changes it for one migration.
  const foreign = new Set(stopRules.map(({ title }) => title));
  const better = others
    .filter((row) => !foreign.has(row.policy))
    .filter((row) => row.totalS !== null && row.blackoutMs !== null)
    .filter(
      (row) => !asked || asked.blackoutMs === null || (row.blackoutMs ?? 0) < asked.blackoutMs,
    )
    .sort((a, b) => (a.blackoutMs ?? 0) - (b.blackoutMs ?? 0))
    .slice(0, 3)
    .map((row) => ({
      action: words.use({ name: cellText('policy', row.policy) }),
      gain: words.policyGain({
        time: row.totalS ?? 0,
        pause: row.blackoutMs ?? 0,
        price: row.price,
      }),
    }));
  return [...settings, ...better].slice(0, 5);
}

/** Does it finish, and what to set where it does not. */
export function migrateSummary(answer: MigrationAnswer, sentence: Message): Summary {
  const { question, plan, verdict, fleet } = answer;
  const { guest, settings, assumed, cap, seed } = question;
  const advice = adviceOf(answer);
  return {
    question: fleet ? words.questionFleet() : words.question(),
    inputs: {
      memory: formatBytes(guest.ramBytes),
      rate: cap,
      'downtime limit': ms(settings.downtimeLimitMs),
      seed: String(seed),
      ...(assumed.length > 0 ? { assumed: terms.list({ names: assumed }) } : {}),
    },
    sentence,
    ...(verdicts[verdict] ? { verdict: verdicts[verdict] } : {}),
    confidence: plan
      ? words.ofReplays({
          replays: plan.prediction.replicas,
          percent: inProse(100 * plan.prediction.finishedShare),
          assumed: assumed.length > 0 ? words.assumed({ assumed }) : words.nothingAssumed(),
        })
      : fleet
        ? words.ofFleet()
        : words.ofRunning(),
    wouldChange: plan ? words.sentenceOfItsOwn({ text: plan.margin.text }) : words.dirtyReadings(),
    advice: orNothing(advice, {
      action:
        verdict === 'completes' || verdict === 'completed'
          ? words.nothingNeeded()
          : words.noSetting(),
      gain:
        verdict === 'completes' || verdict === 'completed' ? words.noShorter() : words.combine(),
    }),
    keyFigures: figuresOf(answer),
  };
}
