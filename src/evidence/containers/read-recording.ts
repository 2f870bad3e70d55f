import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { z } from 'zod';
import { badInput } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';
import { bundledData } from '../bundled.ts';

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
      ? JSON.parse(
          gunzipSync(await readFile(bundledData(`containers/${shipped}`))).toString('utf8'),
        )
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
