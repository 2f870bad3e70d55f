import { join } from 'node:path';
import type { Figure } from '../../figure.ts';
import type { Text } from '../../message.ts';
import type { Live } from '../../report/live-html.ts';
import { runPage } from '../../report/run-report.ts';
import { figuresOf } from '../../report/section.ts';
import { plainRow } from '../../results/packed-rows.ts';
import { withRun } from '../../results/read-run.ts';
import type { RunRecord } from '../../results/record.ts';
import type { SweepAnswer } from '../../studies/answer.ts';
import type { Row } from '../../studies/column.ts';
import { runAnswer } from '../../studies/run-answer.ts';
import type { Summary } from '../../summary.ts';
import { writeAnswerPage } from '../write-page.ts';

export interface StoredAnswer {
  sentence: Text;
  summary: Summary;
  answer: SweepAnswer;
  figures: Figure[];
  /** Puts the page beside the results. */
  write: () => Promise<void>;
}

/** Rows of which a page cannot hold more, however alike they are: deflated, each takes some bytes. */
const MOST_HELD = 15_000;

/** What the page computes itself: what was asked, and the stored rows without their ids. */
function liveOf(rows: Readonly<Record<string, readonly Row[]>>, record: RunRecord): Live {
  const count = Object.values(rows).reduce((sum, list) => sum + list.length, 0);
  const bare = () =>
    Object.entries(rows).map(([id, list]) => [
      id,
      list.map(plainRow).map(({ case_id, ...row }) => row),
    ]);
  return {
    model: 'run',
    data: { ...record },
    ...(count > MOST_HELD ? {} : { bulk: { rowsStored: Object.fromEntries(bare()) } }),
  };
}

/** What a stored run answers. */
export async function answerOfRun(folder: string): Promise<StoredAnswer> {
  return withRun(folder, ({ rows, record }) => {
    const answered = runAnswer(record, rows);
    const { answer, summary } = answered;
    const page = runPage({ ...answered, record });
    return {
      sentence: summary.sentence,
      summary,
      answer,
      figures: figuresOf(page.sections),
      write: () =>
        writeAnswerPage(
          join(folder, 'index.html'),
          { ...page, live: liveOf(rows, record) },
          record.command,
        ),
    };
  });
}
