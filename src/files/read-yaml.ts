import type { z } from 'zod';
import { type CheckedYaml, checkedYaml } from './checked-yaml.ts';
import { readText } from './read-input.ts';

/** A YAML file checked by `schema`: the checked value and the document as written. `what` names it in messages. */
export async function readYaml<T extends z.ZodType>(
  path: string,
  schema: T,
  what: string,
  maxBytes = 1 << 20,
): Promise<CheckedYaml<T>> {
  return checkedYaml(await readText(path, maxBytes), path, schema, what);
}
