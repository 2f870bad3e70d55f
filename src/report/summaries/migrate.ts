import { formatBytes, formatSeconds } from '../../format.ts';
import type { MigrationAnswer } from '../../model/migration/what-if.ts';
import { type Advice, inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';
import { capital, plural } from '../../words.ts';

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
const band = ({ low, high }: Band, text: (value: number) => string) =>
  `${text(low)} to ${text(high)}`;
const ms = (value: number) => formatSeconds(value / 1000);

function figuresOf({ plan, fleet, question, running }: MigrationAnswer): KeyFigure[] {
  if (plan) {
    const { totalS, blackoutMs, transferredBytes, criticalFactor, finishedShare, replicas } =
      plan.prediction;
    return [
      {
        name: 'Time',
        value: totalS ? formatSeconds(totalS.value) : 'does not end',
        note: totalS ? band(totalS, formatSeconds) : 'while the guest writes as it does',
      },
      {
        name: 'Pause',
        value: blackoutMs ? ms(blackoutMs.value) : 'none reached',
        note: blackoutMs ? band(blackoutMs, ms) : '',
      },
      {
        name: 'Sent',
        value: formatBytes(transferredBytes.value, 3),
        note: `of ${formatBytes(question.guest.ramBytes)} of memory`,
      },
      {
        name: 'Write rate it bears, over its own',
        value: Number.isFinite(criticalFactor) ? inProse(criticalFactor) : 'no limit',
        note: 'below 1 it does not finish',
      },
      {
        name: 'Replays that finished',
        value: `${inProse(100 * finishedShare)} %`,
        note: `of ${replicas}`,
      },
    ];
  }
  if (fleet) {
    const done = fleet.machines.filter(({ verdict }) => verdict === 'completes').length;
    return [
      { name: 'Machines that leave', value: `${done} of ${fleet.machines.length}` },
      { name: 'Until the last is gone', value: formatSeconds(fleet.totalS) },
      { name: 'Longest pause', value: ms(fleet.longestBlackoutMs) },
    ];
  }
  const eta = running?.eta ?? question.eta;
  return [
    { name: 'Status', value: running?.status ?? question.status ?? 'not told' },
    { name: 'Still to go', value: eta?.seconds == null ? 'not known' : formatSeconds(eta.seconds) },
    { name: 'Memory', value: formatBytes(question.guest.ramBytes) },
  ];
}

/** Policies that finish, the shortest pause first, beside the one asked for. */
function adviceOf({ advice, plan }: MigrationAnswer): Advice[] {
  const settings = advice
    .filter(({ value }) => value !== null)
    .map(({ setting, text }) => ({ action: `${capital(setting)}:`, gain: `${text}.` }));
  const [asked, ...others] = plan?.policies ?? [];
  const better = others
    .filter((row) => row.totalS !== null && row.blackoutMs !== null)
    .filter(
      (row) => !asked || asked.blackoutMs === null || (row.blackoutMs ?? 0) < asked.blackoutMs,
    )
    .sort((a, b) => (a.blackoutMs ?? 0) - (b.blackoutMs ?? 0))
    .slice(0, 3)
    .map((row) => ({
      action: `${capital(row.policy)}:`,
      gain: `done in ${formatSeconds(row.totalS ?? 0)} with a pause of ${ms(row.blackoutMs ?? 0)}; price for the guest: ${row.price}.`,
    }));
  return [...settings, ...better].slice(0, 5);
}

/** Does it finish, and what to set where it does not. */
export function migrateSummary(answer: MigrationAnswer, sentence: string): Summary {
  const { question, plan, verdict, fleet } = answer;
  const { guest, settings, assumed, cap, seed } = question;
  const advice = adviceOf(answer);
  return {
    question: fleet
      ? 'Do all machines leave, and how soon?'
      : 'Does the migration finish, how long does it take, and how long is the pause?',
    inputs: {
      memory: formatBytes(guest.ramBytes),
      rate: cap,
      'downtime limit': ms(settings.downtimeLimitMs),
      seed: String(seed),
      ...(assumed.length > 0 ? { assumed: assumed.join(', ') } : {}),
    },
    sentence,
    ...(verdicts[verdict] ? { verdict: verdicts[verdict] } : {}),
    confidence: plan
      ? `${plural(plan.prediction.replicas, 'replay')} differ in what nobody knows before the start; ${inProse(100 * plan.prediction.finishedShare)} % finish. ${assumed.length > 0 ? `Assumed: ${assumed.join(', ')}.` : 'Nothing about the guest is assumed.'}`
      : fleet
        ? 'Each machine is predicted by the closed form, its link shared with those that leave the same host.'
        : 'Told from what the migration itself reports.',
    wouldChange: plan
      ? `${capital(plan.margin.text)}${/[.!]$/.test(plan.margin.text) ? '' : '.'}`
      : 'What the guest writes: readings of its dirty rate over two lengths of time.',
    advice: orNothing(advice, {
      action:
        verdict === 'completes' || verdict === 'completed'
          ? 'Nothing is needed.'
          : 'No single setting makes it finish.',
      gain:
        verdict === 'completes' || verdict === 'completed'
          ? 'no policy tried has a shorter pause.'
          : 'combine a faster link with a longer pause.',
    }),
    keyFigures: figuresOf(answer),
  };
}
