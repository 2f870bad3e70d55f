import { percentText } from '../../format.ts';
import { cellWords } from '../../messages/cells.ts';
import { cpuTopicWords } from '../../messages/cpu-topics.ts';
import { terms } from '../../messages/terms.ts';
import { coalescing, tprBoot } from '../../model/interrupts/constants.ts';
import type {
  Coalesced,
  InterruptBill,
  InterruptRates,
} from '../../model/interrupts/interrupts.ts';
import { placements, workstation, workstationShares } from '../../model/placement/constants.ts';
import type { PlacementRow } from '../../model/placement/placement.ts';
import type { Sourced } from '../../sourced.ts';
import { html } from '../html.ts';
import { type FigureRow, tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const assistanceResult = ({ switches, title, cyclesPerS, cpuShare, lines }: InterruptBill) => ({
  title,
  ...switches,
  cyclesPerS: cyclesPerS.value,
  cpuShare,
  events: lines.map(({ event, perSecond, each }) => ({
    event,
    perSecond,
    cycles: each.value,
  })),
});

const assistanceRow = ({ title, cyclesPerS, cpuShare, lines }: InterruptBill): FigureRow => ({
  assistance: title,
  'cycles/s': cyclesPerS.value,
  low: cyclesPerS.low,
  high: cyclesPerS.high,
  'of a CPU': percentText(cpuShare),
  ...Object.fromEntries(lines.map(({ event, each }) => [`${event}, cycles`, each.value])),
  known: mark(cyclesPerS),
});

type Fewer = Coalesced & { iops: number; inFlight: number };
type Boot = Record<'before' | 'after' | 'times' | 'seconds', number>;

const interruptsSentence = (bills: readonly InterruptBill[], fewer: Fewer, boot: Boot) =>
  cpuTopicWords.sentence({
    join: terms.list({
      names: bills.map(({ title, cpuShare }) =>
        cpuTopicWords.ofCpu({ cpuShare, title: cellWords(title) }),
      ),
    }),
    iops: fewer.iops,
    inFlight: fewer.inFlight,
    ratio: fewer.ratio,
    before: boot.before,
    after: boot.after,
    seconds: boot.seconds,
    times: boot.times,
  });

/** Interrupts by the assistance of the processor, and fewer of them. */
export function interruptsTopic(
  rates: InterruptRates,
  bills: readonly InterruptBill[],
  fewer: Fewer,
  boot: Boot,
): Topic {
  const last = bills[bills.length - 1];
  return {
    title: cpuTopicWords.interrupts(),
    question: cpuTopicWords.question(),
    advice: [
      {
        action: cpuTopicWords.use({
          title: last ? cellWords(last.title) : cpuTopicWords.whatThereIs(),
        }),
        gain: cpuTopicWords.useGain({
          cpuShare: last?.cpuShare ?? 0,
          cpuShare2: bills[0]?.cpuShare ?? 0,
        }),
      },
    ],
    key: { column: 'of a CPU', label: 'assistance' },
    sentence: interruptsSentence(bills, fewer, boot),
    result: {
      rates,
      assistance: bills.map(assistanceResult),
      coalescing: fewer,
      boot,
    },
    sections: [
      {
        id: 'interrupts',
        title: cpuTopicWords.taken(),
        text: html`<p>${cpuTopicWords.takenText()}</p>`,
        figures: [
          tableFigure('interrupts-steps', cpuTopicWords.assistance(), bills.map(assistanceRow)),
          tableFigure('interrupts-coalescing', cpuTopicWords.coalescing(), [
            {
              'requests/s': fewer.iops,
              'in flight': fewer.inFlight,
              'interrupts per completion': fewer.ratio,
              'interrupts/s': fewer.interruptsPerS,
              'a completion waits at most, µs': fewer.addedLatencyUs,
              'IPIs/s': fewer.ipisPerS,
            },
          ]),
          tableFigure('interrupts-boot', cpuTopicWords.boot(), [
            {
              'exits before': boot.before,
              after: boot.after,
              'times fewer': boot.times,
              'saved, s': boot.seconds,
            },
          ]),
        ],
      },
      sourcesSection('interrupts', {
        ...coalescing,
        ...tprBoot,
        ...(last
          ? Object.fromEntries(
              last.lines.map(({ event, each }) => [`${event}, ${last.title}`, each]),
            )
          : {}),
      }),
    ],
  };
}

/** A row a technique, a column a placement. */
const requestRows = (rows: readonly PlacementRow[]): FigureRow[] =>
  [...new Set(rows.map(({ technique }) => technique))].map((technique) => ({
    technique,
    ...Object.fromEntries(
      rows
        .filter((row) => row.technique === technique && row.event === 'device-request')
        .map(({ placement, us }) => [placement, us]),
    ),
  }));

/** Where the monitor stands, what a device access costs from there, and how many times dearer one is that leaves. */
export function placementTopic(
  rows: readonly PlacementRow[],
  operation: { inside: number; leaving: number; perSecond: number; us: Sourced },
  [low, high]: readonly [low: number, high: number],
): Topic {
  const busy = (operation.perSecond * operation.us.value) / 1e6;
  return {
    title: cpuTopicWords.placementTitle(),
    question: cpuTopicWords.placementQuestion(),
    advice: [
      {
        action: cpuTopicWords.placementAction(),
        gain: cpuTopicWords.placementGain({ low, high }),
      },
    ],
    key: { column: 'hosted', label: 'technique' },
    sentence: cpuTopicWords.placement({
      inside: operation.inside,
      leaving: operation.leaving,
      value: operation.us.value,
      busy,
      perSecond: operation.perSecond,
      low,
      high,
    }),
    result: {
      operation: {
        ...operation,
        us: operation.us.value,
        low: operation.us.low,
        high: operation.us.high,
        cpuShare: busy,
      },
      leavingTimes: { low, high },
      paths: rows.map(({ cycles, ...rest }) => ({ ...rest, cycles: cycles.value })),
    },
    sections: [
      {
        id: 'placement',
        title: cpuTopicWords.threePlaces(),
        text: html`<p>${terms.sentences({ texts: placements.map(({ title, way }) => cpuTopicWords.place({ title: cellWords(title), way: cellWords(way) })) })}</p>`,
        figures: [
          tableFigure('placement-requests', cpuTopicWords.oneRequest(), requestRows(rows)),
          tableFigure(
            'placement-paths',
            cpuTopicWords.accessTable(),
            rows.map(({ technique, placement, event, path, cycles, us }) => ({
              technique,
              placement,
              event,
              cycles: cycles.value,
              low: cycles.low,
              high: cycles.high,
              µs: us,
              known: mark(cycles),
              path,
            })),
          ),
          tableFigure(
            'placement-workstation',
            cpuTopicWords.ownTime(),
            workstationShares.map(([what, percent]) => ({
              what,
              '% of the monitor’s time': percent,
            })),
            cpuTopicWords.rows92(),
          ),
        ],
      },
      sourcesSection('placement', workstation),
    ],
    pageOnly: ['placement-paths'],
  };
}
