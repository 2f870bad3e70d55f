import type { Figure } from '../../figure.ts';
import { formatBytes, significant } from '../../format.ts';
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
    'Costs by discipline',
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
      title: 'One stream of operations, several disciplines',
      text: html`<p>Counts are exact for the model of each discipline; times come from the counts and the device
profile, whose numbers are marked.</p>`,
      figures: [blockCostFigure(rows), amplificationBars(rows)],
    },
    {
      id: 'block-device',
      title: `On ${device.title}`,
      text: html``,
      figures: [
        tableFigure('block-device-profile', `Device profile ${device.id}`, deviceRows(device)),
        queueLines(curves),
      ],
    },
    chainSection(chain),
  ];
}

function deviceRows(device: Device): FigureRow[] {
  const { readUs, writeUs, flushUs, channels, bytesPerSecond, spread } = device;
  return Object.entries({ readUs, writeUs, flushUs, channels, bytesPerSecond, spread }).map(
    ([name, number]) => ({
      constant: name,
      value: `${significant(number.value)} ${number.unit}`,
      known: mark(number),
      source: number.source,
    }),
  );
}

/** Read cost against chain depth, walked and flattened. */
function chainSection(points: readonly ChainRead[]): Section {
  return {
    id: 'block-chains',
    title: 'Reads through a chain',
    text: html`<p>Cached 4 KiB reads: a base cost and a cost of every layer asked, fitted on measurements of QEMU 7.2.22
(docs/model/blocks.md). A flattened map asks once at any depth.</p>`,
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
    title: 'A snapshot grows old',
    text: html`<p>${discipline}, 4 KiB writes to a full 256 MiB disk. Just after a snapshot almost every write copies; once the
working set is copied it costs nothing more.</p>`,
    figures: [ageLines(points)],
  };
}

/** Space and write cost over a snapshot schedule of one discipline. */
export function scheduleSection(discipline: string, points: readonly SchedulePoint[]): Section {
  return {
    id: 'block-schedule',
    title: 'Space over a snapshot schedule',
    text: html`<p>Every interval takes a snapshot; beyond the kept number the oldest is given up.</p>`,
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
    text: html`<p>The disk from left to right, row by row; each cell says where most of its bytes are found.</p>`,
    figures: [extentMap(pieces)],
  };
}
