import { UserError } from '../errors.ts';
import { hostById } from '../hosts/index.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Row } from '../studies/column.ts';
import { studies, studyById } from '../studies/index.ts';
import type { TaskInputs } from '../studies/study.ts';

export interface ScenarioResult {
  /** As read: names checked, defaults filled in, lists spread. */
  scenario: Scenario;
  /** Rows of each study by its id, in the order of the matrix; docs/reference tells their columns. */
  rows: Record<string, Row[]>;
}

const MAX_CASES = 1_000_000;

const noFile = (): never => {
  throw new UserError(
    'the scenario reads files, which the pure core cannot: use runScenarioFile of virtcost/node.',
  );
};

/**
 * Runs a scenario on this thread: YAML text, or its keys as an object. Scenarios that read files (traces, images, host
 * profiles) run with `runScenarioFile` of `virtcost/node`. The rows are those `virtcost run` stores, without their ids.
 * @throws UserError with every problem of the scenario at once.
 */
export async function runScenario(given: string | object): Promise<ScenarioResult> {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const scenario = loadScenario(text, 'scenario', studies);
  const host = (id: string) => (id.startsWith('./') ? noFile() : hostById(id));
  const rows: Record<string, Row[]> = {};
  let cases = 0;
  for (const id of scenario.studies) {
    const study = studyById(id);
    const tasks = study.expand(scenario);
    cases += tasks.reduce((sum, task) => sum + task.cases.length, 0);
    if (cases > MAX_CASES)
      throw new UserError(`expected at most ${MAX_CASES} cases, found ${cases}.`);
    const inputs: TaskInputs = {
      ...{ seed: scenario.seed, host },
      ...{ words: noFile, images: noFile, blockTrace: noFile },
    };
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
  return { scenario, rows };
}
