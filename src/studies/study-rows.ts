import type { Row } from './column.ts';
import type { DensityRow } from './density/columns.ts';
import type { SteadyRow } from './steady/columns.ts';

/** Rows of a run by study, as they are read: whoever reads them has checked the columns of each study. */
type StoredRows = Readonly<Record<string, readonly Row[]>>;

/** The rows of study steady in their type; none where it was not asked. */
export const steadyRows = ({ steady = [] }: StoredRows) => steady as readonly SteadyRow[];

/** The rows of study density in their type; none where it was not asked. */
export const densityRows = ({ density = [] }: StoredRows) => density as readonly DensityRow[];
