import type { Message, Text } from '../../message.ts';
import { cellText } from '../../messages/cells.ts';
import { planWords } from '../../messages/plan.ts';
import { planSummaryWords as words } from '../../messages/plan-summary.ts';
import type { ClusterAnswer, PlanAnswer } from '../../plan/answer.ts';
import type { Change } from '../../plan/changes.ts';
import type { Confidence } from '../../plan/outlook/confidence.ts';
import type { Outlook } from '../../plan/outlook/outlook.ts';
import type { PlanVerdict } from '../../plan/outlook/plan-verdict.ts';
import { inProse, type KeyFigure, orNothing, type Summary } from '../../summary.ts';
import { capital } from '../../words.ts';

/** Mean size of the machines that run. */
export interface MeanMachine {
  vcpus: number;
  memoryMib: number;
}

const inMonths = (months: number | null): Text =>
  months === null ? words.over120() : inProse(months);

const largestFail = (failures: number): Message =>
  failures === 1 ? words.largestFails() : words.largestFail({ failures });

/** What a failure of hosts does, in the words of a risk. */
function riskCard(answer: PlanAnswer, clusters: readonly ClusterAnswer[]): KeyFigure {
  const failures = answer.settings.tolerateHosts;
  const lost = clusters.filter((cluster) => cluster.fits && !cluster.survives);
  const gone = lost.reduce((sum, cluster) => sum + cluster.vms - cluster.placedAfterFailure, 0);
  const full = clusters.filter((cluster) => !cluster.fits);
  if (full.length > 0) {
    const unplaced = full.reduce((sum, cluster) => sum + cluster.vms - cluster.placed, 0);
    return card(words.risk(), words.unplaced({ n: unplaced }), [
      words.alreadyIn({ clusters: full.map(({ cluster }) => cluster) }),
    ]);
  }
  if (failures === 0) return card(words.risk(), words.nonePlanned(), [words.setFailures()]);
  if (lost.length === 0)
    return card(words.risk(), words.borne(), [words.everyPlaced({ when: largestFail(failures) })]);
  return card(words.risk(), words.down({ n: gone }), [
    words.whenIn({
      when: largestFail(failures),
      clusters: lost.map(({ cluster }) => cluster),
    }),
  ]);
}

/** The first cluster to run out, in days, with the band of the rate. */
function timeCard(outlook: Outlook | undefined, clusters: readonly ClusterAnswer[]): KeyFigure {
  if (!outlook) return card(words.timeLeft(), words.notComputed(), [words.tooLarge()]);
  const { rate, forecasts } = outlook;
  const grows = words.grows({
    percent: rate.percentPerMonth,
    low: rate.low,
    high: rate.high,
    assumed: rate.given ? '' : words.rateAssumed(),
  });
  const known = forecasts.filter((entry) =>
    clusters.some(({ cluster }) => cluster === entry.cluster),
  );
  const value = (months: number | null) => months ?? Number.POSITIVE_INFINITY;
  const sorted = [...known].sort((a, b) => value(a.months.value) - value(b.months.value));
  const now = sorted.filter((entry) => entry.months.value === 0);
  const next = sorted.find((entry) => value(entry.months.value) > 0);
  const nextText = next
    ? words.monthsOf({
        cluster: next.cluster,
        months: inMonths(next.months.value),
        early: inMonths(next.months.early),
        late: inMonths(next.months.late),
      })
    : '';
  if (now.length > 0) {
    return card(words.timeLeft(), words.none(), [
      words.outOfRoom({ clusters: now.map(({ cluster }) => cluster) }),
      ...(next ? [words.nextOne({ next: nextText, grows })] : []),
    ]);
  }
  return next
    ? card(words.timeLeft(), words.months({ months: inMonths(next.months.value) }), [
        nextText,
        grows,
      ])
    : card(words.timeLeft(), words.months({ months: words.over120() }), [grows]);
}

/** How many more machines of average size fit with failures borne. */
function roomCard(
  { vcpus, memoryMib }: MeanMachine,
  clusters: readonly ClusterAnswer[],
): KeyFigure {
  const room = clusters.reduce((sum, cluster) => sum + cluster.roomForAverage, 0);
  const none = clusters.filter((cluster) => cluster.roomForAverage === 0);
  return card(words.room(), words.moreMachines({ n: room }), [
    words.ofAverage({ vcpus: vcpus.toFixed(1), gib: (memoryMib / 1024).toFixed(1) }),
    ...(none.length > 0 && none.length < clusters.length
      ? [words.noneIn({ clusters: none.map(({ cluster }) => cluster) })]
      : []),
  ]);
}

