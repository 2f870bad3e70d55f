import type { PositionChannel } from '../../chart.ts';
import { num } from '../../elements.ts';
import type { Figure } from '../../figure.ts';
import { inProse, toPlaces } from '../../format.ts';
import type { Message } from '../../message.ts';
import { answerWords } from '../../messages/answers.ts';
import { cellWords } from '../../messages/cells.ts';
import { overcommitWords } from '../../messages/overcommit.ts';
import type { CliffPoint } from '../../model/overcommit/cliff.ts';
import type { Reclaim } from '../../model/overcommit/reclaim.ts';
import type { TimelinePoint } from '../../model/overcommit/timeline.ts';
import { type Turn, turnLines } from '../charts/turns.ts';
import { html } from '../html.ts';
import { type Section, tableFigure } from '../section.ts';

const parts = [
  ['shared', (result: Reclaim) => result.freed.share],
  ['ballooned', (result: Reclaim) => result.freed.balloon],
  ['compressed', (result: Reclaim) => result.freed.compress],
  ['swapped', (result: Reclaim) => result.freed.swap],
] as const;

/** What a host does when its VMs want more memory than it has, over the ratio and, where it is told, over time. */
export interface OvercommitAnswer {
  now: Reclaim;
  /** Memory each VM is promised, MB, in the order of `now.vms`. */
  promisedMb: readonly number[];
  swapReservedMb: number;
  cliff: readonly CliffPoint[];
  /** Ratio from which VMs run at less than 95 % of their speed; null where they never do. */
  edge: number | null;
  timeline: readonly TimelinePoint[];
  /** Seconds in which each active page is wanted once. */
  samplePeriodS: number;
}

/** The answer in a sentence or two. */
export function overcommitSentence({ now, edge }: OvercommitAnswer): Message {
  const cliff =
    edge === null ? answerWords.keepSpeed() : answerWords.belowSpeed({ times: toPlaces(edge, 2) });
  return answerWords.overcommit({
    state: cellWords(now.state),
    free: inProse(now.freeMb),
    cliff,
  });
}

/** What the host does now, where the cliff is, and the host over time where working sets were given. */
export function overcommitSections(answer: OvercommitAnswer): Section[] {
  const { now, cliff, timeline, samplePeriodS, swapReservedMb } = answer;
  const figures: Figure[] = [vmFigure(answer), reclaimChart(cliff), speedChart(answer)];
  if (timeline.length > 0) figures.push(workingSetChart(timeline), timeChart(timeline));
  return [
    {
      id: 'overcommit',
      title: overcommitWords.title(),
      text: html`<p>${overcommitWords.text({ answer: overcommitSentence(answer), minFreeMb: toPlaces(now.minFreeMb, 1), swapReservedMb: toPlaces(swapReservedMb, 1), samplePeriodS })}</p>`,
      figures,
    },
  ];
}

/** What each VM is promised, is entitled to, and gives. */
export const vmFigure = ({ now, promisedMb }: OvercommitAnswer): Figure =>
  tableFigure(
    'overcommit-vms',
    overcommitWords.vmsNow(),
    now.vms.map((vm, i) => ({
      VM: vm.id,
      'promised MB': num(promisedMb, i),
      'entitlement MB': vm.entitlementMb,
      'shared MB': vm.sharedMb,
      'ballooned MB': vm.balloonedMb,
      'compressed MB': vm.compressedMb,
      'swapped MB': vm.swappedMb,
      'active taken MB': vm.activeTakenMb,
      'speed (1 = full)': vm.speed,
    })),
  );

/** The ratios of a cliff: where it begins and ends is where its axis does. */
function ratiosOf(cliff: readonly CliffPoint[]) {
  const [low, high] = [cliff[0]?.ratio ?? 0, cliff.at(-1)?.ratio ?? 1];
  const x = {
    field: 'ratio',
    type: 'quantitative',
    title: 'consumed memory / host memory',
    scale: { domain: [low, high], nice: false },
  } satisfies PositionChannel;
  return { x, middle: (low + high) / 2 };
}

/** Where each mechanism sets in. */
const onsets = (cliff: readonly CliffPoint[]): Turn[] =>
  parts.flatMap(([kind, of]) => {
    const first = cliff.find(({ result }) => of(result) > 0);
    return first === undefined || first === cliff[0]
      ? []
      : [
          {
            at: first.ratio,
            name: overcommitWords.setsIn({ what: cellWords(kind), ratio: first.ratio }),
          },
        ];
  });

