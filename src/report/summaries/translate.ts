import type { Text } from '../../message.ts';
import { modeInSentence } from '../../messages/answers.ts';
import { cellWords } from '../../messages/cells.ts';
import { terms } from '../../messages/terms.ts';
import { translateSummaryWords } from '../../messages/translate-summary.ts';
import type { MmuResult } from '../../model/paging/compare.ts';
import type { InteractionRow } from '../../model/paging/interactions.ts';
import type { SampleResult } from '../../model/translation/sample.ts';
import type { CurvePoint } from '../../model/translation/sampled-curve.ts';
import type { SpacesResult } from '../../model/translation/spaces.ts';
import type { SweepRow } from '../../model/translation/sweep.ts';
import type { TagRow } from '../../model/translation/tag-policies.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';

export type TranslationInputs = Readonly<Record<string, Text>>;

const EXACT = translateSummaryWords.exact();

/** Modes of paging for one stream of accesses. */
export function mmuSummary(
  results: readonly MmuResult[],
  interactions: readonly InteractionRow[] | undefined,
  inputs: TranslationInputs,
  sentence: Text,
): Summary {
  const sorted = [...results].sort((a, b) => a.total - b.total);
  const virtual = sorted.filter(({ mode }) => mode !== 'native');
  const best = virtual[0] ?? sorted[0];
  const worst = virtual.at(-1);
  const widest = [...results].sort(
    (a, b) => b.pageTables.high - b.pageTables.low - (a.pageTables.high - a.pageTables.low),
  )[0];
  const advice: Advice[] = virtual
    .slice(1)
    .reverse()
    .slice(0, 3)
    .map((result) => ({
      action: translateSummaryWords.useRather({
        title: modeInSentence(best?.title ?? ''),
        title2: modeInSentence(result.title),
      }),
      gain: translateSummaryWords.cyclesOf({
        total: result.total - (best?.total ?? 0),
        total2: result.total,
      }),
    }));
  return {
    question: translateSummaryWords.questionModes(),
    inputs,
    sentence:
      sentence ||
      translateSummaryWords.bestTakes({
        title: best ? cellWords(best.title) : translateSummaryWords.nothing(),
        total: best?.total ?? 0,
      }),
    confidence: translateSummaryWords.sureModes({ EXACT }),
    wouldChange:
      widest && widest.pageTables.high > widest.pageTables.low
        ? translateSummaryWords.changeModes({
            title: modeInSentence(widest.title),
            low: widest.pageTables.low,
            high: widest.pageTables.high,
            interactions: interactions ? translateSummaryWords.oneByOne() : '',
          })
        : translateSummaryWords.largerPages(),
    advice: orNothing(advice, {
      action: translateSummaryWords.compareAll(),
      gain: translateSummaryWords.oneMode(),
    }),
    keyFigures: [
      ...sorted.slice(0, 4).map(({ title, total }) => ({
        name: cellWords(title),
        value: translateSummaryWords.cycles({ total }),
        note: translateSummaryWords.perAccess(),
      })),
      ...(worst
        ? [
            {
              name: translateSummaryWords.dearestOverCheapest(),
              value: translateSummaryWords.times({
                total: worst.total / Math.max(1e-12, sorted[0]?.total ?? 1),
              }),
              note: cellWords(worst.title),
            },
          ]
        : []),
      {
        name: translateSummaryWords.accesses(),
        value: (sorted[0]?.accesses ?? 0).toLocaleString('en-US'),
      },
    ].slice(0, 5),
  };
}

