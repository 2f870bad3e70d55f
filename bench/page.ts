// The page of stored benchmark results: ratios with their range, the noise of the same job run twice, what changed since
// a baseline, and the history over all baselines. Nothing is measured here.
import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../src/figure.ts';
import { html } from '../src/report/html.ts';
import type { Page } from '../src/report/page.ts';
import type { Section } from '../src/report/section.ts';
import { max, median } from '../src/statistics.ts';
import type { Comparison } from './side-by-side.ts';
import type { Baseline, StoredSuite } from './stored.ts';

type Suites = Readonly<Record<string, StoredSuite>>;

/** Work for more than this of the processors is a busy machine. */
const BUSY = 0.5;
/** A variant that is the baseline run a second time. */
const isTwice = ({ variant }: Comparison) => variant.endsWith('(A/A)');
const keyOf = (suite: string, { job, variant }: Comparison) => `${suite}: ${job}: ${variant}`;
const digits = (value: number) => Number(value.toPrecision(3));

/** How far a job run twice was from itself: the noise of a suite, as a ratio minus one. */
export function noiseOf({ comparisons }: StoredSuite): number {
  const twice = comparisons.filter(isTwice).map((row) => Math.abs(Math.log(row.speedByMinima)));
  return twice.length > 0 ? Math.exp(max(twice)) - 1 : 0;
}

/** Suites whose machine had other work, by its load or by the noise seen: their ratios are no claims. */
export const busySuites = (suites: Suites, processors: number): string[] =>
  Object.entries(suites)
    .filter(([, suite]) => suite.load.loadAverage > BUSY * processors || noiseOf(suite) > 0.05)
    .map(([name]) => name);

const row = (one: Comparison) => ({
  job: one.job,
  variant: one.variant,
  against: one.baseline,
  'speed against it': digits(one.speedByMinima),
  low: digits(Math.min(one.range[0], one.speedByMinima)),
  high: digits(Math.max(one.range[1], one.speedByMinima)),
  'by medians': digits(one.speedByMedians),
  'ns/op': digits(one.nsPerOperation),
  'p99 ns/op': digits(one.p99NsPerOperation),
  claim: one.claimStands ? 'stands' : 'noisy',
});

/** Points with their range on one logarithmic axis; 1 is the variant that is compared with. */
const speedSpec = (rows: readonly Record<string, string | number>[]): TopLevelSpec =>
  ({
    data: { values: rows.map((each) => ({ ...each, what: `${each.job}: ${each.variant}` })) },
    height: { step: 18 },
    layer: [
      {
        mark: { type: 'rule' },
        encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true },
        encoding: { x: { field: 'speed against it', type: 'quantitative' } },
      },
      {
        data: { values: [{ one: 1 }] },
        mark: { type: 'rule', strokeDash: [4, 3] },
        encoding: {
          x: { field: 'one', type: 'quantitative' },
          y: { value: 0 },
          y2: { value: { expr: 'height' } },
        },
      },
    ],
    encoding: {
      x: { scale: { type: 'log' }, axis: { title: 'speed, times' } },
      y: { field: 'what', type: 'nominal', sort: null, axis: { title: null, labelLimit: 360 } },
    },
  }) as TopLevelSpec;

function suiteSection(name: string, suite: StoredSuite): Section {
  const rows = suite.comparisons.filter((one) => !isTwice(one)).map(row);
  const twice = suite.comparisons.filter(isTwice).map(row);
  const { cpu, node, loadAverage } = suite.load;
  const figures: Figure[] = [
    {
      id: `speed-${name}`,
      title: `${name}: speed of each variant against its baseline`,
      description:
        'Ratio of the least CPU time a slice took, with its range over rounds; above 1 the variant is faster.',
      rows,
      spec: speedSpec(rows),
    },
    {
      id: `twice-${name}`,
      title: `${name}: the baseline run twice`,
      description: 'What no change at all looks like: smaller ratios than these are noise.',
      rows: twice,
    },
  ];
  return {
    id: `suite-${name}`,
    title: name,
    gist: `${rows.length} variants, noise ${(100 * noiseOf(suite)).toFixed(1)} %`,
    text: html`<p>${cpu}, Node ${node}, load ${loadAverage.toFixed(2)} before it began.</p>`,
    figures: figures.filter((figure) => figure.rows.length > 0),
  };
}

