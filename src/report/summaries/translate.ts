import type { Text } from '../../message.ts';
import type { MmuResult } from '../../model/paging/compare.ts';
import type { InteractionRow } from '../../model/paging/interactions.ts';
import type { SampleResult } from '../../model/translation/sample.ts';
import type { CurvePoint } from '../../model/translation/sampled-curve.ts';
import type { SpacesResult } from '../../model/translation/spaces.ts';
import type { SweepRow } from '../../model/translation/sweep.ts';
import type { TagRow } from '../../model/translation/tag-policies.ts';
import { type Advice, inProse, orNothing, type Summary } from '../../summary.ts';
import { capital, plural } from '../../words.ts';

export type TranslationInputs = Readonly<Record<string, string>>;

const EXACT =
  'Every access was simulated; sizes of walk caches and nested TLBs are not published, and the bands show what others would change.';

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
      action: `Use ${best?.title.toLowerCase()} rather than ${result.title.toLowerCase()}.`,
      gain: `${inProse(result.total - (best?.total ?? 0))} of ${inProse(result.total)} cycles per access.`,
    }));
  return {
    question: 'What does translating an address cost under each kind of page table?',
    inputs,
    sentence:
      sentence ||
      `${best?.title ?? 'Nothing'} takes ${inProse(best?.total ?? 0)} cycles per access.`,
    confidence: `${EXACT} Most prices of shadow work are estimated, hence its interval.`,
    wouldChange:
      widest && widest.pageTables.high > widest.pageTables.low
        ? `The price of page-table work under ${widest.title.toLowerCase()} (${inProse(widest.pageTables.low)} to ${inProse(widest.pageTables.high)} cycles per access) and how often the guest changes its tables.${interactions ? ' Other features are below, one change at a time.' : ''}`
        : 'Larger pages, and a footprint inside or beyond the reach of the TLBs.',
    advice: orNothing(advice, {
      action: 'Compare with --mmu all.',
      gain: 'one mode alone was asked about.',
    }),
    keyFigures: [
      ...sorted.slice(0, 4).map(({ title, total }) => ({
        name: title,
        value: `${inProse(total)} cycles`,
        note: 'per access',
      })),
      ...(worst
        ? [
            {
              name: 'Dearest over cheapest',
              value: `${inProse(worst.total / Math.max(1e-12, sorted[0]?.total ?? 1))} times`,
              note: worst.title,
            },
          ]
        : []),
      { name: 'Accesses', value: (sorted[0]?.accesses ?? 0).toLocaleString('en-US') },
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
    question: 'What does translation cost with several address spaces, tags and events?',
    inputs,
    sentence:
      sentence ||
      `${each(result.walks)} walks per access${cycles === undefined ? '' : `, ${inProse(cycles)} cycles per access`}.`,
    confidence: `${EXACT} Events have the prices of the host, each with its interval.`,
    wouldChange: dearest
      ? `The price of ${dearest.label} (${inProse(dearest.cyclesEach.low)} to ${inProse(dearest.cyclesEach.high)} cycles each), and how long a process runs before the next.`
      : 'How long a process runs before the next, and how much it touches meanwhile.',
    advice: orNothing(
      saving.slice(0, 3).map(({ title, saved }) => ({
        action: `Tags: ${title}.`,
        gain: `${inProse(100 * (saved ?? 0))} % of the translation cycles without tags.`,
      })),
      {
        action: 'Nothing to save by tags here.',
        gain: 'address spaces do not alternate, or caches hold nothing over a switch.',
      },
    ),
    keyFigures: [
      { name: 'Walks', value: each(result.walks), note: 'per access' },
      {
        name: 'References',
        value: each(result.guestRefs + result.hostRefs),
        note: 'per access, guest and host tables',
      },
      ...(cycles === undefined
        ? []
        : [{ name: 'Cycles', value: inProse(cycles), note: 'per access' }]),
      {
        name: 'Switches',
        value: result.switches.toLocaleString('en-US'),
        note: `${result.dropped.toLocaleString('en-US')} translations dropped`,
      },
      { name: 'Accesses', value: result.accesses.toLocaleString('en-US') },
    ],
  };
}

