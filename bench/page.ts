// The page of stored benchmark results: ratios with their range, the noise of the same job run twice, what changed since
// a baseline, and the history over all baselines. Nothing is measured here.
import type { TopLevelSpec } from 'vega-lite';
import type { Figure } from '../src/figure.ts';
import { benchWords as words } from '../src/messages/bench.ts';
import { html } from '../src/report/html.ts';
import type { Page } from '../src/report/page.ts';
import type { Section } from '../src/report/section.ts';
import { max, median } from '../src/statistics.ts';
import type { KeyFigure } from '../src/summary.ts';
import { besideC } from './beside-c.ts';
import type { MachineState } from './machine.ts';
import type { Comparison } from './side-by-side.ts';
import type { Baseline, StoredSuite } from './stored.ts';

type Suites = Readonly<Record<string, StoredSuite>>;

/** Shares of the processors: others that use more make a busy machine, and so does a load average beyond, where no more is known. */
const BUSY = 0.1;
const BUSY_LOAD = 0.5;
/** A job run twice differs by more on a machine that does something else, too. */
const NOISY = 0.05;
/** A variant that is the baseline run a second time. */
const isTwice = ({ variant }: Comparison) => variant.endsWith('(A/A)');
const keyOf = (suite: string, { job, variant }: Comparison) => `${suite}: ${job}: ${variant}`;
const digits = (value: number) => Number(value.toPrecision(3));

/** How far jobs run twice were from themselves, as ratios minus one: the noise of what was measured. */
function noiseIn(comparisons: readonly Comparison[]): { median: number; most: number } {
  const twice = comparisons.filter(isTwice).map((row) => Math.abs(Math.log(row.speedByMinima)));
  if (twice.length === 0) return { median: 0, most: 0 };
  return { median: Math.exp(median(twice)) - 1, most: Math.exp(max(twice)) - 1 };
}

export const noiseOf = ({ comparisons }: StoredSuite) => noiseIn(comparisons);

/** The noise of a job alone. */
const jobNoise = ({ comparisons }: StoredSuite, { job, baseline }: Comparison): number =>
  noiseIn(comparisons.filter((row) => row.job === job && row.baseline === baseline)).most;

const wasBusy = ({ others, loadAverage }: MachineState, processors: number) =>
  others === undefined ? loadAverage > BUSY_LOAD * processors : others > BUSY;

/** Suites whose machine had other work, by what others used or by the noise of half their jobs: their ratios are no claims. */
export const busySuites = (suites: Suites, processors: number): string[] =>
  Object.entries(suites)
    .filter(([, suite]) => wasBusy(suite.load, processors) || noiseOf(suite).median > NOISY)
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
  const { cpu, node, others, loadAverage } = suite.load;
  const { median: noise } = noiseOf(suite);
  const machine =
    others === undefined
      ? words.machine({ cpu, node, load: loadAverage.toFixed(2) })
      : words.machineShare({ cpu, node, others });
  const figures: Figure[] = [
    {
      id: `speed-${name}`,
      title: words.speedOf({ suite: name }),
      description: words.speedText(),
      rows,
      spec: speedSpec(rows),
    },
    {
      id: `twice-${name}`,
      title: words.twiceOf({ suite: name }),
      description: words.twiceText(),
      rows: twice,
    },
  ];
  return {
    id: `suite-${name}`,
    title: name,
    gist: words.gist({ n: rows.length, noise }),
    text: html`<p>${machine}</p>${
      suite.leftOut ? html`<p>${words.leftOut({ jobs: suite.leftOut })}</p>` : ''
    }`,
    figures: figures.filter((figure) => figure.rows.length > 0),
  };
}

