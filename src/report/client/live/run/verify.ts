import { hostById } from '../../../../hosts/index.ts';
import type { Message } from '../../../../message.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import type { RunRecord } from '../../../../results/record.ts';
import type { Row } from '../../../../studies/column.ts';
import { studyById } from '../../../../studies/index.ts';
import { runAnswer } from '../../../../studies/run-answer.ts';
import type { Task, TaskInputs } from '../../../../studies/study.ts';
import { runPage } from '../../../run-report.ts';
import { figuresOf } from '../../../section.ts';
import type { Verified } from '../protocol.ts';
import { said } from '../said.ts';
import { tablesOf } from '../tables-of.ts';
import { type DroppedTraces, wordsOf } from '../traces.ts';

type Rows = Record<string, Row[]>;

const noFile = (): never => {
  throw new RangeError('a file that was not given');
};

/** Cells that are equal to the last bit, and the first that is not. */
class Tally {
  equal = 0;
  different = 0;
  left = 0;
  first: string | null = null;

  hold(study: string, at: number, stored: Row, again: Row): void {
    for (const [name, value] of Object.entries(stored)) {
      if (value === (again[name] ?? null)) {
        this.equal++;
        continue;
      }
      this.different++;
      this.first ??= `${study}, row ${at + 1}, ${name}: ${value} stored, ${again[name]} computed`;
    }
  }
}

/** The task's traces, if each was given; undefined where it reads another file. */
function inputsOf(task: Task, record: RunRecord, traces: DroppedTraces): TaskInputs | undefined {
  const { scenario, profiles = [] } = record;
  const files = task.files ?? [];
  const found = files.map((file) =>
    file.kind === 'memory-trace' ? traces.get(record.traces[file.path] ?? '') : undefined,
  );
  if (found.some((file) => file === undefined)) return undefined;
  const [trace] = files;
  const words = () =>
    trace?.kind === 'memory-trace' && found[0] ? wordsOf(found[0], trace) : noFile();
  return {
    ...{ seed: scenario.seed, host: (id: string) => hostById(id, profiles) },
    ...{ words, images: noFile, blockTrace: noFile },
  };
}

/** What of the run can be computed again, in the order of its studies; rows that cannot stay as stored. */
async function again(
  record: RunRecord,
  stored: Rows,
  traces: DroppedTraces,
  onStep: (done: number, all: number) => void,
) {
  const tally = new Tally();
  const rows: Rows = {};
  const { scenario, profiles = [] } = record;
  const plans = scenario.studies.map((id) => ({ id, tasks: studyById(id).expand(scenario) }));
  const all = plans.reduce((sum, { tasks }) => sum + tasks.length, 0);
  let done = 0;
  for (const { id, tasks } of plans) {
    const study = studyById(id);
    const kept = stored[id] ?? [];
    const own = [...kept];
    const hold = (at: number, row: Row) => {
      const was = kept[at];
      if (was) tally.hold(id, at, was, row);
      own[at] = row;
    };
    for (const task of tasks) {
      const inputs = inputsOf(task, record, traces);
      if (inputs) {
        const found = await study.run(task, inputs);
        found.forEach((row, i) => {
          hold(task.cases[i] ?? 0, row);
        });
      } else tally.left += task.cases.length * Object.keys(kept[0] ?? {}).length;
      onStep(++done, all);
    }
    if (study.derive)
      study
        .derive(scenario, { ...stored, ...rows }, (host) => hostById(host, profiles))
        .forEach((row, at) => {
          hold(at, row);
        });
    rows[id] = own;
  }
  return { tally, rows };
}

/** The tables of the page as they follow from these rows. */
const pageTables = (record: RunRecord, rows: Rows): Verified['tables'] =>
  tablesOf(figuresOf(runPage({ ...runAnswer(record, rows), record }).sections));

/** Computes what the page stores again and counts the cells that are the same to the last bit. */
export async function verifyRun(
  record: RunRecord,
  stored: Rows,
  traces: DroppedTraces,
  onStep: (done: number, all: number) => void,
): Promise<Verified> {
  const { tally, rows } = await again(record, stored, traces, onStep);
  const { equal, different, first, left } = tally;
  const why: Message =
    left > 0 ? words.needsTraces({ files: Object.keys(record.traces) }) : words.nothingLeft();
  return { equal, different, first, left, why: said(why), tables: pageTables(record, rows) };
}