const card = (name: Text, value: Text, lines: readonly Text[]): KeyFigure => ({
  name,
  value,
  note: words.notes({ lines }),
});

/** A change, what it brings, and both in one. */
interface ChangeText {
  change: Message;
  gain: Message;
  sentence: Message;
}

/** What a change brings to a plan that does or does not bear its failures already, in words. */
export function changeText(
  { change, morePlaced, moreRoom, survives }: Change,
  answer: PlanAnswer,
): ChangeText {
  const mends = survives && !answer.survives && answer.settings.tolerateHosts > 0;
  const parts = [
    ...(morePlaced > 0 ? [planWords.morePlaced({ n: morePlaced })] : []),
    ...(moreRoom > 0 ? [planWords.moreRoom({ n: moreRoom })] : []),
  ];
  const gain = planWords.gains({ gains: parts, mends: mends ? planWords.mends() : '' });
  return { change, gain, sentence: planWords.change({ change, gain }) };
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
  /** What to check of the inventory before the answer is believed. */
  doubts: readonly Message[];
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
): Message {
  const gone = answer.clusters.reduce((sum, { vms, placed }) => sum + vms - placed, 0);
  const lost = answer.clusters.reduce(
    (sum, entry) => sum + entry.vms - entry.placedAfterFailure,
    0,
  );
  const room = answer.clusters.reduce((sum, { roomForAverage }) => sum + roomForAverage, 0);
  const fits = answer.fits
    ? answer.survives || answer.settings.tolerateHosts === 0
      ? words.fits()
      : words.fitsBut({ failures: answer.settings.tolerateHosts, lost })
    : words.notFits({ gone });
  const left = [...(forecasts ?? [])].sort(
    (a, b) =>
      (a.months.value ?? Number.POSITIVE_INFINITY) - (b.months.value ?? Number.POSITIVE_INFINITY),
  )[0];
  const time =
    left && rate !== undefined
      ? left.months.value === 0
        ? words.noRoomNow({ cluster: left.cluster })
        : words.monthsOfRoom({
            months: inMonths(left.months.value),
            rate,
            cluster: left.cluster,
          })
      : '';
  return words.whatIf({ name: capital(answer.name), fits, time, room });
}

function confidenceText(found: PlanFirstScreen): Message {
  const text = sureness(found);
  return found.doubts.length === 0 ? text : words.onceChecked({ doubts: found.doubts, text });
}

function sureness({ confidence, answers }: PlanFirstScreen): Message {
  if (!confidence) return words.withoutLoad();
  const interval =
    confidence.days > 1 ? words.daysMeasured({ days: confidence.days }) : words.oneDay();
  return words.withLoad({
    load: confidence.load,
    interval,
    everywhere: answers.length > 1 ? words.inEveryPlan() : '',
  });
}

function wouldChangeText({ outlook, given }: PlanFirstScreen): Message {
  const [top] = outlook?.sensitivities ?? [];
  const settings = given.size > 0 ? '' : words.allDefaults();
  if (!top) return words.otherRatios({ settings });
  const percent = (load: number): Message =>
    Number.isFinite(load) ? words.percent({ percent: inProse(100 * load) }) : words.noCapacity();
  return words.hangsOn({
    what: cellText('assumption', top.what),
    low: top.low.setting,
    lowLoad: percent(top.low.load),
    high: top.high.setting,
    highLoad: percent(top.high.load),
    settings,
  });
}

/** What a plan comes to: verdict, what-ifs, how sure, what would make room. */
export function planSummary(found: PlanFirstScreen): Summary {
  const { verdict, answers, changes, outlook, clusters, mean, source } = found;
  const [today, ...others] = answers as readonly [PlanAnswer, ...PlanAnswer[]];
  const hosts = today.clusters.reduce((sum, cluster) => sum + cluster.hosts, 0);
  const machines = today.clusters.reduce((sum, cluster) => sum + cluster.vms, 0);
  const { cpuRatio, memoryRatio, tolerateHosts } = today.settings;
  const advice = changes.map((change) => {
    const text = changeText(change, today);
    return {
      action: planWords.action({ change: text.change }),
      gain: planWords.ofItsOwn({ text: text.gain }),
    };
  });
  return {
    question: words.question(),
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
      action: today.survives ? words.nothingNeeded() : words.noChange(),
      gain: today.survives ? words.everyPlace() : words.tried(),
    }),
    keyFigures: [
      riskCard(today, clusters),
      timeCard(outlook, clusters),
      roomCard(mean, clusters),
      {
        name: words.planned(),
        value: words.machines({ n: machines }),
        note: words.onHosts({ hosts, clusters: today.clusters.length }),
      },
    ],
  };
}
