import type { StudyRows } from '../../engines/sweep.ts';
import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';
import { comparePage } from '../../report/answers/compare.ts';
import { compareRuns } from '../../results/compare.ts';
import { withRun } from '../../results/read-run.ts';

/** What is different from an earlier run, case by case, as `compare` has it. */
export interface Changes {
  /** The folder of the earlier run. */
  folder: string;
  sentence: Text;
  figures: readonly Figure[];
}

/** An earlier run, its rows in memory, and what changed from it to others. */
export interface Baseline {
  changes(rows: StudyRows, folder: string): Changes;
}

/** The rows of an earlier run; UserError where the folder holds none. */
export async function baselineOf(folder: string): Promise<Baseline> {
  const earlier = await withRun(folder, ({ rows }) => rows);
  return {
    changes(rows, now) {
      const { summary, figures } = comparePage(compareRuns(earlier, rows), folder, now);
      return { folder, sentence: summary.sentence, figures };
    },
  };
}
