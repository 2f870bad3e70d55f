import type { Inspection } from '../../formats/disk-image/inspect.ts';
import { ExtentCells } from '../../model/blocks/extent-cells.ts';
import type { Section } from '../../report/section.ts';
import { extentsSection } from '../../report/sections/blocks.ts';
import { inspectionSection } from '../../report/sections/disk-image.ts';

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
