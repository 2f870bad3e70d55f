import { percentText, significant } from '../../format.ts';
import {
  type Coalesced,
  coalescing,
  type InterruptBill,
  type InterruptRates,
  tprBoot,
} from '../../model/interrupts/interrupts.ts';
import {
  leavingFactor,
  type PlacementRow,
  placements,
  workstation,
  workstationShares,
} from '../../model/placement/placement.ts';
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

/** Interrupts by the assistance of the processor, and fewer of them. */
export function interruptsTopic(
  rates: InterruptRates,
  bills: readonly InterruptBill[],
  fewer: Coalesced & { iops: number; inFlight: number },
  boot: { before: number; after: number; times: number; seconds: number },
): Topic {
  const last = bills[bills.length - 1];
  return {
    title: 'Interrupts and timers',
    question: 'What do interrupts take, by what the processor takes over?',
    advice: [
      {
        action: `Use ${last?.title ?? 'what there is'}.`,
        gain: `${percentText(last?.cpuShare ?? 0)} of a CPU where ${percentText(bills[0]?.cpuShare ?? 0)} go without.`,
      },
    ],
    key: { column: 'of a CPU', label: 'assistance' },
    sentence: `Interrupts take ${bills.map(({ title, cpuShare }) => `${percentText(cpuShare)} of a CPU (${title})`).join(', ')}; at ${fewer.iops} requests a second and ${fewer.inFlight} in flight ${percentText(fewer.ratio)} of the completions interrupt; ${boot.before} priority exits less ${boot.after} left save ${significant(boot.seconds)} s (${significant(boot.times)} times fewer).`,
    result: {
      rates,
      assistance: bills.map(assistanceResult),
      coalescing: fewer,
      boot,
    },
    sections: [
      {
        id: 'interrupts',
        title: 'By what the processor takes over',
        text: html`<p>Cycles added to bare metal; each interrupt and timer ends with one end-of-interrupt write.</p>`,
        figures: [
          tableFigure(
            'interrupts-steps',
            'Assistance',
            bills.map(({ title, cyclesPerS, cpuShare, lines }) => ({
              assistance: title,
              'cycles/s': cyclesPerS.value,
              low: cyclesPerS.low,
              high: cyclesPerS.high,
              'of a CPU': percentText(cpuShare),
              ...Object.fromEntries(
                lines.map(({ event, each }) => [`${event}, cycles`, each.value]),
              ),
              known: mark(cyclesPerS),
            })),
          ),
          tableFigure('interrupts-coalescing', 'Coalescing', [
            {
              'requests/s': fewer.iops,
              'in flight': fewer.inFlight,
              'interrupts per completion': fewer.ratio,
              'interrupts/s': fewer.interruptsPerS,
              'a completion waits at most, µs': fewer.addedLatencyUs,
              'IPIs/s': fewer.ipisPerS,
            },
          ]),
          tableFigure('interrupts-boot', 'A boot with and without priority filtering', [
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

/** Where the monitor stands, and what a device access costs from there. */
export function placementTopic(
  rows: readonly PlacementRow[],
  operation: { inside: number; leaving: number; perSecond: number; us: Sourced },
): Topic {
  const [low, high] = leavingFactor();
  const busy = (operation.perSecond * operation.us.value) / 1e6;
  return {
    title: 'Placement of the monitor and the world switch',
    question: 'What does the place of the monitor make of a device access?',
    advice: [
      {
        action: 'Answer accesses inside the monitor, or let them leave in batches.',
        gain: `Each that stays saves ${significant(low)} to ${significant(high)} times its own price.`,
      },
    ],
    key: { column: 'hosted', label: 'technique' },
    sentence: `As Workstation measured itself, an operation with ${operation.inside} accesses inside the monitor and ${operation.leaving} that leave for the host takes ${significant(operation.us.value)} µs, ${percentText(busy)} of a CPU at ${operation.perSecond} a second; an access that leaves is ${significant(low)} to ${significant(high)} times as dear as one inside.`,
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
        title: 'The same device path from three places',
        text: html`<p>${placements.map(({ title, way }) => `${title}: ${way}. `)}</p>`,
        figures: [
          tableFigure('placement-requests', 'One device request, µs', requestRows(rows)),
          tableFigure(
            'placement-paths',
            'Device accesses by technique and placement',
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
            'Where the hosted monitor spent its own time',
            workstationShares.map(([what, percent]) => ({
              what,
              '% of the monitor’s time': percent,
            })),
            'The printed rows add up to 92.',
          ),
        ],
      },
      sourcesSection('placement', workstation),
    ],
    pageOnly: ['placement-paths'],
  };
}
