import { formatOverhead } from '../format.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { type Advice, type KeyFigure, orNothing, type Summary } from '../summary.ts';
import { plural } from '../words.ts';
import type { SweepAnswer } from './answer.ts';
import { valuesOf } from './cells.ts';
import type { Row } from './column.ts';
import { billStatus } from './density/bill.ts';
import { densitySentences } from './density/conclusion.ts';
import type { Sentence } from './study.ts';

type Values = Sentence['values'];
type Rows = Readonly<Record<string, readonly Row[]>>;
type Parts = Pick<Summary, 'sentence' | 'confidence' | 'wouldChange' | 'advice' | 'keyFigures'>;

const MOST_KEYS = 4;
const MOST_ADVICE = 5;

const first = (text: string | undefined) => Number.parseFloat((text ?? '0').replace('−', '-'));
const listed = (names: readonly string[]) =>
  names.length > 6
    ? `${names.slice(0, 6).join(', ')} and ${names.length - 6} more`
    : names.join(', ');

/** What a term is, without where its number comes from. */
const termName = (text: string | undefined) => (text ?? '').split(':', 1)[0] ?? '';

/** The whole bill was asked for: the cheapest technique of each VM and host, and how sure that order is. */
function ofBills(rows: readonly Row[]): Parts {
  const sentences = densitySentences(rows);
  const of = (key: string): Values[] =>
    sentences.filter((sentence) => sentence.key === key).map(({ values }) => values);
  const [best, next, measure] = [of('density-best'), of('density-next'), of('density-measure')];
  const hostsOf = ({ hosts }: Values) => (hosts ?? '').split(', ').length;
  const wins = new Map<string, number>();
  for (const values of best)
    wins.set(String(values.technique), (wins.get(String(values.technique)) ?? 0) + hostsOf(values));
  const places = best.reduce((sum, values) => sum + hostsOf(values), 0);
  const [winner, ...others] = [...wins].sort((a, b) => b[1] - a[1]);
  const unsure = next.filter(({ sure }) => sure?.startsWith('not')).length;
  const estimated = rows.filter((row) => billStatus(row) === 'estimated').length;
  const advice = [
    ...of('density-change').map((values) => ({
      action: `${values.vm}: ${values.change}, on ${values.host}.`,
      gain: `CPU time beyond bare metal from ${values.before} to ${values.after}.`,
      by: first(values.before) - first(values.after),
    })),
    ...best.map((values) => {
      const beside = next.find(
        ({ vm, technique }) => vm === values.vm && technique === values.technique,
      );
      return {
        action: `${values.vm}: ${values.technique} on ${values.hosts}.`,
        gain: beside
          ? `${beside.next} there would take ${beside.cpu} CPU time and ${beside.price} price.`
          : 'no other technique offers what it needs.',
        by: first(beside?.cpu),
      };
    }),
  ].sort((a, b) => b.by - a.by);
  return {
    sentence: winner
      ? `${winner[0]} is the cheapest in ${winner[1]} of ${plural(places, 'place')} of a VM on a host.${others.length > 0 ? ` Elsewhere it is ${listed(others.map(([id]) => id))}.` : ''} The price of a VM counts its CPU, memory, migrations and snapshots; only techniques that offer what it needs count.`
      : 'No technique asked about offers what these VMs need on these hosts.',
    confidence: `The order is sure for ${next.length - unsure} of ${plural(next.length, 'pair')} of first and second: their intervals do not overlap. ${estimated.toLocaleString('en-US')} of ${plural(rows.length, 'bill')} rest on an estimated number.`,
    wouldChange:
      measure.length > 0
        ? `Measure ${listed(measure.map(({ vm, host, term }) => `${termName(term)} (${vm} on ${host})`))}: each could turn an order.`
        : 'Nothing inside the intervals turns an order; other event rates, page sizes or hosts would.',
    advice: orNothing(
      advice.slice(0, MOST_ADVICE).map(({ action, gain }) => ({ action, gain })),
      {
        action: 'Ask about more techniques or hosts.',
        gain: 'none asked about offers what is needed.',
      },
    ),
    keyFigures: [
      ...best.slice(0, MOST_KEYS).map(({ vm, overhead, technique, hosts }) => ({
        name: `${vm}, beyond bare metal`,
        value: String(overhead),
        note: `${technique} on ${hosts}`,
      })),
      {
        name: 'Bills compared',
        value: rows.length.toLocaleString('en-US'),
        note: 'VM, host, technique and page sizes',
      },
    ],
  };
}

