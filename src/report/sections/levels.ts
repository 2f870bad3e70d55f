import { formatOverhead, significant } from '../../format.ts';
import { cellWords } from '../../messages/cells.ts';
import { levelsWords } from '../../messages/levels.ts';
import { terms } from '../../messages/terms.ts';
import type { ArrayAnswer } from '../../model/io/storage/protection.ts';
import { desktopNumbers, desktopProfiles, displays } from '../../model/levels/desktop-numbers.ts';
import type { DesktopAnswer, DesktopQuestion } from '../../model/levels/desktops.ts';
import type { GameFrames } from '../../model/levels/games.ts';
import type { FrameCost, LevelBill, LevelLoad } from '../../model/levels/levels.ts';
import { libraryCallS } from '../../model/levels/library-call.ts';
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
    title: levelsWords.title(),
    question: levelsWords.question(),
    advice: [
      {
        action: levelsWords.use({
          title: least ? cellWords(least.level.title) : levelsWords.noLevel(),
        }),
        gain: levelsWords.useGain({
          value: least?.totalS.value ?? 0,
          title: cellWords(most?.level.title ?? ''),
          value2: most?.totalS.value ?? 0,
        }),
      },
    ],
    key: { column: 'total, s', label: 'kind' },
    sentence:
      least && most
        ? levelsWords.sentence({
            userS: load.userS,
            value: least.totalS.value,
            title: cellWords(least.level.title),
            value2: most.totalS.value,
            title2: cellWords(most.level.title),
          })
        : '',
    result: {
      load,
      levels: bills.map(levelResult),
    },
    sections: [
      {
        id: 'levels',
        title: levelsWords.intercepts(),
        text: html`<p>${levelsWords.formula()}</p>`,
        figures: [
          tableFigure(
            'levels-matrix',
            levelsWords.table(),
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
export function libraryTopic(
  slow: number,
  fast: number,
  cost: FrameCost,
  games: readonly GameFrames[],
): Topic {
  const calls =
    cost.perCallUs === null
      ? levelsWords.callsBetween({
          low: Math.round(cost.callsLow),
          high: Math.round(cost.callsHigh),
        })
      : levelsWords.costOfCall({ us: cost.perCallUs });
  return {
    title: levelsWords.libraryTitle(),
    question: levelsWords.libraryQuestion(),
    advice: [
      {
        action: levelsWords.libraryAction(),
        gain: levelsWords.libraryGain({ perFrameMs: cost.perFrameMs }),
      },
    ],
    key: { column: 'ms a frame', label: 'frames/s before' },
    sentence: levelsWords.librarySentence({ slow, fast, perFrameMs: cost.perFrameMs, calls }),
    result: { slow, fast, ...cost },
    sections: [
      {
        id: 'library',
        title: levelsWords.games(),
        text: html`<p>${levelsWords.gamesText()}</p>`,
        figures: [
          tableFigure(
            'library-games',
            levelsWords.framesTable(),
            games.map(({ before, after, source, cost: { perFrameMs } }) => ({
              'frames/s before': before,
              'frames/s after': after,
              'ms a frame': perFrameMs,
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
      : terms.range({ low: significant(shown.low), high: significant(shown.high) });
  return {
    title: levelsWords.desktopsTitle(),
    question: levelsWords.desktopsQuestion(),
    advice: [
      {
        action: levelsWords.spread(),
        gain: levelsWords.spreadGain({ stormIops: answer.stormIops }),
      },
    ],
    key: { column: 'value', label: 'what' },
    sentence: levelsWords.desktops({
      users: question.users,
      profile: cellWords(question.profile),
      session: cellWords(question.session),
      vcpus: answer.vcpus,
      band,
      display: question.display,
      iops: answer.iops,
      writeShare: question.writeShare,
      stormIops: answer.stormIops,
      stormMinutes: question.stormMinutes,
    }),
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
        title: levelsWords.desktopsOf({ users: question.users }),
        text: html``,
        figures: [
          tableFigure('desktops-need', levelsWords.needTable(), needRows(answer)),
          tableFigure(
            'desktops-disks',
            levelsWords.disksTable(),
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
