import { UserError } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Row } from '../studies/column.ts';
import { studyById } from '../studies/index.ts';
import type { TaskInputs } from '../studies/study.ts';

const MAX_CASES = 1_000_000;

const noFile = (): never => {
  throw new UserError(
    'the scenario reads files, which the pure core cannot: use runScenarioFile of virtcost/node.',
  );
};

/** Rows of every study of a scenario, in the order of its matrix, one after the other on this thread. */
export async function rowsOf(
  scenario: Scenario,
  hostById: TaskInputs['host'],
): Promise<Record<string, Row[]>> {
  const host = (id: string) => (id.startsWith('./') ? noFile() : hostById(id));
  const inputs: TaskInputs = {
    ...{ seed: scenario.seed, host },
    ...{ words: noFile, images: noFile, blockTrace: noFile },
  };
  const rows: Record<string, Row[]> = {};
  let cases = 0;
  for (const id of scenario.studies) {
    const study = studyById(id);
    const tasks = study.expand(scenario);
    cases += tasks.reduce((sum, task) => sum + task.cases.length, 0);
    if (cases > MAX_CASES)
      throw new UserError(`expected at most ${MAX_CASES} cases, found ${cases}.`);
    const own: Row[] = [];
    for (const task of tasks) {
      const found = await study.run(task, inputs);
      found.forEach((row, i) => {
        const position = task.cases[i];
        if (position !== undefined) own[position] = row;
      });
    }
    rows[id] = study.derive ? study.derive(scenario, rows, host) : own;
  }
  return rows;
}