/** Running alone was asked for: the range of each technique. */
function ofRunning(rows: readonly Row[]): Parts {
  const ranges = valuesOf(rows, 'technique')
    .filter((technique) => technique !== 'bare-metal')
    .map((technique) => {
      const mine = rows.filter((row) => row.technique === technique);
      const all = (key: string) => mine.map((row) => Number(row[key]));
      const ratios = all('overhead_ratio');
      return {
        technique,
        low: Math.min(...ratios),
        high: Math.max(...ratios),
        widest: Math.max(
          ...mine.map((row) => Number(row.overhead_high) - Number(row.overhead_low)),
        ),
        estimated: mine.filter((row) => row.weakest_status === 'estimated').length,
      };
    })
    .sort((a, b) => a.high - b.high);
  const text = ({ low, high }: { low: number; high: number }) =>
    formatOverhead(low) === formatOverhead(high)
      ? formatOverhead(low)
      : `${formatOverhead(low)} to ${formatOverhead(high)}`;
  const [least] = ranges;
  const most = ranges.at(-1);
  if (!least || !most) {
    return {
      sentence: 'Bare metal alone was asked about: there is nothing to compare.',
      confidence: 'Nothing was predicted.',
      wouldChange: 'Add a technique to the scenario.',
      advice: [
        { action: 'Add techniques to the scenario.', gain: 'their cost beside bare metal.' },
      ],
      keyFigures: [{ name: 'Cases', value: String(rows.length) }],
    };
  }
  const widest = ranges.reduce((a, b) => (b.widest > a.widest ? b : a));
  const estimated = ranges.reduce((sum, range) => sum + range.estimated, 0);
  return {
    sentence: `${least.technique} costs least: ${text(least)} beyond bare metal over its cases.${most === least ? '' : ` ${most.technique} costs most: ${text(most)}.`}`,
    confidence: `${estimated.toLocaleString('en-US')} of ${plural(rows.length, 'case')} rest on an estimated number; the interval of each stands beside it.`,
    wouldChange: `What is known least is ${widest.technique}: its widest interval spans ${formatOverhead(widest.widest)}. Measured event costs of that host would narrow it.`,
    advice: orNothing(
      ranges
        .slice(0, -1)
        .slice(0, 3)
        .map((range) => ({
          action: `Run under ${range.technique}.`,
          gain: `at most ${formatOverhead(range.high)} where ${most.technique} takes up to ${formatOverhead(most.high)}.`,
        })),
      {
        action: `Nothing to choose: ${least.technique} is the only technique.`,
        gain: 'add others to compare.',
      },
    ),
    keyFigures: ranges.slice(0, MOST_KEYS + 1).map((range) => ({
      name: range.technique,
      value: text(range),
      note: 'beyond bare metal',
    })),
  };
}

/** Other studies alone: what each says first. */
function ofOthers(answer: SweepAnswer, rows: Rows): Parts {
  const said = answer.studies.filter(({ sentences }) => sentences.length > 0);
  const sentence = said[0]?.sentences[0] ?? 'The scenario has no case.';
  const advice: Advice[] = said.flatMap(({ title, sentences }) =>
    sentences.slice(0, 1).map((gain) => ({ action: `${title}:`, gain })),
  );
  const keyFigures: KeyFigure[] = Object.entries(rows).map(([id, list]) => ({
    name: id,
    value: list.length.toLocaleString('en-US'),
    note: 'cases',
  }));
  return {
    sentence,
    confidence: 'Each row carries its interval and its weakest number.',
    wouldChange: 'Other settings of the studies asked for.',
    advice: orNothing(advice.slice(0, MOST_ADVICE), {
      action: 'Add cases.',
      gain: 'there are none.',
    }),
    keyFigures,
  };
}

/** What a sweep comes to, before any table. */
export function runSummary(scenario: Scenario, rows: Rows, answer: SweepAnswer): Summary {
  const { vms, hosts, techniques, pages } = scenario;
  const parts = rows.density?.length
    ? ofBills(rows.density)
    : rows.steady?.length
      ? ofRunning(rows.steady)
      : ofOthers(answer, rows);
  const missed = answer.misses.length;
  return {
    question: `What does virtualization cost ${plural(vms.length, 'VM')} on ${plural(hosts.length, 'host')} under ${plural(techniques.length, 'technique')}?`,
    inputs: {
      scenario: scenario.name,
      VMs: listed(vms.map(({ name }) => name)),
      'host profiles': hosts.join(', '),
      techniques: techniques.join(', '),
      'pages guest/host': listed(pages.map(String)),
      seed: String(scenario.seed),
    },
    ...parts,
    ...(missed > 0
      ? {
          verdict: 'no' as const,
          sentence: `${plural(missed, 'expectation')} of the scenario ${missed === 1 ? 'is' : 'are'} missed. ${parts.sentence}`,
        }
      : {}),
  };
}
