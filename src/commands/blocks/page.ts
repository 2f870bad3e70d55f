import type { Device } from '../../model/blocks/device.ts';
import { ExtentCells } from '../../model/blocks/extent-cells.ts';
import type { SchedulePoint } from '../../model/blocks/schedule.ts';
import { snapshotAge } from '../../model/blocks/snapshot-age.ts';
import type { Section } from '../../report/section.ts';
import {
  ageSection,
  blocksSections,
  extentsSection,
  scheduleSection,
} from '../../report/sections/blocks.ts';
import { version } from '../../version.ts';
import type { PricedResult } from './priced.ts';

async function writeSections(
  path: string,
  title: string,
  lead: string,
  command: string,
  sections: readonly Section[],
): Promise<void> {
  const { writePage } = await import('../../report/page.ts');
  await writePage(path, {
    title,
    lead,
    sections,
    provenance: { command: `virtcost blocks ${command}`, virtcost: version },
  });
}

/** The report page of one replay. */
export async function writeBlocksPage(
  path: string,
  input: string,
  rows: readonly PricedResult[],
  device: Device,
  depth: number,
): Promise<void> {
  const oldest = rows.find((row) => row.discipline.id === 'qcow2') ?? rows[0]!;
  const sections = [
    ...blocksSections(rows, device, depth),
    ageSection(oldest.discipline.title, snapshotAge(oldest.discipline)),
  ];
  const lead = `${input}, on ${device.title} at queue depth ${depth}.`;
  await writeSections(path, 'Block maps: what snapshots cost', lead, 'replay', sections);
}

const COLUMNS = 64;
const ROWS = 32;

/** Cells for the picture of a disk: feed them the extents, then write the page. */
export function extentPicture(size: number): ExtentCells {
  return new ExtentCells(size, COLUMNS * ROWS);
}

/** The report page of an inspected image. */
export async function writeInspectPage(
  path: string,
  file: string,
  cells: ExtentCells,
  extents: number,
): Promise<void> {
  const section = extentsSection(file, cells.pieces(COLUMNS));
  await writeSections(path, `Disk image ${file}`, `${extents} extents.`, 'inspect', [section]);
}

/** The report page of snapshot schedules. */
export async function writeSchedulePage(
  path: string,
  discipline: string,
  points: readonly SchedulePoint[],
): Promise<void> {
  const rows = points.map(({ interval, spaceBytes }) => ({ discipline, interval, spaceBytes }));
  const lead = `${discipline}, ${points.length} intervals.`;
  const sections = [scheduleSection(rows)];
  await writeSections(path, 'Space over a snapshot schedule', lead, 'schedule', sections);
}
