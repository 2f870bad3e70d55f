import { z } from 'zod';
import { badInput } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';
import { bundledData } from '../bundled.ts';

/** A row of the io reference. Measured values may be absent: predictions never look at them. */
const entrySchema = z.object({
  id: z.string().min(1).max(200),
  topic: z.string().default(''),
  metric: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  unit: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  conditions: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  source: z
    .string()
    .nullish()
    .transform((text) => text ?? ''),
  status: z.string().default('SEEN'),
  value: z.unknown().optional(),
});
export type IoEntry = z.infer<typeof entrySchema>;

const fileSchema = z.union([
  z.array(entrySchema).max(100_000),
  z.object({ entries: z.array(entrySchema).max(100_000) }).transform((file) => file.entries),
]);

/** The entries of a file in the form of `io-reference.json` (or a bare array of them). */
export async function readEntries(path: string | undefined): Promise<IoEntry[]> {
  const file = path ?? bundledData('io/io-reference.json');
  const parsed = fileSchema.safeParse(await readJson(file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw badInput({
      file,
      expected: 'a list of entries with an id, metric, unit and conditions',
      found: `${issue?.message ?? 'something else'} at ${issue?.path.join('.') || 'the top'}`,
    });
  }
  const seen = new Set<string>();
  for (const { id } of parsed.data) {
    if (seen.has(id)) throw badInput({ file, expected: 'each id once', found: `"${id}" twice` });
    seen.add(id);
  }
  return parsed.data;
}

/** How directly the number was read; the reference names sources, not grades. */
export function gradeOf(
  entry: IoEntry,
): 'primary' | 'secondary' | 'weak' | 'not read' | 'measured' {
  if (entry.status === 'MEMORY') return 'not read';
  if (entry.status === 'MEASURED') return 'measured';
  if (/nvme-storage\.com|nvme-tcp\.com|glossary|vendor statement/.test(entry.source)) return 'weak';
  const retold =
    /wiki page|summary|J\. Leach|G\. Danti|stinky|Pepelnjak|Netgate|retells|SR-IOV overview|vendor notes|ovs-vxlan issue|longhorn issue|spdk issue/;
  return retold.test(entry.source) ? 'secondary' : 'primary';
}