function reclaimChart(cliff: readonly CliffPoint[]): Figure {
  const { x, middle } = ratiosOf(cliff);
  const values = cliff.flatMap(({ ratio, result }) =>
    parts.map(([kind, of], order) => ({ ratio, kind, order, mb: of(result) })),
  );
  return {
    id: 'overcommit-order',
    title: overcommitWords.orderTitle(),
    description: overcommitWords.orderText(),
    spec: {
      height: 240,
      layer: [
        {
          data: { values },
          mark: { type: 'area', line: true },
          encoding: {
            x,
            y: { field: 'mb', type: 'quantitative', stack: true, title: 'MB freed' },
            color: {
              field: 'kind',
              type: 'nominal',
              sort: parts.map(([kind]) => kind),
              title: null,
            },
            order: { field: 'order' },
          },
        },
        ...turnLines(onsets(cliff), x, middle),
      ],
    },
    rows: cliff.map(({ ratio, result }) => ({
      ratio,
      state: result.state,
      ...Object.fromEntries(parts.map(([kind, of]) => [`${kind} (MB)`, toPlaces(of(result), 3)])),
      'missing (MB)': toPlaces(result.missingMb, 3),
    })),
  };
}

function speedChart({ cliff, edge }: OvercommitAnswer): Figure {
  const { x, middle } = ratiosOf(cliff);
  const turns = edge === null ? [] : [{ at: edge, name: overcommitWords.slowFrom({ edge }) }];
  const values = cliff.map(({ ratio, speed, speedLow }) => ({ ratio, speed, speedLow }));
  return {
    id: 'overcommit-cliff',
    title: overcommitWords.cliffTitle(),
    description: overcommitWords.cliffText(),
    spec: {
      height: 240,
      layer: [
        {
          data: { values },
          mark: { type: 'area', opacity: 0.3 },
          encoding: {
            x,
            y: { field: 'speedLow', type: 'quantitative', title: 'speed' },
            y2: { field: 'speed' },
          },
        },
        {
          data: { values },
          mark: 'line',
          encoding: { x, y: { field: 'speed', type: 'quantitative' } },
        },
        ...turnLines(turns, x, middle),
      ],
    },
    rows: values.map(({ ratio, speed, speedLow }) => ({
      ratio,
      speed,
      'speed, slow swap': speedLow,
    })),
  };
}

function workingSetChart(timeline: readonly TimelinePoint[]): Figure {
  const values = timeline.flatMap(({ seconds, activeMb, consumedMb }) => [
    { seconds, what: 'consumed', mb: consumedMb },
    { seconds, what: 'active (working sets)', mb: activeMb },
  ]);
  return {
    id: 'overcommit-working-sets',
    title: overcommitWords.setsTitle(),
    description: overcommitWords.setsText(),
    spec: {
      data: { values },
      height: 220,
      mark: { type: 'line', interpolate: 'step-after' },
      encoding: {
        x: { field: 'seconds', type: 'quantitative' },
        y: { field: 'mb', type: 'quantitative', title: 'MB' },
        strokeDash: { field: 'what', type: 'nominal', sort: null, title: null },
        color: { field: 'what', type: 'nominal', sort: null, title: null },
      },
    },
    rows: timeline.map(({ seconds, activeMb, consumedMb, result }) => ({
      seconds,
      'active (MB)': activeMb,
      'consumed (MB)': consumedMb,
      'slowest VM (1 = full speed)': toPlaces(Math.min(...result.vms.map((vm) => vm.speed)), 3),
    })),
  };
}

export function timeChart(timeline: readonly TimelinePoint[]): Figure {
  const values = timeline.flatMap(({ seconds, result }) =>
    parts.map(([kind, of], order) => ({ seconds, kind, order, mb: of(result) })),
  );
  return {
    id: 'overcommit-time',
    title: overcommitWords.reclaimedTitle(),
    description: overcommitWords.reclaimedText(),
    spec: {
      data: { values },
      height: 240,
      mark: { type: 'area', line: true, interpolate: 'step-after' },
      encoding: {
        x: { field: 'seconds', type: 'quantitative' },
        y: { field: 'mb', type: 'quantitative', stack: true, title: 'MB' },
        color: { field: 'kind', type: 'nominal', sort: parts.map(([kind]) => kind), title: null },
        order: { field: 'order' },
      },
    },
    rows: timeline.map(({ seconds, result }) => ({
      seconds,
      state: result.state,
      ...Object.fromEntries(parts.map(([kind, of]) => [`${kind} (MB)`, toPlaces(of(result), 3)])),
    })),
  };
}
