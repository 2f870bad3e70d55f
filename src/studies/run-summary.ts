import { formatOverhead } from '../format.ts';
import type { Text } from '../message.ts';
import { runSummaryWords as words } from '../messages/run-summary.ts';
import { techniqueNames, terms } from '../messages/terms.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Advice, type KeyFigure, orNothing, type Summary } from '../summary.ts';
import type { Cells } from '../tables/index.ts';
import { rollUpLarge } from '../tables/large-roll-up.ts';
import type { SweepAnswer } from './answer.ts';
import type { Row } from './column.ts';
import { billStatus } from './density/bill.ts';
import type { DensityRow } from './density/columns.ts';
import { densitySentences } from './density/conclusion.ts';
import type { SteadyRow } from './steady/columns.ts';
import { densityRows, steadyRows } from './study-rows.ts';

type Values = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<string, readonly Row[]>>;
type Parts = Pick<Summary, 'sentence' | 'confidence' | 'wouldChange' | 'advice' | 'keyFigures'>;

const MOST_KEYS = 4;
const MOST_ADVICE = 5;
const MOST_LISTED = 6;

const percentIn = (text: unknown) => Number.parseFloat(String(text).replace('−', '-'));
const named = (text: unknown): Text => techniqueNames(String(text));
const shown = (names: readonly string[]): Text =>
  terms.list({ names: names.slice(0, MOST_LISTED) });

/** What a term is, without where its number comes from. */
const termName = (text: unknown) => String(text).split(':', 1)[0] ?? '';
const hostsOf = ({ hosts }: Values) => String(hosts).split(', ').length;

/** How often each technique is the cheapest, the most frequent first. */
function winners(best: readonly Values[]): [technique: string, places: number][] {
  const wins = new Map<string, number>();
  for (const values of best) {
    const technique = String(values.technique);
    wins.set(technique, (wins.get(technique) ?? 0) + hostsOf(values));
  }
  return [...wins].sort((a, b) => b[1] - a[1]);
}

/** Cheapest techniques by what the next one would cost more, and changes of pages by what they take away. */
function billAdvice(best: readonly Values[], next: readonly Values[], changes: readonly Values[]) {
  const text = (value: unknown) => value as Text;
  const ranked = [
    ...changes.map((values) => ({
      by: percentIn(values.before) - percentIn(values.after),
      action: words.change({
        vm: text(values.vm),
        change: text(values.change),
        host: text(values.host),
      }),
      gain: words.changeGain({ before: text(values.before), after: text(values.after) }),
    })),
    ...best.map(({ vm, technique, hosts }) => {
      const beside = next.find(
        (one) => one.vm === vm && String(one.technique) === String(technique),
      );
      return {
        by: 100 * Number(beside?.cpu ?? 0),
        action: words.use({ vm: text(vm), technique: text(technique), hosts: text(hosts) }),
        gain: beside
          ? words.useGain({
              next: text(beside.next),
              cpu: Number(beside.cpu),
              price: text(beside.price),
            })
          : words.useAlone(),
      };
    }),
  ].sort((a, b) => b.by - a.by);
  return ranked.slice(0, MOST_ADVICE).map(({ action, gain }): Advice => ({ action, gain }));
}

/** The whole bill was asked for: the cheapest technique of each VM and host, and how sure that order is. */
function ofBills(rows: readonly DensityRow[]): Parts {
  const sentences = densitySentences(rows);
  const of = (key: string): Values[] =>
    sentences.filter((sentence) => sentence.key.endsWith(`.${key}`)).map(({ values }) => values);
  const [best, next, measure] = [of('densityBest'), of('densityNext'), of('densityMeasure')];
  const places = best.reduce((sum, values) => sum + hostsOf(values), 0);
  const [winner, ...others] = winners(best);
  const unsure = next.filter(({ sure }) => /^not/.test(String(sure))).length;
  const estimated = rows.filter((row) => billStatus(row) === 'estimated').length;
  const asked = measure.map(({ vm, host, term }) =>
    words.termOf({ term: termName(term), vm: vm as Text, host: host as Text }),
  );
  const elsewhere =
    others.length > 0 ? words.elsewhere({ techniques: others.map(([id]) => named(id)) }) : '';
  return {
    sentence: winner
      ? words.cheapest({ technique: named(winner[0]), wins: winner[1], places, elsewhere })
      : words.nobody(),
    confidence: words.orderSure({
      ...{ sure: next.length - unsure, pairs: next.length },
      ...{ estimated, bills: rows.length },
    }),
    wouldChange:
      asked.length > 0
        ? words.measure({ terms: asked.slice(0, MOST_LISTED) })
        : words.nothingTurns(),
    advice: orNothing(billAdvice(best, next, of('densityChange')), {
      action: words.askMore(),
      gain: words.askMoreGain(),
    }),
    keyFigures: [
      ...best.slice(0, MOST_KEYS).map(({ vm, overhead, technique, hosts }) => ({
        name: words.beyond({ vm: vm as Text }),
        value: overhead as Text,
        note: words.usedOn({ technique: technique as Text, hosts: hosts as Text }),
      })),
      ...counts({ density: rows }).slice(0, Math.max(1, 3 - best.length)),
    ],
  };
}

