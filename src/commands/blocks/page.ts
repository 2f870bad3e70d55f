import { nth } from '../../elements.ts';
import type { Inspection } from '../../formats/disk-image/inspect.ts';
import type { Device } from '../../model/blocks/device.ts';
import { ExtentCells } from '../../model/blocks/extent-cells.ts';
import { chainReads, type PricedResult, queueCurves } from '../../model/blocks/replay-costs.ts';
import { snapshotAge } from '../../model/blocks/snapshot-age.ts';
import type { Section } from '../../report/section.ts';
import { ageSection, blocksSections, extentsSection } from '../../report/sections/blocks.ts';
import { inspectionSection } from '../../report/sections/disk-image.ts';

/** The sections of one replay: what page and `--json` show. */
export function replaySections(
  rows: readonly PricedResult[],
  device: Device,
  depth: number,
): Section[] {
  const oldest = rows.find((row) => row.discipline.id === 'qcow2') ?? nth(rows, 0);
  const costs = { rows, device, curves: queueCurves(rows, device, depth), chain: chainReads() };
  return [
    ...blocksSections(costs),
    ageSection(oldest.discipline.title, snapshotAge(oldest.discipline)),
  ];
}

const COLUMNS = 64;
const ROWS = 32;

/** Cells for the picture of a disk: feed them the extents, then write the page. */
export function extentPicture(size: number): ExtentCells {
  return new ExtentCells(size, COLUMNS * ROWS);
}

/** The sections of an inspected image, its map as a picture. */
export const inspectSections = (
  file: string,
  inspection: Inspection,
  cells: ExtentCells,
): Section[] => [inspectionSection(inspection), extentsSection(file, cells.pieces(COLUMNS))];
