import { z } from 'zod';
import { badInput } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';
import { bundledJson } from '../bundled.ts';

const schema = z.array(
  z.object({
    id: z.string().min(1).max(300),
    claim: z.string().optional(),
    /** Absent in records that are to be predicted. */
    value: z.union([z.number(), z.string(), z.null()]).optional(),
    unit: z.string().optional(),
    conditions: z.string().optional(),
    status: z.string().optional(),
    source_grade: z.string().optional(),
  }),
);

export type CpuRecord = z.infer<typeof schema>[number];

let bundled: Promise<readonly CpuRecord[]> | undefined;

/** The reference shipped with virtcost. */
export function bundledRecords(): Promise<readonly CpuRecord[]> {
  bundled ??= bundledJson('cpu-reference.json.gz').then((value) => schema.parse(value));
  return bundled;
}

/** Records of a file in the form of `cpu-reference.json`: measured values may be missing. */
export async function loadRecords(path: string | undefined): Promise<readonly CpuRecord[]> {
  if (path === undefined) return bundledRecords();
  const parsed = schema.safeParse(await readJson(path));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badInput({
      file: path,
      expected: 'an array of records with an id (form of cpu-reference.json)',
      found: `${issue?.message ?? 'something else'} at ${issue?.path.join('.') || 'the top'}`,
    });
  }
  const ids = new Set<string>();
  for (const { id } of parsed.data) {
    if (ids.has(id))
      throw badInput({ file: path, expected: 'each id once', found: `"${id}" twice` });
    ids.add(id);
  }
  return parsed.data;
}