/** Changes of speed since a baseline; what is within the noise of both is said to be none. */
export function changesSince(now: Suites, before: Baseline) {
  return Object.entries(now).flatMap(([name, suite]) => {
    const old = before.suites[name];
    if (!old) return [];
    const byKey = new Map(old.comparisons.map((one) => [keyOf(name, one), one]));
    return suite.comparisons
      .filter((one) => !isTwice(one))
      .flatMap((one) => {
        const earlier = byKey.get(keyOf(name, one));
        if (!earlier) return [];
        const noise = Math.max(jobNoise(suite, one), jobNoise(old, one), 0.02);
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

/** How many ratios there are, and how many stand, where that is asked; their noise; how the kernels do beside C. */
function keyFigures(
  rows: readonly Comparison[],
  native: ReturnType<typeof besideC>,
  { noise, stands }: { noise: ReturnType<typeof noiseIn>; stands: number | undefined },
): KeyFigure[] {
  return [
    {
      name: words.ratios(),
      value: String(rows.length),
      ...(stands !== undefined && { note: words.stand({ n: stands }) }),
    },
    {
      name: words.noiseName(),
      value: words.noise({ share: noise.median }),
      note: words.atMost({ most: noise.most }),
    },
    ...(native
      ? [
          {
            name: words.besideC(),
            value: words.times({ n: native.mean }),
            note: words.meanOf({ jobs: native.jobs, low: native.low, high: native.high }),
          },
        ]
      : []),
  ];
}

/**
 * The page of what is stored; `chosen` is the baseline it is compared with, `processors` those of the machine, `quick` says
 * that it is a look.
 */
export function benchPage(
  now: Suites,
  baselines: readonly Baseline[],
  {
    chosen,
    processors,
    quick = false,
  }: { chosen?: Baseline | undefined; processors: number; quick?: boolean },
): Page {
  const busy = busySuites(now, processors);
  const rows = Object.values(now)
    .flatMap(({ comparisons }) => comparisons)
    .filter((one) => !isTwice(one));
  const stands = rows.filter(({ claimStands }) => claimStands).length;
  const changes = chosen ? changesSince(now, chosen) : [];
  const count = (verdict: string) => changes.filter((change) => change.verdict === verdict).length;
  const native = besideC(rows);
  const noise = noiseIn(Object.values(now).flatMap(({ comparisons }) => comparisons));
  const since = chosen
    ? words.since({
        ...{ name: chosen.name, slower: count('slower') },
        ...{ faster: count('faster'), same: count('no change') },
      })
    : '';
  const sections: Section[] = [
    ...(changes.length > 0
      ? [
          {
            id: 'changes',
            title: words.changesSince({ name: chosen?.name ?? '' }),
            depth: 'first' as const,
            text: html`<p>${words.changesText()}</p>`,
            figures: [
              {
                id: 'bench-changes',
                title: words.changes(),
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
            title: words.history(),
            text: html`<p>${words.historyText()}</p>`,
            figures: [
              {
                id: 'bench-history',
                title: words.speeds(),
                description: '',
                rows: historyRows(now, baselines),
              },
            ],
          },
        ]
      : []),
  ];
  return {
    title: words.page(),
    summary: {
      question: words.question(),
      inputs: {
        suites: Object.keys(now).join(', '),
        ...(chosen && {
          baseline: words.baselineOf({ name: chosen.name, date: chosen.date.slice(0, 10) }),
        }),
      },
      sentence: quick
        ? words.look({ all: rows.length })
        : words.sentence({
            ...{ stands, all: rows.length, since },
            beside: native ? words.beside(native) : '',
            busy: busy.length > 0 ? words.busy({ suites: busy }) : '',
          }),
      verdict: quick || busy.length > 0 ? 'unsure' : 'yes',
      confidence: words.sure(noise),
      wouldChange: words.wouldChange(),
      advice: [
        quick
          ? { action: 'npm run bench', gain: words.claims() }
          : busy.length > 0
            ? { action: words.again({ suites: busy }), gain: words.claims() }
            : { action: 'npm run bench -- --save-baseline NAME', gain: words.laterRuns() },
      ],
      keyFigures: keyFigures(rows, native, { noise, stands: quick ? undefined : stands }),
    },
    sections,
  };
}
