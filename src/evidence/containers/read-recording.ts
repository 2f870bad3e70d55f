import type { z } from 'zod';
import { badInput } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';
import { bundledJson } from '../bundled.ts';

const MAX_FILE_BYTES = 64 * 2 ** 20;

/** A recording of containers, the shipped one or the user's, in the form its schema states. */
export async function readRecording<Schema extends z.ZodType>(
  path: string | undefined,
  shipped: string,
  schema: Schema,
  form: string,
): Promise<z.output<Schema>> {
  const document: unknown =
    path === undefined
      ? await bundledJson(`containers/${shipped}`)
      : await readJson(path, MAX_FILE_BYTES);
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw badInput({
    file: path ?? shipped,
    expected: form,
    found: `${issue?.path.join('.') || 'the document'}: ${issue?.message ?? 'something else'}`,
  });
}
