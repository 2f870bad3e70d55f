import { UserError } from '../errors.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import { encodeRows } from './encode-rows.ts';
import { contentHash } from './identity.ts';
import { decodeSealed } from './parquet.ts';

/** A job as its stored part names it. */
export interface PartName {
  study: string;
  hash: string;
  /** Rows it has. */
  cases: number;
  /** Its cases are those of this job from `first` on: its own, or of the job it is a piece of. */
  ids: { hash: string; first: number };
}

/** Parts come one after another: from so many rows on, objects of one would stand in memory when the next ones come. */
const PACKED_PART = 200;

/** The id of the i-th row of a job. */
export const caseIdOf = (jobHash: string, i: number): string => contentHash([jobHash, i]);

/** Rows of a finished job as sealed Parquet bytes that name the job. */
export function encodePart({ study, hash, cases }: PartName, rows: readonly Row[]): Uint8Array {
  const metadata = { study, job: hash, cases: String(cases) };
  // Nobody looks for rows in a part: it is read whole, if ever.
  return encodeRows(studyById(study).columns, rows, metadata, { statistics: false });
}

/** Rows of a part, or undefined when it is damaged, is another job's, or lacks rows: it is computed again. */
export async function decodePart(name: PartName, bytes: Buffer): Promise<Row[] | undefined> {
  const { study, hash, cases, ids } = name;
  try {
    const { columns } = studyById(study);
    const part = `part ${hash}`;
    const { metadata, rows } = await decodeSealed(part, bytes, columns, PACKED_PART);
    const named =
      metadata.study === study && metadata.job === hash && metadata.cases === String(cases);
    const own = rows.every((row, i) => row.case_id === caseIdOf(ids.hash, ids.first + i));
    return named && rows.length === cases && own ? rows : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
