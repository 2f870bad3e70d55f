import { parse } from 'yaml';
import { z } from 'zod';
import { present } from '../../elements.ts';
import { costSchema } from '../../plan/cost/schema.ts';
import { designSchema } from '../../plan/design/schema.ts';
import { optimizeSchema } from '../../plan/optimize/schema.ts';
import { studySchema } from '../../plan/study/schema.ts';
import { targetSchema } from '../../plan/target/schema.ts';
import { whatIfSchema } from '../../plan/what-if.ts';
import { scenarioSchema } from '../../scenario/schema.ts';
import { studies } from '../../studies/index.ts';
import { overcommitSchema } from '../overcommit/scenario.ts';
import { documented } from './documented.ts';
import { keyMeanings } from './key-meanings.ts';
import { wholeFiles } from './whole-files.ts';

/** The YAML files users write, by kind. A new kind is one line here and its whole file beside it. */
export const fileSchemas: Readonly<Record<string, () => z.ZodType>> = {
  scenario: () => scenarioSchema(studies),
  'what-if': () => whatIfSchema,
  costs: () => costSchema,
  design: () => designSchema,
  target: () => targetSchema,
  optimize: () => optimizeSchema,
  overcommit: () => overcommitSchema,
  study: () => studySchema,
};

/** Files of a kind that use every key between them, parsed from YAML. */
export const examplesOf = (kind: string): unknown[] =>
  present(wholeFiles[kind]).map((text) => parse(text, { schema: 'core' }) as unknown);

/** JSON Schema of a kind of file, with a description and an example of every key. */
export function jsonSchemaOf(kind: string): object {
  const schema = z.toJSONSchema(present(fileSchemas[kind])(), { io: 'input' });
  return documented(schema, examplesOf(kind), keyMeanings, [kind]) as object;
}
