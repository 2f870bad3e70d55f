import { formatOverhead, percentText, significant } from '../../format.ts';
import type { ArrayAnswer } from '../../model/io/storage/protection.ts';
import {
  type DesktopAnswer,
  type DesktopQuestion,
  desktopNumbers,
  desktopProfiles,
  displays,
} from '../../model/levels/desktops.ts';
import {
  type FrameCost,
  frameCost,
  type LevelBill,
  type LevelLoad,
  libraryCallS,
  ntsyncGames,
} from '../../model/levels/levels.ts';
import { html } from '../html.ts';
import { type FigureRow, tableFigure } from '../section.ts';
import { mark } from '../status.ts';
import { sourcesSection, type Topic } from '../topic.ts';

const levelResult = ({ level, slowdown, calls, eachS, totalS, overheadRatio }: LevelBill) => ({
  id: level.id,
  group: level.group,
  intercepts: level.intercepts,
  native: level.native,
  slowdown: slowdown.value,
  calls,
  eachS: eachS.value,
  totalS: totalS.value,
  low: totalS.low,
  high: totalS.high,
  overheadRatio,
});

/** Every level beside the others for one program. */
export function levelsTopic(load: LevelLoad, bills: readonly LevelBill[]): Topic {
  const sorted = [...bills].sort((a, b) => a.totalS.value - b.totalS.value);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  return {
    title: 'Levels of virtualization and their bills',
    question: 'What does each level of virtualization make of one program?',
    advice: [
      {
        action: `Use ${least?.level.title ?? 'no level'} where its isolation is enough.`,
        gain: `${significant(least?.totalS.value ?? 0)} s; ${most?.level.title ?? ''} takes ${significant(most?.totalS.value ?? 0)} s.`,
      },
    ],
    key: { column: 'total, s', label: 'kind' },
    sentence:
      least && most
        ? `A program of ${load.userS} s takes from ${significant(least.totalS.value)} s (${least.level.title}) to ${significant(most.totalS.value)} s (${most.level.title}), by the level it is virtualized at.`
        : '',
    result: {
      load,
      levels: bills.map(levelResult),
    },
    sections: [
      {
        id: 'levels',
        title: 'What each level intercepts, and its bill',
        text: html`<p>Time = user time × slowdown + calls × cost.</p>`,
        figures: [
          tableFigure(
            'levels-matrix',
            'Levels',
            bills.map(({ level, slowdown, calls, eachS, totalS, overheadRatio }) => ({
              level: level.group,
              kind: level.title,
              'user code, times': slowdown.value,
              'calls/s': calls,
              'each, µs': 1e6 * eachS.value,
              'total, s': totalS.value,
              low: totalS.low,
              high: totalS.high,
              added: formatOverhead(overheadRatio),
              known: mark(totalS),
              intercepts: level.intercepts,
              'runs natively': level.native,
            })),
          ),
        ],
      },
      sourcesSection(
        'levels',
        Object.fromEntries(
          bills.flatMap(({ level, slowdown, eachS, calls }) => [
            [`${level.title}: slowdown`, slowdown],
            ...(calls > 0 ? [[`${level.title}: each call`, eachS] as const] : []),
          ]),
        ),
      ),
    ],
  };
}

/** Frames a second, and the calls behind them. */
export function libraryTopic(slow: number, fast: number, cost: FrameCost): Topic {
  const calls =
    cost.perCallUs === null
      ? `${Math.round(cost.callsLow)} to ${Math.round(cost.callsHigh)} calls at 50 to 5 µs each`
      : `${significant(cost.perCallUs)} µs a call`;
  return {
    title: 'The library level: calls to a server',
    question: 'How much of a frame are calls to the server process?',
    advice: [
      {
        action: 'Keep synchronisation out of the server.',
        gain: `${significant(cost.perFrameMs)} ms a frame.`,
      },
    ],
    key: { column: 'ms a frame', label: 'frames/s before' },
    sentence: `${slow} instead of ${fast} frames a second: ${significant(cost.perFrameMs)} ms of a frame are calls to the server process (${calls}).`,
    result: { slow, fast, ...cost },
    sections: [
      {
        id: 'library',
        title: 'Measured games',
        text: html`<p>Frames before and after synchronisation moved from Wine’s server into the kernel.</p>`,
        figures: [
          tableFigure(
            'library-games',
            'Time of the calls in a frame',
            ntsyncGames.map(({ before, after, source }) => ({
              'frames/s before': before,
              'frames/s after': after,
              'ms a frame': frameCost(before, after).perFrameMs,
              source,
            })),
          ),
        ],
      },
      sourcesSection('library', { 'a call to the server': libraryCallS }),
    ],
  };
}

