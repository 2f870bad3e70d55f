import { percentOf, toPlaces } from '../../../format.ts';
import type { Message, Text } from '../../../message.ts';
import { planPartWords as words } from '../../../messages/plan-parts.ts';
import type { Action } from '../../../plan/optimize/actions.ts';
import type { OptimizeAnswer } from '../../../plan/optimize/optimize.ts';
import { reclaimClasses } from '../../../plan/optimize/reclaim-classes.ts';
import type { RightSize, SizeTo } from '../../../plan/optimize/right-size.ts';
import { sum } from '../../../statistics.ts';
import { html } from '../../html.ts';
import { type FigureRow, type Section, tableFigure } from '../../section.ts';

/** Rows shown; the document has every action. */
const MOST_ROWS = 200;
const tenth = (value: number) => toPlaces(value, 1);

const moneyCell = (answer: OptimizeAnswer, money: number): FigureRow =>
  answer.options.prices ? { 'a month': toPlaces(money, 2) } : {};

/** What each kind of action brings, the sure ones and the candidates apart. */
function totalRows(answer: OptimizeAnswer): FigureRow[] {
  const kinds: readonly Action['action'][] = ['right-size', 'grow', ...reclaimClasses];
  return kinds.flatMap((kind) =>
    ([false, true] as const).flatMap((candidate): FigureRow[] => {
      const some = answer.actions.filter(
        ({ action, basis }) => action === kind && (basis === 'candidate') === candidate,
      );
      if (some.length === 0) return [];
      const total = (pick: (action: Action) => number) => sum(some.map(pick));
      return [
        {
          what: candidate ? `${kind}, candidates` : kind,
          count: some.length,
          vCPU: total(({ vcpus }) => vcpus),
          'memory, GiB': tenth(total(({ memoryGib }) => memoryGib)),
          'disk, GiB': tenth(total(({ diskGib }) => diskGib ?? 0)),
          hosts: toPlaces(
            total(({ hostShare }) => hostShare),
            2,
          ),
          ...moneyCell(
            answer,
            total(({ money }) => money ?? 0),
          ),
        },
      ];
    }),
  );
}

const actionRows = (answer: OptimizeAnswer): FigureRow[] =>
  answer.actions.slice(0, MOST_ROWS).map((action) => ({
    action: action.action,
    machine: action.name,
    cluster: action.cluster,
    vCPU: action.vcpus,
    'memory, GiB': tenth(action.memoryGib),
    'disk, GiB': action.diskGib === null ? null : tenth(action.diskGib),
    hosts: toPlaces(action.hostShare, 3),
    ...moneyCell(answer, action.money ?? 0),
    basis: action.basis,
    why: action.why,
  }));

const range = ({ to, low, high, use }: SizeTo) =>
  low === high && !use.open ? `${to}` : `${to} (${low} to ${high}${use.open ? ' or more' : ''})`;

const sizeRow = ({ machine, vcpus, memoryGib, coverage, ...size }: RightSize): FigureRow => ({
  machine,
  verdict: size.verdict,
  vCPU: vcpus?.now ?? null,
  'vCPU, by load': vcpus ? range(vcpus) : null,
  'CPU, %': vcpus ? tenth(vcpus.use.value) : null,
  'memory, GiB': memoryGib ? tenth(memoryGib.now) : null,
  'memory, GiB, by load': memoryGib ? range(memoryGib) : null,
  'memory, %': memoryGib ? tenth(memoryGib.use.value) : null,
  'freed in the host, GiB': size.freedGib === undefined ? null : tenth(size.freedGib),
  'days of load': tenth(coverage.days),
  'samples, %': percentOf(coverage.share),
  gaps: coverage.gaps,
  'coverage, stars': coverage.stars,
});

const sizeRows = ({ sizes }: OptimizeAnswer): FigureRow[] =>
  [...sizes]
    .sort(
      (a, b) =>
        b.committedVcpus - a.committedVcpus ||
        b.committedGib - a.committedGib ||
        (a.machine < b.machine ? -1 : 1),
    )
    .slice(0, MOST_ROWS)
    .map(sizeRow);

const hostRows = ({ hosts }: OptimizeAnswer): FigureRow[] =>
  hosts.map(({ cluster, hosts: there, needed, after, afterCandidates, bySums }) => ({
    cluster,
    hosts: there,
    'needed now': needed,
    'needed after': after,
    'after candidates too': afterCandidates,
    counted: bySums ? 'by sums' : 'by packing',
  }));

const hintRows = ({ hints }: OptimizeAnswer): FigureRow[] =>
  hints.map((hint) => ({
    cluster: hint.cluster,
    vCPU: hint.vcpus,
    'vCPU per core': toPlaces(hint.vcpusPerCore, 2),
    'a vCPU uses, % of a core': hint.vcpuUse === null ? null : percentOf(hint.vcpuUse),
    'machines of 4 vCPU and more': hint.largeMachines,
    'their vCPU': hint.largeVcpus,
  }));

function basisText(answer: OptimizeAnswer): Message {
  const { load, options, asOf } = answer;
  const { percentile, headroom, windowDays } = options;
  const ages = asOf
    ? words.ages({ date: new Date(asOf.ms).toISOString().slice(0, 10), from: asOf.from })
    : '';
  if (!load) return words.noLoadText({ ages });
  return words.sizesText({
    ...{ percentile, days: windowDays, ages, source: load.source },
    cpu: Math.round(100 * headroom.cpu),
    memory: Math.round(100 * headroom.memory),
    covered: toPlaces(load.days, 1),
    ...{ matched: load.matched, without: load.withoutLoad, unknown: load.unknown },
  });
}

/** What could be smaller or go: totals, the ranked list, sizes with their intervals and coverage, hosts. */
export function optimizeSections(answer: OptimizeAnswer, sentence: Text): Section[] {
  return [
    {
      id: 'optimize',
      depth: 'first',
      gist: sentence,
      title: words.smaller(),
      text: html`<p>${sentence}</p><p>${basisText(answer)}</p>`,
      figures: optimizeTables(answer),
    },
  ];
}

/** The tables of the section, for the terminal too. */
export const optimizeTables = (answer: OptimizeAnswer) =>
  [
    tableFigure('optimize-totals', words.comesBack(), totalRows(answer)),
    tableFigure('optimize-actions', words.whatToDo(), actionRows(answer)),
    tableFigure('optimize-hosts', words.hostsBefore(), hostRows(answer)),
    answer.load
      ? tableFigure('optimize-sizes', words.sizes(), sizeRows(answer))
      : tableFigure('optimize-hints', words.hints(), hintRows(answer)),
  ].filter(({ rows }) => rows.length > 0);
