import { totalWriteAmplification, writeAmplification } from '../../model/blocks/accounting.ts';
import { chainReadUs, flatReadUs } from '../../model/blocks/chain.ts';
import type { Device } from '../../model/blocks/device.ts';
import { mixOf, type Performance, simulateDevice } from '../../model/blocks/latency.ts';
import type { ReplayResult } from '../../model/blocks/replay.ts';
import { formatBytes } from '../../units.ts';
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
import type { Section } from '../section.ts';
import { mark } from '../status.ts';
import { htmlTable, significant } from '../table.ts';

type Priced = ReplayResult & { performance: Performance };

/** What a replay cost under each discipline, and what it means at other queue depths. */
export function blocksSections(rows: readonly Priced[], device: Device, depth: number): Section[] {
  const table = rows.map(({ discipline, account, snapshots, performance }) => ({
    discipline: discipline.title,
    grain: formatBytes(discipline.blockBytes.value),
    known: mark(discipline.blockBytes),
    snapshots,
    'data written ×': significant(writeAmplification(account)),
    'with metadata ×': significant(totalWriteAmplification(account)),
    copied: formatBytes(account.copiedBytes),
    moved: formatBytes(account.movedBytes),
    flushes: account.flushes,
    lookups: account.lookups,
    space: formatBytes(account.spaceBytes),
    IOPS: Math.round(performance.iops),
    'p99 µs': Math.round(performance.p99Us),
  }));
  const depths = [1, 2, 4, 8, 16, 32, 64, 128].filter((value) => value <= Math.max(depth, 32));
  const curves = rows.flatMap(({ discipline, account }) =>
    depths.map((queue) => {
      const { iops, p99Us } = simulateDevice(device, mixOf(account), queue);
      return { discipline: discipline.title, queue, iops, p99Us };
    }),
  );
  return [
    {
      id: 'block-disciplines',
      title: 'One stream of operations, several disciplines',
      text: html`<p>Counts are exact for the model of each discipline; times come from the counts and the device
profile, whose numbers are marked.</p>${htmlTable(table, 'Costs by discipline')}`,
      figures: [amplificationBars(rows)],
    },
    {
      id: 'block-device',
      title: `On ${device.title}`,
      text: html`${htmlTable(deviceRows(device), `Device profile ${device.id}`)}`,
      figures: [queueLines(curves)],
    },
    chainSection(),
  ];
}

function deviceRows(device: Device): Record<string, string>[] {
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
export function chainSection(): Section {
  const points = [1, 2, 4, 8, 16, 32, 64].flatMap((depth) => [
    { chain: 'walked, empty layers', depth, us: chainReadUs(depth, 0) },
    { chain: 'walked, 2 % held by each layer', depth, us: chainReadUs(depth, 0.02) },
    { chain: 'flattened map', depth, us: flatReadUs() },
  ]);
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

/** Space over a snapshot schedule. */
export function scheduleSection(
  points: readonly { discipline: string; interval: number; spaceBytes: number }[],
): Section {
  return {
    id: 'block-schedule',
    title: 'Space over a snapshot schedule',
    text: html`<p>Every interval takes a snapshot; beyond the kept number the oldest is given up.</p>`,
    figures: [spaceLines(points)],
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
