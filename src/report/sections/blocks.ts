import type { Figure } from '../../figure.ts';
import { formatBytes, significant } from '../../format.ts';
import { blocksWords } from '../../messages/blocks.ts';
import { cellWords } from '../../messages/cells.ts';
import type { Device } from '../../model/blocks/device.ts';
import type { ChainRead, PricedResult, QueuePoint } from '../../model/blocks/replay-costs.ts';
import type { SchedulePoint } from '../../model/blocks/schedule.ts';
import {
  ageLines,
  amplificationBars,
  depthLines,
  type ExtentPiece,
  extentMap,
  queueLines,
  spaceLines,
} from '../charts/block-charts.ts';
import { html } from '../html.ts';
import { type FigureRow, type Section, tableFigure } from '../section.ts';
import { mark } from '../status.ts';

/** A replay under each discipline, on a device, and what its counts mean elsewhere. */
export interface BlockCosts {
  rows: readonly PricedResult[];
  device: Device;
  curves: readonly QueuePoint[];
  chain: readonly ChainRead[];
}

/** What a replay cost under each discipline. */
export const blockCostFigure = (rows: readonly PricedResult[]): Figure =>
  tableFigure(
    'block-costs',
    blocksWords.costsTable(),
    rows.map(({ discipline, account, snapshots, performance, ...times }) => ({
      discipline: discipline.title,
      grain: formatBytes(discipline.blockBytes.value),
      known: mark(discipline.blockBytes),
      snapshots,
      'data written ×': times.writeAmplification,
      'with metadata ×': times.totalWriteAmplification,
      copied: formatBytes(account.copiedBytes),
      moved: formatBytes(account.movedBytes),
      flushes: account.flushes,
      lookups: account.lookups,
      space: formatBytes(account.spaceBytes),
      IOPS: Math.round(performance.iops),
      'p50 µs': Math.round(performance.p50Us),
      'p99 µs': Math.round(performance.p99Us),
    })),
  );

/** What a replay cost under each discipline, and what it means at other queue depths. */
export function blocksSections({ rows, device, curves, chain }: BlockCosts): Section[] {
  return [
    {
      id: 'block-disciplines',
      title: blocksWords.streamTitle(),
      text: html`<p>${blocksWords.streamText()}</p>`,
      figures: [blockCostFigure(rows), amplificationBars(rows)],
    },
    {
      id: 'block-device',
      title: blocksWords.onDevice({ title: cellWords(device.title) }),
      text: html``,
      figures: [
        tableFigure(
          'block-device-profile',
          blocksWords.deviceTable({ id: device.id }),
          deviceRows(device),
        ),
        queueLines(curves),
      ],
    },
    chainSection(chain),
  ];
}

function deviceRows(device: Device): FigureRow[] {
  const { readUs, writeUs, flushUs, channels, bytesPerSecond, spread } = device;
  const constants = [
    ['time of a read', readUs],
    ['time of a write', writeUs],
    ['time of a flush', flushUs],
    ['requests served at once', channels],
    ['rate of its link', bytesPerSecond],
    ['times vary by', spread],
  ] as const;
  return constants.map(([name, number]) => ({
    constant: name,
    value: `${significant(number.value)} ${number.unit}`,
    known: mark(number),
    source: number.source,
  }));
}

/** Read cost against chain depth, walked and flattened. */
function chainSection(points: readonly ChainRead[]): Section {
  return {
    id: 'block-chains',
    title: blocksWords.chainTitle(),
    text: html`<p>${blocksWords.chainText()}</p>`,
    figures: [depthLines(points)],
  };
}

/** Write cost against the age of a snapshot, by locality of the writes. */
export function ageSection(
  discipline: string,
  points: readonly { locality: string; written: number; amplification: number }[],
): Section {
  return {
    id: 'block-snapshot-age',
    title: blocksWords.oldTitle(),
    text: html`<p>${blocksWords.oldText({ discipline: cellWords(discipline) })}</p>`,
    figures: [ageLines(points)],
  };
}

/** Space and write cost over a snapshot schedule of one discipline. */
export function scheduleSection(discipline: string, points: readonly SchedulePoint[]): Section {
  return {
    id: 'block-schedule',
    title: blocksWords.spaceTitle(),
    text: html`<p>${blocksWords.spaceText()}</p>`,
    figures: [
      spaceLines(
        points.map(({ interval, spaceBytes }) => ({ discipline, interval, spaceBytes })),
        points.map(({ interval, snapshots, spaceBytes, account }) => ({
          interval,
          snapshots,
          space: formatBytes(spaceBytes),
          GiB: spaceBytes / 2 ** 30,
          written: formatBytes(account.hostWriteBytes),
          'data x': account.hostWriteBytes / account.guestWriteBytes,
          'moved by merging': formatBytes(account.movedBytes),
          metadata: formatBytes(account.metadataBytes),
        })),
      ),
    ],
  };
}

/** The extents of a real image as a map. */
export function extentsSection(title: string, pieces: readonly ExtentPiece[]): Section {
  return {
    id: 'block-extents',
    title,
    text: html`<p>${blocksWords.mapText()}</p>`,
    figures: [extentMap(pieces)],
  };
}
