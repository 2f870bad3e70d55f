import type { ClusterAnswer, PlanAnswer } from '../../../plan/answer.ts';
import type { Change } from '../../../plan/changes.ts';
import type { Headroom } from '../../../plan/outlook/headroom.ts';
import type { Outlook } from '../../../plan/outlook/outlook.ts';
import { capital, plural } from '../../../words.ts';
import { headroomGauges } from '../../charts/plan-gauges.ts';
import { type Html, html } from '../../html.ts';
import type { Section } from '../../section.ts';

/** Mean size of the machines that run. */
export interface MeanMachine {
  vcpus: number;
  memoryMib: number;
}

const DAYS_PER_MONTH = 365.25 / 12;
const count = (value: number) => value.toLocaleString('en-US');
const days = (months: number | null) =>
  months === null ? 'over 10 years' : count(Math.round(months * DAYS_PER_MONTH));

const largestFail = (failures: number) =>
  failures === 1 ? 'the largest host fails' : `the ${failures} largest hosts fail`;

/** What a failure of hosts does, in the words of a risk. */
function riskCard(answer: PlanAnswer, clusters: readonly ClusterAnswer[]): Html {
  const failures = answer.settings.tolerateHosts;
  const lost = clusters.filter((cluster) => cluster.fits && !cluster.survives);
  const gone = lost.reduce((sum, cluster) => sum + cluster.vms - cluster.placedAfterFailure, 0);
  const full = clusters.filter((cluster) => !cluster.fits);
  if (full.length > 0) {
    const unplaced = full.reduce((sum, cluster) => sum + cluster.vms - cluster.placed, 0);
    return card('Risk', `${plural(unplaced, 'machine')} without a place`, [
      `already with all hosts up, in ${full.map(({ cluster }) => cluster).join(', ')}`,
    ]);
  }
  if (failures === 0)
    return card('Risk', 'no failure is planned for', [
      'set --failures to keep room for failed hosts',
    ]);
  if (lost.length === 0)
    return card('Risk', 'failures are borne', [
      `every machine has a place when ${largestFail(failures)} in any cluster`,
    ]);
  return card('Risk', `${plural(gone, 'machine')} down`, [
    `when ${largestFail(failures)} in ${lost.map(({ cluster }) => cluster).join(', ')}`,
  ]);
}

/** The first cluster to run out, in days, with the band of the rate. */
function timeCard(outlook: Outlook | undefined, clusters: readonly ClusterAnswer[]): Html {
  if (!outlook)
    return card('Time left', 'not computed', ['the inventory is too large to forecast']);
  const { rate, forecasts } = outlook;
  const assumed = rate.given ? '' : ', a rate we assume';
  const grows = `at ${rate.percentPerMonth} % (${rate.low} to ${rate.high}) more machines a month${assumed}`;
  const known = forecasts.filter((entry) =>
    clusters.some(({ cluster }) => cluster === entry.cluster),
  );
  const value = (months: number | null) => months ?? Number.POSITIVE_INFINITY;
  const sorted = [...known].sort((a, b) => value(a.months.value) - value(b.months.value));
  const now = sorted.filter((entry) => entry.months.value === 0);
  const next = sorted.find((entry) => value(entry.months.value) > 0);
  const nextText = next
    ? `${next.cluster}: ${days(next.months.value)} days (${days(next.months.early)} to ${days(next.months.late)})`
    : '';
  if (now.length > 0) {
    return card('Time left', 'none', [
      `${now.map(({ cluster }) => cluster).join(', ')}: out of room already, failures borne`,
      ...(next ? [`next ${nextText} ${grows}`] : []),
    ]);
  }
  return next
    ? card('Time left', `${days(next.months.value)} days`, [nextText, grows])
    : card('Time left', 'over 10 years', [grows]);
}

/** How many more machines of average size fit with failures borne. */
function roomCard({ vcpus, memoryMib }: MeanMachine, clusters: readonly ClusterAnswer[]): Html {
  const room = clusters.reduce((sum, cluster) => sum + cluster.roomForAverage, 0);
  const none = clusters.filter((cluster) => cluster.roomForAverage === 0);
  return card('Room', `${plural(room, 'more machine')}`, [
    `of average size (${vcpus.toFixed(1)} vCPUs, ${(memoryMib / 1024).toFixed(1)} GiB over all clusters), failures borne`,
    ...(none.length > 0 && none.length < clusters.length
      ? [`none in ${none.map(({ cluster }) => cluster).join(', ')}`]
      : []),
  ]);
}

const card = (title: string, value: string, lines: readonly string[]): Html =>
  html`<li>${title}<b>${value}</b>${lines.map((line) => html`<span>${line}</span>`)}</li>`;

/** What a change brings to a plan that does or does not bear its failures already, in words. */
export function changeText(
  { change, morePlaced, moreRoom, survives }: Change,
  answer: PlanAnswer,
): string {
  const mends = survives && !answer.survives && answer.settings.tolerateHosts > 0;
  const parts = [
    morePlaced > 0 ? `${plural(morePlaced, 'more machine')} with a place after a failure` : '',
    moreRoom > 0 ? `room for ${plural(moreRoom, 'more machine')} of average size` : '',
  ].filter((part) => part !== '');
  return `${change}: ${parts.join(', ')}${mends ? '; then failures are borne everywhere' : ''}`;
}

/** What the first screen shows. */
export interface FirstScreen {
  answer: PlanAnswer;
  changes: readonly Change[];
  outlook: Outlook | undefined;
  /** Clusters that hold machines, the tightest first. */
  clusters: readonly ClusterAnswer[];
  /** What may be wrong with the answer, in sentences. */
  cautions: readonly string[];
  mean: MeanMachine;
  headroom: Headroom;
}

/** The first screen: risk, time left, room, headroom, and what would make room. */
export function answerSection(first: FirstScreen): Section {
  const { answer, changes, outlook, clusters, cautions, mean, headroom } = first;
  const tight = clusters[0];
  const isTight = tight && (tight.loadAfterFailure[tight.binding] ?? 0) >= 1;
  return {
    id: 'answer',
    title: 'The answer',
    text: html`<ul class="answers">${riskCard(answer, clusters)}${timeCard(outlook, clusters)}${roomCard(mean, clusters)}</ul>
      ${cautions.length > 0 ? html`<p><strong>Caution.</strong> ${cautions.join(' ')}</p>` : ''}
      <h3>What would make room</h3>
      ${
        changes.length === 0
          ? html`<p>None of the changes tried brings room${tight && !isTight ? ', and none is needed' : ''}.</p>`
          : html`<ol>${changes.map((change) => html`<li>${capital(changeText(change, answer))}.</li>`)}</ol>`
      }`,
    figures: clusters.length > 0 ? [headroomGauges(headroom, answer.settings.tolerateHosts)] : [],
  };
}
