import { nth } from '../elements.ts';
import { badInput } from '../errors.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { studies } from '../studies/index.ts';

/** The scenario in a record written before VMs had a place in it, in today's form. */
export function earlierScenario(stored: unknown, path: string): Scenario {
  const parsed = scenarioSchema(studies).safeParse(stored);
  if (parsed.success) return parsed.data;
  const problem = nth(parsed.error.issues, 0);
  throw badInput({
    file: path,
    expected: `the scenario of a virtcost run: ${problem.message}`,
    found: `scenario.${problem.path.join('.')} of another form`,
  });
}
