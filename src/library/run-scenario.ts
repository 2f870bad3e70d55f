import { hostById } from '../hosts/index.ts';
import { loadScenario } from '../scenario/load.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Row } from '../studies/column.ts';
import { studies } from '../studies/index.ts';
import { rowsOf } from './rows-of.ts';

export interface ScenarioResult {
  /** As read: names checked, defaults filled in, lists spread. */
  scenario: Scenario;
  /** Rows of each study by its id, in the order of the matrix; docs/reference tells their columns. */
  rows: Record<string, Row[]>;
}

/**
 * Runs a scenario on this thread: YAML text, or its keys as an object. Scenarios that read files (traces, images, host
 * profiles) run with `runScenarioFile` of `virtcost/node`. The rows are those `virtcost run` stores, without their ids.
 * @throws UserError with every problem of the scenario at once.
 */
export async function runScenario(given: string | object): Promise<ScenarioResult> {
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const scenario = loadScenario(text, 'scenario', studies);
  return { scenario, rows: await rowsOf(scenario, hostById) };
}