/** Changes of speed since a baseline; what is within the noise of both is said to be none. */
export function changesSince(now: Suites, before: Baseline) {
  return Object.entries(now).flatMap(([name, suite]) => {
    const old = before.suites[name];
    if (!old) return [];
    const noise = Math.max(noiseOf(suite), noiseOf(old), 0.02);
    const byKey = new Map(old.comparisons.map((one) => [keyOf(name, one), one]));
    return suite.comparisons
      .filter((one) => !isTwice(one))
      .flatMap((one) => {
        const earlier = byKey.get(keyOf(name, one));
        if (!earlier) return [];
        const change = one.speedByMinima / earlier.speedByMinima - 1;
        const apart = one.range[0] > earlier.range[1] || one.range[1] < earlier.range[0];
        return [
          {
            ...{ suite: name, job: one.job, variant: one.variant },
            before: digits(earlier.speedByMinima),
            now: digits(one.speedByMinima),
            'change %': Number((100 * change).toFixed(1)),
            verdict:
              Math.abs(change) <= noise || !apart ? 'no change' : change > 0 ? 'faster' : 'slower',
          },
        ];
      });
  });
}

function historyRows(now: Suites, baselines: readonly Baseline[]) {
  const all = [...baselines, { name: 'now', date: '', suites: now }];
  return Object.entries(now).flatMap(([name, suite]) =>
    suite.comparisons
      .filter((one) => !isTwice(one))
      .map((one) => ({
        ...{ suite: name, job: one.job, variant: one.variant },
        ...Object.fromEntries(
          all.map((kept) => {
            const found = kept.suites[name]?.comparisons.find(
              (each) => keyOf(name, each) === keyOf(name, one),
            );
            return [kept.name, found ? digits(found.speedByMinima) : '—'];
          }),
        ),
      })),
  );
}

/** The page of what is stored; `chosen` is the baseline it is compared with, `processors` those of the machine. */
export function benchPage(
  now: Suites,
  baselines: readonly Baseline[],
  { chosen, processors }: { chosen?: Baseline | undefined; processors: number },
): Page {
  const busy = busySuites(now, processors);
  const rows = Object.values(now)
    .flatMap(({ comparisons }) => comparisons)
    .filter((one) => !isTwice(one));
  const stands = rows.filter(({ claimStands }) => claimStands).length;
  const changes = chosen ? changesSince(now, chosen) : [];
  const count = (verdict: string) => changes.filter((change) => change.verdict === verdict).length;
  const noise = max([0, ...Object.values(now).map(noiseOf)]);
  const warning =
    busy.length > 0
      ? ` The machine was busy during ${busy.join(', ')}: no ratio of these is a claim.`
      : '';
  const since = chosen
    ? ` Since ${chosen.name}: ${count('slower')} slower, ${count('faster')} faster, ${count('no change')} without a change beyond noise.`
    : '';
  const sections: Section[] = [
    ...(changes.length > 0
      ? [
          {
            id: 'changes',
            title: `What changed since ${chosen?.name}`,
            depth: 'first' as const,
            text: html`<p>A change counts where the ranges are apart and it is larger than what a job run twice shows.</p>`,
            figures: [
              {
                id: 'bench-changes',
                title: 'Speed before and now',
                description: '',
                rows: changes,
              },
            ],
          },
        ]
      : []),
    ...Object.entries(now).map(([name, suite]) => suiteSection(name, suite)),
    ...(baselines.length > 0
      ? [
          {
            id: 'history',
            title: 'History',
            text: html`<p>Speed against the variant it is compared with, in every baseline that was kept.</p>`,
            figures: [
              {
                id: 'bench-history',
                title: 'Speed by baseline',
                description: '',
                rows: historyRows(now, baselines),
              },
            ],
          },
        ]
      : []),
  ];
  return {
    title: 'Benchmarks',
    summary: {
      question: 'How fast are the kernels beside C, JavaScript and packages of npm?',
      inputs: {
        suites: Object.keys(now).join(', '),
        ...(chosen && { baseline: `${chosen.name} (${chosen.date.slice(0, 10)})` }),
      },
      sentence: `${stands} of ${rows.length} ratios stand: least and median CPU time agree within 5 %.${since}${warning}`,
      verdict: busy.length > 0 ? 'unsure' : 'yes',
      confidence: `A job run twice differed by up to ${(100 * noise).toFixed(1)} % from itself.`,
      wouldChange:
        'Another processor, another version of Node, and whatever else the machine is doing.',
      advice: [
        busy.length > 0
          ? {
              action: `run ${busy.join(', ')} again while the machine is idle`,
              gain: 'ratios that are claims',
            }
          : {
              action: 'npm run bench -- --save-baseline NAME',
              gain: 'later runs are compared with this one',
            },
      ],
      keyFigures: [
        { name: 'ratios', value: String(rows.length), note: `${stands} stand` },
        { name: 'noise, A/A', value: `${(100 * noise).toFixed(1)} %`, note: 'at most' },
        {
          name: 'median speed',
          value: `${digits(median(rows.map(({ speedByMinima }) => speedByMinima)))} times`,
        },
      ],
    },
    sections,
  };
}