/** How much there is, for answers that have few numbers of their own. */
const counts = (rows: Rows): KeyFigure[] => [
  {
    name: rows.density ? words.bills() : words.cases(),
    value: Math.max(0, ...Object.values(rows).map((list) => list.length)).toLocaleString('en-US'),
    note: words.billsNote(),
  },
  // Where one study ran these are the same cases.
  ...(Object.keys(rows).length > 1
    ? [
        {
          name: words.casesOfAll(),
          value: Object.values(rows)
            .reduce((sum, list) => sum + list.length, 0)
            .toLocaleString('en-US'),
        },
      ]
    : []),
  { name: words.studies(), value: String(Object.keys(rows).length) },
];

/** Overheads of one technique over its cases. */
interface Range {
  technique: string;
  low: number;
  high: number;
  widest: number;
  estimated: number;
}

function rangesOf(rows: readonly SteadyRow[]): Range[] {
  const rolled = rollUpLarge<SteadyRow, Cells & Range>(
    rows,
    ({ technique, overhead_ratio, overhead_low, overhead_high, weakest_status }) =>
      technique === 'bare-metal'
        ? undefined
        : {
            technique,
            ratio: overhead_ratio,
            width: overhead_high - overhead_low,
            estimate: +(weakest_status === 'estimated'),
          },
    ['technique'],
    {
      low: ['min', 'ratio'],
      high: ['max', 'ratio'],
      widest: ['max', 'width'],
      estimated: ['sum', 'estimate'],
    },
  );
  return rolled.sort((a, b) => a.high - b.high);
}

/** Running alone was asked for: the range of each technique. */
function ofRunning(rows: readonly SteadyRow[]): Parts {
  const ranges = rangesOf(rows);
  const text = ({ low, high }: Range) => {
    const [from, to] = [formatOverhead(low), formatOverhead(high)];
    return from === to ? from : `${from} … ${to}`;
  };
  const [least] = ranges;
  const most = ranges.at(-1);
  if (!least || !most) {
    return {
      sentence: words.bareAlone(),
      confidence: words.nothingPredicted(),
      wouldChange: words.addTechnique(),
      advice: [{ action: words.addTechnique(), gain: words.addTechniqueGain() }],
      keyFigures: counts({ steady: rows }),
    };
  }
  const widest = ranges.reduce((a, b) => (b.widest > a.widest ? b : a));
  const dearest =
    most === least ? '' : words.most({ technique: named(most.technique), range: text(most) });
  const cheaper = ranges
    .slice(0, -1)
    .slice(0, 3)
    .map(
      (range): Advice => ({
        action: words.runUnder({ technique: named(range.technique) }),
        gain: words.runUnderGain({
          high: range.high,
          other: named(most.technique),
          most: most.high,
        }),
      }),
    );
  return {
    sentence: words.least({ technique: named(least.technique), range: text(least), most: dearest }),
    confidence: words.rests({
      estimated: ranges.reduce((sum, { estimated }) => sum + estimated, 0),
      cases: rows.length,
    }),
    wouldChange: words.widest({ technique: named(widest.technique), span: widest.widest }),
    advice: orNothing(cheaper, {
      action: words.onlyOne({ technique: named(least.technique) }),
      gain: words.onlyOneGain(),
    }),
    keyFigures: [
      ...ranges.slice(0, MOST_KEYS).map((range) => ({
        name: named(range.technique),
        value: text(range),
        note: words.beyondBare(),
      })),
      ...counts({ steady: rows }).slice(0, Math.max(1, 3 - ranges.length)),
    ],
  };
}

/** Other studies alone: what each says first. */
function ofOthers(answer: SweepAnswer, rows: Rows): Parts {
  const said = answer.studies.flatMap(({ title, sentences: [first] }) =>
    first ? [{ action: title, gain: first }] : [],
  );
  return {
    sentence: said[0]?.gain ?? words.noCase(),
    confidence: words.ownIntervals(),
    wouldChange: words.otherSettings(),
    advice: orNothing(said.slice(0, MOST_ADVICE), {
      action: words.addCases(),
      gain: words.addCasesGain(),
    }),
    keyFigures: counts(rows),
  };
}

/** What a sweep comes to, before any table. */
export function runSummary(scenario: Scenario, rows: Rows, answer: SweepAnswer): Summary {
  const { vms, hosts, techniques, pages } = scenario;
  const parts = rows.density?.length
    ? ofBills(densityRows(rows))
    : rows.steady?.length
      ? ofRunning(steadyRows(rows))
      : ofOthers(answer, rows);
  const missed = answer.misses.length;
  return {
    question: words.question({
      ...{ vms: vms.length, hosts: hosts.length, techniques: techniques.length },
    }),
    inputs: {
      scenario: scenario.name,
      VMs: shown(vms.map(({ name }) => name)),
      'host profiles': shown([...hosts]),
      techniques: terms.list({ names: techniques.map(String) }),
      'pages guest/host': shown(pages.map(String)),
      seed: String(scenario.seed),
    },
    ...parts,
    ...(missed > 0
      ? { verdict: 'no' as const, sentence: words.missed({ missed, answer: parts.sentence }) }
      : {}),
  };
}
