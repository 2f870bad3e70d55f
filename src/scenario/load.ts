import { checkedYaml } from '../files/checked-yaml.ts';
import type { Scenario } from './scenario.ts';
import { type StudyWords, scenarioSchema } from './schema.ts';

/** Parses a scenario; every problem is reported at once, each with file, line and column. */
export function loadScenario(text: string, file: string, studies: readonly StudyWords[]): Scenario {
  const hint = 'virtcost schema lists the keys.';
  return checkedYaml(text, file, scenarioSchema(studies), 'the scenario', hint).value;
}
