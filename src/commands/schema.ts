import type { Command } from 'commander';
import { z } from 'zod';
import { present } from '../elements.ts';
import { UserError } from '../errors.ts';
import { unknownName } from '../names.ts';
import { costSchema } from '../plan/cost/schema.ts';
import { designSchema } from '../plan/design/schema.ts';
import { optimizeSchema } from '../plan/optimize/schema.ts';
import { studySchema } from '../plan/study/schema.ts';
import { targetSchema } from '../plan/target/schema.ts';
import { whatIfSchema } from '../plan/what-if.ts';
import { scenarioJsonSchema } from '../scenario/schema.ts';
import { studies } from '../studies/index.ts';
import { printJson } from '../terminal/output.ts';
import { examples } from './examples.ts';
import { overcommitSchema } from './overcommit/scenario.ts';

const schemas: Record<string, () => object> = {
  scenario: () => scenarioJsonSchema(studies),
  'what-if': () => z.toJSONSchema(whatIfSchema, { io: 'input' }),
  costs: () => z.toJSONSchema(costSchema, { io: 'input' }),
  design: () => z.toJSONSchema(designSchema, { io: 'input' }),
  target: () => z.toJSONSchema(targetSchema, { io: 'input' }),
  optimize: () => z.toJSONSchema(optimizeSchema, { io: 'input' }),
  overcommit: () => z.toJSONSchema(overcommitSchema, { io: 'input' }),
  study: () => z.toJSONSchema(studySchema, { io: 'input' }),
};
const known = Object.keys(schemas).join(', ');

/** `virtcost schema [OF]`: JSON Schema of the YAML files users write, for editors. */
export function schema(program: Command): void {
  program
    .command('schema')
    .addHelpText('after', examples('schema', 'schema what-if'))
    .argument('[of]', known, 'scenario')
    .action((of: string) => {
      if (!Object.hasOwn(schemas, of))
        throw new UserError(unknownName('a kind of file', of, Object.keys(schemas)));
      printJson(present(schemas[of])());
    });
}
