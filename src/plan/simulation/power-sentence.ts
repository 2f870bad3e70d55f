import type { Message } from '../../message.ts';
import { powerPolicyWords, powerWords } from '../../messages/plan-power.ts';
import { terms } from '../../messages/terms.ts';
import { type StayId, stayIds } from './scenario.ts';
import type { SimulatedCluster } from './simulate-plan.ts';

/** Clusters a reason names. */
const MOST_NAMED = 3;

/** Hosts that were on all the time. */
export const stayedOn = ({ outcome }: SimulatedCluster) =>
  outcome.stays.filter(({ onHours }) => onHours > (outcome.seconds / 3600) * (1 - 1e-9));

/** Why hosts stayed on, the reason of most hosts first. */
function reasonsOf(runs: readonly SimulatedCluster[]): Message[] {
  const of = (reason: StayId) =>
    runs
      .map((run) => ({
        cluster: run.name,
        n: stayedOn(run).filter((stay) => stay.reason === reason).length,
      }))
      .filter(({ n }) => n > 0);
  return stayIds
    .map((reason) => {
      const found = of(reason);
      return { reason, found, n: found.reduce((sum, { n }) => sum + n, 0) };
    })
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
    .map(({ reason, found, n }) =>
      powerWords[reason]({
        n,
        where: terms.list({ names: found.slice(0, MOST_NAMED).map(({ cluster }) => cluster) }),
      }),
    );
}

/** What powering hosts off saved over the runs, and why the others stayed on; undefined where no policy does so. */
export function powerSentence(runs: readonly SimulatedCluster[]): Message | undefined {
  const judged = runs.filter(({ allOnKwh }) => allOnKwh !== undefined);
  const [first] = judged;
  if (!first) return undefined;
  const total = (pick: (run: SimulatedCluster) => number) =>
    judged.reduce((sum, run) => sum + pick(run), 0);
  const hosts = total(({ outcome }) => outcome.hosts);
  const stayed = total((run) => stayedOn(run).length);
  const all = total(({ allOnKwh }) => allOnKwh ?? 0);
  const saved = all - total(({ outcome }) => outcome.energyKwh);
  const reasons = reasonsOf(judged);
  const common = {
    policy: powerPolicyWords(first.policy === 'dpm' ? 'DPM' : 'Consolidation'),
    ...{ hosts, hours: first.outcome.seconds / 3600 },
    why: reasons.length > 0 ? powerWords.why({ n: stayed, reasons }) : '',
  };
  const off =
    first.policy === 'dpm' ? hosts - stayed : total(({ outcome }) => offSometimes(outcome));
  if (off === 0) return powerWords.none(common);
  return saved >= 0
    ? powerWords.saves({ ...common, off, saved, all, percent: all > 0 ? (100 * saved) / all : 0 })
    : powerWords.costs({ ...common, off, more: -saved, all });
}

/** Hosts that were off for some time, where no policy tells of each. */
const offSometimes = ({ hosts, series }: SimulatedCluster['outcome']) =>
  hosts - Math.floor(series.hostsOn.reduce((least, on) => Math.min(least, on), hosts) + 1e-9);