const tlb = ({ entries, ways, page }: SweepRow) =>
  `${entries.toLocaleString('en-US')} entries of ${page}, ${plural(ways, 'way')}`;

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
    question: 'How many TLB entries, and how associative, does this stream need?',
    inputs,
    sentence: sentence || 'No geometry was asked about.',
    confidence:
      'Exact for least recently used replacement: every geometry saw every access. Each is one TLB alone; real ones replace otherwise.',
    wouldChange:
      'A second level in front or behind, invalidations, and another stream of accesses.',
    advice: orNothing(
      [
        ...(smallPage && large && large.missRatio < smallPage.missRatio
          ? [
              {
                action: 'Use 2M pages.',
                gain: `${inProse(large.missRatio)} instead of ${inProse(smallPage.missRatio)} misses per access, with no more entries.`,
              },
            ]
          : []),
        ...(enough
          ? [
              {
                action: `${capital(tlb(enough))} are enough.`,
                gain: `${inProse(enough.missRatio)} misses per access; more bring less than 5 %.`,
              },
            ]
          : []),
      ],
      { action: 'Nothing to choose.', gain: 'one geometry alone.' },
    ),
    keyFigures: [
      ...(best
        ? [
            {
              name: 'Fewest misses',
              value: inProse(best.missRatio),
              note: `per access; ${tlb(best)}`,
            },
          ]
        : []),
      ...(worst
        ? [
            {
              name: 'Most misses',
              value: inProse(worst.missRatio),
              note: `per access; ${tlb(worst)}`,
            },
          ]
        : []),
      { name: 'Geometries', value: String(rows.length), note: 'from one pass' },
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
    question: 'How many misses are left as a structure grows?',
    inputs,
    sentence: `From ${inProse(first.missRatio)} misses per access with ${entries(first)} entries to ${inProse(last.missRatio)} with ${entries(last)}.`,
    confidence: `${inProse(100 * share)} % of the pages were followed; the widest 95 % interval is ${inProse(widest.low)} to ${inProse(widest.high)}, at ${entries(widest)} entries.`,
    wouldChange:
      'A larger share of the pages narrows the intervals; limited associativity adds misses.',
    advice: [
      {
        action: `${entries(enough)} entries are enough.`,
        gain: `${inProse(enough.missRatio)} misses per access; more bring less than 5 %.`,
      },
    ],
    keyFigures: [first, points[points.length >> 1] ?? last, last].map((point) => ({
      name: `${entries(point)} entries`,
      value: inProse(point.missRatio),
      note: `${inProse(point.low)} to ${inProse(point.high)} misses per access`,
    })),
  };
}

/** Estimates from windows of a run. */
export function sampleSummary(
  result: SampleResult,
  inputs: TranslationInputs,
  sentence: Text,
  advice: string,
): Summary {
  const { quantities, share, windows, windowAccesses } = result;
  const { cycles, walks, dramRefs } = quantities;
  const parts = {
    sampling: cycles.sampling,
    'behaviour no window saw': cycles.unseen,
    'the warm-up': cycles.warmUp,
  };
  const [widest] = Object.entries(parts).sort((a, b) => b[1] - a[1]) as [[string, number]];
  const figure = (name: string, { estimate, low, high }: typeof cycles) => ({
    name,
    value: inProse(estimate),
    note: `${inProse(low)} to ${inProse(high)} per access`,
  });
  return {
    question: 'What does translation cost, estimated from a part of the run?',
    inputs,
    sentence,
    confidence: `${inProse(100 * share)} % of the accesses, in ${windows} windows of ${windowAccesses.toLocaleString('en-US')}; intervals of 95 %.`,
    wouldChange: `Most of the interval is ${widest[0]} (± ${inProse(widest[1])} cycles per access).`,
    advice: [
      {
        action: capital(advice.split(': ')[1] ?? advice),
        gain: `the interval is ± ${inProse((cycles.high - cycles.low) / 2)} cycles now.`,
      },
    ],
    keyFigures: [
      figure('Cycles of translation', cycles),
      figure('Walks', walks),
      figure('References to memory', dramRefs),
    ],
  };
}
