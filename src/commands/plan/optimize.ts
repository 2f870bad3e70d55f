import { readYaml } from '../../files/read-yaml.ts';
import { readLoadSeries } from '../../formats/machine-load/index.ts';
import { planAnswerWords } from '../../messages/plan-answers.ts';
import { type OptimizeAnswer, optimize } from '../../plan/optimize/optimize.ts';
import { optimizeSchema } from '../../plan/optimize/schema.ts';
import { optimizeSentence } from '../../plan/optimize/sentence.ts';
import type { Plan } from '../../plan/plan.ts';
import { optimizeTables } from '../../report/sections/plan/optimize.ts';
import { printAnswer } from '../../terminal/answer.ts';
import { refuseStrangers } from './strangers.ts';

/** Rows of a long table in the terminal; --json and --html have more. */
const MOST_ROWS = 15;

interface OptimizeOptions {
  optimize?: string | true;
  load?: string;
}

/** What `--optimize [FILE]` asks for, with the load of `--load` by machine. */
export async function optimizeAsked(
  plan: Plan,
  { optimize: asked, load }: OptimizeOptions,
): Promise<OptimizeAnswer | undefined> {
  if (asked === undefined) return undefined;
  const options =
    asked === true
      ? optimizeSchema.parse({})
      : (await readYaml(asked, optimizeSchema, 'the rules of right-sizing')).value;
  const series = load === undefined ? undefined : await readLoadSeries(load);
  const answer = optimize(plan, series, options);
  if (load !== undefined && series && answer.load)
    refuseStrangers(load, plan, series, answer.load.matched);
  return answer;
}

export function printOptimize(answer: OptimizeAnswer): void {
  const tables = optimizeTables(answer).map((table) =>
    table.rows.length > MOST_ROWS
      ? {
          ...table,
          title: planAnswerWords.cut({
            ...{ title: table.title, shown: MOST_ROWS, rows: table.rows.length },
          }),
          rows: table.rows.slice(0, MOST_ROWS),
        }
      : table,
  );
  printAnswer(optimizeSentence(answer), tables);
}

/** The answer as a document: its sentence, what to do in full, sizes with their intervals. */
export const optimizeDocument = (answer: OptimizeAnswer) => ({
  sentence: optimizeSentence(answer),
  ...answer,
});
