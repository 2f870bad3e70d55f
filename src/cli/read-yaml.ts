import { parse as parseYaml } from 'yaml';
import type { z } from 'zod';
import { badInput, printable, UserError } from '../errors.ts';
import { readText } from './read-input.ts';

/** A YAML file checked by `schema`: the checked value and the document as written. `what` names it in messages. */
export async function readYaml<T extends z.ZodType>(
  path: string,
  schema: T,
  what: string,
): Promise<{ value: z.output<T>; raw: unknown }> {
  const text = await readText(path, 1 << 20);
  let raw: unknown;
  try {
    raw = parseYaml(text, { maxAliasCount: 100 });
  } catch (error) {
    throw badInput({
      file: path,
      expected: 'YAML',
      found: printable((error as Error).message.split('\n')[0]!, 160),
    });
  }
  const parsed = schema.safeParse(raw);
  if (parsed.success) return { value: parsed.data, raw };
  throw new UserError(
    parsed.error.issues
      .map((issue) => printable(`${path}: ${issue.path.join('.') || what}: ${issue.message}`, 300))
      .join('\n'),
  );
}
