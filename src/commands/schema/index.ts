import type { Command } from 'commander';
import { UserError } from '../../errors.ts';
import { unknownName } from '../../names.ts';
import { printJson } from '../../terminal/output.ts';
import { examples } from '../examples.ts';
import { fileSchemas, jsonSchemaOf } from './schemas.ts';

const known = Object.keys(fileSchemas);

/** `virtcost schema [OF]`: JSON Schema of the YAML files users write, for editors. */
export function schema(program: Command): void {
  program
    .command('schema')
    .addHelpText('after', examples('schema', 'schema what-if'))
    .argument('[of]', known.join(', '), 'scenario')
    .action((of: string) => {
      if (!known.includes(of)) throw new UserError(unknownName('a kind of file', of, known));
      printJson(jsonSchemaOf(of));
    });
}