/** Several address spaces, tags and events. */
export function spacesSummary(
  result: SpacesResult,
  tags: readonly TagRow[],
  inputs: TranslationInputs,
  sentence: Text,
): Summary {
  const cycles = result.cyclesPerAccess?.total;
  const each = (count: number) => inProse(count / Math.max(1, result.accesses));
  const saving = tags
    .filter(({ saved }) => (saved ?? 0) > 0)
    .sort((a, b) => (b.saved ?? 0) - (a.saved ?? 0));
  const dearest = [...result.bill].sort(
    (a, b) => b.events * b.cyclesEach.value - a.events * a.cyclesEach.value,
  )[0];
  return {
    question: translateSummaryWords.questionSpaces(),
    inputs,
    sentence:
      sentence ||
      translateSummaryWords.walksPerAccess({
        walks: each(result.walks),
        cycles: cycles === undefined ? '' : translateSummaryWords.andCycles({ cycles }),
      }),
    confidence: translateSummaryWords.sureSpaces({ EXACT }),
    wouldChange: dearest
      ? translateSummaryWords.changeSpaces({
          label: cellWords(dearest.label),
          low: dearest.cyclesEach.low,
          high: dearest.cyclesEach.high,
        })
      : translateSummaryWords.changeRun(),
    advice: orNothing(
      saving.slice(0, 3).map(({ title, saved }) => ({
        action: translateSummaryWords.tags({ title: cellWords(title) }),
        gain: translateSummaryWords.tagsGain({ x: 100 * (saved ?? 0) }),
      })),
      {
        action: translateSummaryWords.noTags(),
        gain: translateSummaryWords.noTagsWhy(),
      },
    ),
    keyFigures: [
      {
        name: translateSummaryWords.walks(),
        value: each(result.walks),
        note: translateSummaryWords.perAccess(),
      },
      {
        name: translateSummaryWords.references(),
        value: each(result.guestRefs + result.hostRefs),
        note: translateSummaryWords.perAccessBoth(),
      },
      ...(cycles === undefined
        ? []
        : [
            {
              name: translateSummaryWords.cyclesName(),
              value: inProse(cycles),
              note: translateSummaryWords.perAccess(),
            },
          ]),
      {
        name: translateSummaryWords.switches(),
        value: result.switches.toLocaleString('en-US'),
        note: translateSummaryWords.dropped({ dropped: result.dropped }),
      },
      { name: translateSummaryWords.accesses(), value: result.accesses.toLocaleString('en-US') },
    ],
  };
}

const tlb = ({ entries, ways, page }: SweepRow) =>
  translateSummaryWords.tlb({ entries, page, ways });

/** A grid of TLBs from one pass. */
export function sweepSummary(
  rows: readonly SweepRow[],
  inputs: TranslationInputs,
  sentence: Text,
): Summary {
  const sorted = [...rows].sort((a, b) => a.missRatio - b.missRatio);
  const best = sorted[0];
  const worst = sorted.at(-1);
  // The smallest TLB that misses hardly more than the best: more entries buy nothing.
  const enough = [...rows]
    .sort((a, b) => a.entries - b.entries)
    .find(({ missRatio }) => missRatio <= 1.05 * (best?.missRatio ?? 0));
  const smallPage = [...rows]
    .filter(({ page }) => page === '4K')
    .sort((a, b) => a.missRatio - b.missRatio)[0];
  const large = [...rows]
    .filter(({ page, entries }) => page === '2M' && entries <= (smallPage?.entries ?? 0))
    .sort((a, b) => a.missRatio - b.missRatio)[0];
  return {
    question: translateSummaryWords.questionSweep(),
    inputs,
    sentence: sentence || translateSummaryWords.noGeometry(),
    confidence: translateSummaryWords.sureSweep(),
    wouldChange: translateSummaryWords.changeSweep(),
    advice: orNothing(
      [
        ...(smallPage && large && large.missRatio < smallPage.missRatio
          ? [
              {
                action: translateSummaryWords.use2M(),
                gain: translateSummaryWords.insteadOf({
                  missRatio: large.missRatio,
                  missRatio2: smallPage.missRatio,
                }),
              },
            ]
          : []),
        ...(enough
          ? [
              {
                action: translateSummaryWords.enough({ enough: tlb(enough) }),
                gain: translateSummaryWords.enoughGain({ missRatio: enough.missRatio }),
              },
            ]
          : []),
      ],
      {
        action: translateSummaryWords.nothingToChoose(),
        gain: translateSummaryWords.oneGeometry(),
      },
    ),
    keyFigures: [
      ...(best
        ? [
            {
              name: translateSummaryWords.fewest(),
              value: inProse(best.missRatio),
              note: translateSummaryWords.perAccessTlb({ best: tlb(best) }),
            },
          ]
        : []),
      ...(worst
        ? [
            {
              name: translateSummaryWords.most(),
              value: inProse(worst.missRatio),
              note: translateSummaryWords.perAccessMost({ worst: tlb(worst) }),
            },
          ]
        : []),
      {
        name: translateSummaryWords.geometries(),
        value: String(rows.length),
        note: translateSummaryWords.onePass(),
      },
    ],
  };
}

