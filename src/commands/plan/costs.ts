import { naming } from '../../files/naming.ts';
import { readYaml } from '../../files/read-yaml.ts';
import { type CostAnswer, costAnswer } from '../../plan/cost/answer.ts';
import { costSchema } from '../../plan/cost/schema.ts';
import { costSentence } from '../../plan/cost/sentence.ts';
import type { Plan } from '../../plan/plan.ts';
import { costTables } from '../../report/sections/plan/costs.ts';
import { printAnswer } from '../../terminal/answer.ts';

/** What `--costs FILE` asks of the plans; the load of the day meets the prices of its hours. */
export async function costsAsked(
  plans: readonly Plan[],
  file: string | undefined,
  shape: readonly number[] | undefined,
): Promise<CostAnswer | undefined> {
  if (file === undefined) return undefined;
  const { value } = await readYaml(file, costSchema, 'the costs');
  return naming(file, () => costAnswer(plans, value, shape));
}

export const printCosts = (answer: CostAnswer): void =>
  printAnswer(costSentence(answer), costTables(answer));

export const costDocument = (answer: CostAnswer) => ({ sentence: costSentence(answer), ...answer });