/** What desktops need, a row each. */
function needRows(answer: DesktopAnswer): FigureRow[] {
  const { displayMbps: shown } = answer;
  return [
    { what: 'vCPUs', value: answer.vcpus, low: null, high: null },
    {
      what: 'machines of the smallest recommended size',
      value: answer.machines,
      low: null,
      high: null,
    },
    { what: 'display, Mbit/s', value: shown.value, low: shown.low, high: shown.high },
    {
      what: 'uncompressed display each, MB/s',
      value: answer.uncompressedMBps,
      low: null,
      high: null,
    },
    { what: 'disk requests/s', value: answer.iops, low: null, high: null },
    { what: 'of them writes/s', value: answer.writeIops, low: null, high: null },
    {
      what: 'desktops booting at once',
      value: answer.bootingAtOnce,
      low: null,
      high: null,
    },
    { what: 'boot storm, disk requests/s', value: answer.stormIops, low: null, high: null },
    {
      what: 'boot of all on the measured array, minutes',
      value: answer.stormMinutesMeasured.value,
      low: answer.stormMinutesMeasured.low,
      high: answer.stormMinutesMeasured.high,
    },
  ];
}

/** Desktops: processors, display, disks, boot storm. */
export function desktopsTopic(
  question: DesktopQuestion,
  answer: DesktopAnswer,
  arrays: readonly ArrayAnswer[],
): Topic {
  const { displayMbps: shown } = answer;
  const band =
    shown.low === shown.high
      ? significant(shown.value)
      : `${significant(shown.low)} to ${significant(shown.high)}`;
  return {
    title: 'Desktops: density, display and boot storm',
    question: 'What do these desktops need?',
    advice: [
      {
        action: 'Spread the boots over more time.',
        gain: `Twice as long halves ${significant(answer.stormIops)} disk requests a second of the storm.`,
      },
    ],
    key: { column: 'value', label: 'what' },
    sentence: `${question.users} ${question.profile} users (${question.session} session) need ${significant(answer.vcpus)} vCPUs, ${band} Mbit/s of display (${question.display}), ${significant(answer.iops)} disk requests a second at ${percentText(question.writeShare)} writes, and ${significant(answer.stormIops)} while they boot within ${question.stormMinutes} minutes.`,
    result: {
      question,
      ...answer,
      displayMbps: { value: shown.value, low: shown.low, high: shown.high },
      stormMinutesMeasured: answer.stormMinutesMeasured.value,
      storage: arrays.map(({ protection, backEndIops, disksForRate }) => ({
        scheme: protection.id,
        backEndIops,
        disksForRate,
      })),
    },
    sections: [
      {
        id: 'desktops',
        title: `${question.users} desktops`,
        text: html``,
        figures: [
          tableFigure('desktops-need', 'What they need', needRows(answer)),
          tableFigure(
            'desktops-disks',
            'Disks for the steady load',
            arrays.map(({ protection, backEndIops, disksForRate, disksToBuild }) => ({
              scheme: protection.title,
              'back-end operations/s': backEndIops,
              disks: disksForRate,
              'as built': disksToBuild,
            })),
          ),
        ],
      },
      sourcesSection('desktops', {
        ...Object.fromEntries(
          Object.entries(desktopProfiles).map(([id, { perVcpu }]) => [
            `${id} users of a vCPU`,
            perVcpu,
          ]),
        ),
        [`display, ${question.display}`]: displays[question.display],
        ...desktopNumbers,
      }),
    ],
  };
}