/** Misses of large structures from a share of the pages. */
export function curveSummary(
  points: readonly CurvePoint[],
  share: number,
  inputs: TranslationInputs,
): Summary {
  const [first] = points as readonly [CurvePoint, ...CurvePoint[]];
  const last = points.at(-1) as CurvePoint;
  const entries = (point: CurvePoint) => point.entries.toLocaleString('en-US');
  const enough = points.find(({ missRatio }) => missRatio <= 1.05 * last.missRatio) ?? last;
  const widest = [...points].sort((a, b) => b.high - b.low - (a.high - a.low))[0] as CurvePoint;
  return {
    question: translateSummaryWords.questionCurve(),
    inputs,
    sentence: translateSummaryWords.curve({
      missRatio: first.missRatio,
      first: entries(first),
      missRatio2: last.missRatio,
      last: entries(last),
    }),
    confidence: translateSummaryWords.sureCurve({
      share: 100 * share,
      low: widest.low,
      high: widest.high,
      widest: entries(widest),
    }),
    wouldChange: translateSummaryWords.changeCurve(),
    advice: [
      {
        action: translateSummaryWords.enoughEntries({ enough: entries(enough) }),
        gain: translateSummaryWords.enoughGain({ missRatio: enough.missRatio }),
      },
    ],
    keyFigures: [first, points[points.length >> 1] ?? last, last].map((point) => ({
      name: translateSummaryWords.entries({ point: entries(point) }),
      value: inProse(point.missRatio),
      note: translateSummaryWords.missesFromTo({ low: point.low, high: point.high }),
    })),
  };
}

/** Estimates from windows of a run. */
export function sampleSummary(
  result: SampleResult,
  inputs: TranslationInputs,
  sentence: Text,
  advice: Text,
): Summary {
  const { quantities, share, windows, windowAccesses } = result;
  const { cycles, walks, dramRefs } = quantities;
  const parts = {
    sampling: cycles.sampling,
    unseen: cycles.unseen,
    warmUp: cycles.warmUp,
  };
  const [widest] = Object.entries(parts).sort((a, b) => b[1] - a[1]) as [
    [keyof typeof parts, number],
  ];
  const figure = (name: Text, { estimate, low, high }: typeof cycles) => ({
    name,
    value: inProse(estimate),
    note: translateSummaryWords.fromTo({ low, high }),
  });
  return {
    question: translateSummaryWords.questionSample(),
    inputs,
    sentence,
    confidence: translateSummaryWords.sureSample({ share: 100 * share, windows, windowAccesses }),
    wouldChange: translateSummaryWords.changeSample({
      widest: translateSummaryWords[widest[0]](),
      widest2: widest[1],
    }),
    advice: [
      {
        action: terms.sentenceOf({ text: advice }),
        gain: translateSummaryWords.intervalNow({ x: (cycles.high - cycles.low) / 2 }),
      },
    ],
    keyFigures: [
      figure(translateSummaryWords.cyclesOfTranslation(), cycles),
      figure(translateSummaryWords.walks(), walks),
      figure(translateSummaryWords.toMemory(), dramRefs),
    ],
  };
}
