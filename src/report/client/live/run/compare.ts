import { UserError } from '../../../../errors.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import { compareRuns } from '../../../../results/compare.ts';
import type { Row } from '../../../../studies/column.ts';
import { comparePage } from '../../../answers/compare.ts';
import type { Compared } from '../protocol.ts';
import { said, saidKeys, saidTable } from '../said.ts';
import { sealedStudy } from './sealed-parquet.ts';

type Rows = Readonly<Record<string, readonly Row[]>>;

/** Another run's files (A) against what this page stores (B), as `virtcost compare` does; studies of both alone. */
export async function comparedRun(files: readonly File[], stored: Rows): Promise<Compared> {
  const theirs: Record<string, Row[]> = {};
  for (const file of files) {
    const { study, rows } = await sealedStudy(file);
    if (theirs[study])
      throw new UserError(
        `${file.name}: expected one file of a study, found a second of ${study}.`,
      );
    theirs[study] = rows;
  }
  const ours = Object.fromEntries(Object.keys(theirs).map((id) => [id, stored[id] ?? []]));
  const names = files.map(({ name }) => name).join(', ');
  const { summary, figures } = comparePage(
    compareRuns(theirs, ours),
    names,
    String(words.thisPage()),
  );
  return {
    sentence: said(summary.sentence),
    sure: said(summary.confidence),
    keys: saidKeys(summary.keyFigures),
    tables: [...figures].reverse().map(saidTable),
  };
}
