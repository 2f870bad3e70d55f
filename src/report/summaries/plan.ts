import type { ClusterAnswer, PlanAnswer } from '../../plan/answer.ts';
import type { Change } from '../../plan/changes.ts';
import type { Confidence } from '../../plan/outlook/confidence.ts';
import type { Outlook } from '../../plan/outlook/outlook.ts';
import type { PlanVerdict } from '../../plan/outlook/plan-verdict.ts';
import { inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';
import { capital, plural } from '../../words.ts';
import { tells, withoutLoad } from '../sections/plan/outlook.ts';

/** Mean size of the machines that run. */
export interface MeanMachine {
  vcpus: number;
  memoryMib: number;
}

const inMonths = (months: number | null) => (months === null ? 'over 120' : inProse(months));

const largestFail = (failures: number) =>
  failures === 1 ? 'the largest host fails' : `the ${failures} largest hosts fail`;

/** What a failure of hosts does, in the words of a risk. */
function riskCard(answer: PlanAnswer, clusters: readonly ClusterAnswer[]): KeyFigure {
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
function timeCard(outlook: Outlook | undefined, clusters: readonly ClusterAnswer[]): KeyFigure {
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
    ? `${next.cluster}: ${inMonths(next.months.value)} months (${inMonths(next.months.early)} to ${inMonths(next.months.late)})`
    : '';
  if (now.length > 0) {
    return card('Time left', 'none', [
      `${now.map(({ cluster }) => cluster).join(', ')}: out of room already, failures borne`,
      ...(next ? [`next ${nextText} ${grows}`] : []),
    ]);
  }
  return next
    ? card('Time left', `${inMonths(next.months.value)} months`, [nextText, grows])
    : card('Time left', 'over 120 months', [grows]);
}

/** How many more machines of average size fit with failures borne. */
function roomCard(
  { vcpus, memoryMib }: MeanMachine,
  clusters: readonly ClusterAnswer[],
): KeyFigure {
  const room = clusters.reduce((sum, cluster) => sum + cluster.roomForAverage, 0);
  const none = clusters.filter((cluster) => cluster.roomForAverage === 0);
  return card('Room', `${plural(room, 'more machine')}`, [
    `of average size (${vcpus.toFixed(1)} vCPUs, ${(memoryMib / 1024).toFixed(1)} GiB over all clusters), failures borne`,
    ...(none.length > 0 && none.length < clusters.length
      ? [`none in ${none.map(({ cluster }) => cluster).join(', ')}`]
      : []),
  ]);
}

const card = (name: string, value: string, lines: readonly string[]): KeyFigure => ({
  name,
  value,
  note: lines.join('; '),
});

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

/** What the first screen of a plan is made of. */
export interface PlanFirstScreen {
  source: string;
  verdict: PlanVerdict;
  answers: readonly PlanAnswer[];
  /** Best first, as many as are shown. */
  changes: readonly Change[];
  outlook: Outlook | undefined;
  /** Of each what-if, where it was computed. */
  whatIfMonths: readonly (readonly Outlook['forecasts'][number][] | undefined)[];
  confidence: Confidence | undefined;
  clusters: readonly ClusterAnswer[];
  mean: MeanMachine;
  /** Settings the user gave. */
  given: ReadonlySet<string>;
}

const verdicts = { fits: 'yes', 'does not fit': 'no', unknown: 'unsure' } as const;

/** "two hosts fewer: does not fit, 2 machines without a place". */
function whatIfText(
  answer: PlanAnswer,
  forecasts: readonly Outlook['forecasts'][number][] | undefined,
  rate: number | undefined,
): string {
  const gone = answer.clusters.reduce((sum, { vms, placed }) => sum + vms - placed, 0);
  const lost = answer.clusters.reduce(
    (sum, entry) => sum + entry.vms - entry.placedAfterFailure,
    0,
  );
  const room = answer.clusters.reduce((sum, { roomForAverage }) => sum + roomForAverage, 0);
  const failures = plural(answer.settings.tolerateHosts, 'host');
  const fits = answer.fits
    ? answer.survives || answer.settings.tolerateHosts === 0
      ? 'fits'
      : `fits, but with ${failures} failed ${plural(lost, 'machine')} ${lost === 1 ? 'has' : 'have'} no place`
    : `does not fit, ${plural(gone, 'machine')} without a place`;
  const left = [...(forecasts ?? [])].sort(
    (a, b) =>
      (a.months.value ?? Number.POSITIVE_INFINITY) - (b.months.value ?? Number.POSITIVE_INFINITY),
  )[0];
  const time =
    left && rate !== undefined
      ? left.months.value === 0
        ? `; ${left.cluster} has no room now`
        : `; ${inMonths(left.months.value)} months of room at ${rate} % a month, ${left.cluster} first`
      : '';
  return `${capital(answer.name)}: ${fits}${time}; room for ${plural(room, 'more machine')}.`;
}

function confidenceText({ confidence, answers }: PlanFirstScreen): string {
  if (!confidence) return `${capital(withoutLoad)} --load, ${tells}.`;
  const interval =
    confidence.days > 1
      ? `${confidence.days} whole days were measured, and the levels have 90 % intervals from resampling them`
      : 'a single day was measured: no interval can be told from it';
  return `Use follows the load ${confidence.load}: ${interval}. Memory counts as configured${answers.length > 1 ? ', in every plan' : ''}.`;
}

function wouldChangeText({ outlook, given }: PlanFirstScreen): string {
  const [top] = outlook?.sensitivities ?? [];
  const settings = given.size > 0 ? '' : ' No setting was given: all are defaults of ours.';
  if (!top) return `Other ratios or another number of tolerated failures.${settings}`;
  const percent = (load: number) =>
    Number.isFinite(load) ? `${inProse(100 * load)} %` : 'no capacity';
  return `Most hangs on ${top.what}: at ${top.low.setting} the fullest resource stands at ${percent(top.low.load)}, at ${top.high.setting} at ${percent(top.high.load)}.${settings}`;
}

/** What a plan comes to: verdict, what-ifs, how sure, what would make room. */
export function planSummary(found: PlanFirstScreen): Summary {
  const { verdict, answers, changes, outlook, clusters, mean, source } = found;
  const [today, ...others] = answers as readonly [PlanAnswer, ...PlanAnswer[]];
  const hosts = today.clusters.reduce((sum, cluster) => sum + cluster.hosts, 0);
  const machines = today.clusters.reduce((sum, cluster) => sum + cluster.vms, 0);
  const { cpuRatio, memoryRatio, tolerateHosts } = today.settings;
  const advice = changes.map((change) => {
    const [action = '', gain = ''] = changeText(change, today).split(/: (.*)/s);
    return { action: `${capital(action)}:`, gain: `${gain}.` };
  });
  return {
    question: 'Does it fit, also when hosts fail, and what would make room?',
    inputs: {
      inventory: source,
      'vCPUs a core': String(cpuRatio),
      'memory over physical': String(memoryRatio),
      'hosts per cluster that may fail': String(tolerateHosts),
    },
    sentence: verdict.sentence,
    verdict: verdicts[verdict.verdict],
    whatIfs: others.map((answer, i) =>
      whatIfText(answer, found.whatIfMonths[i], outlook?.rate.percentPerMonth),
    ),
    confidence: confidenceText(found),
    wouldChange: wouldChangeText(found),
    advice: orNothing(advice, {
      action: today.survives ? 'Nothing is needed now.' : 'None of the changes tried brings room.',
      gain: today.survives ? 'every machine has a place.' : 'hosts, memory and ratios were tried.',
    }),
    keyFigures: [
      riskCard(today, clusters),
      timeCard(outlook, clusters),
      roomCard(mean, clusters),
      {
        name: 'Planned',
        value: plural(machines, 'machine'),
        note: `on ${plural(hosts, 'host')} in ${plural(today.clusters.length, 'cluster')}`,
      },
    ],
  };
}
