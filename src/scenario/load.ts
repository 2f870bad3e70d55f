import { checkedYaml } from '../files/checked-yaml.ts';
import { type Scenario, scenarioSchema } from './schema.ts';

/** Parses a scenario; every problem is reported at once, each with file, line and column. */
export function loadScenario(text: string, file: string): Scenario {
  const hint = 'virtcost schema lists the keys.';
  return checkedYaml(text, file, scenarioSchema, 'the scenario', hint).value;
}
