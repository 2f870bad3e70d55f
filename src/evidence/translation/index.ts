import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { nth, present } from '../../elements.ts';
import { printable, UserError } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';
import { openMemoryTrace } from '../../formats/memory-trace/open.ts';
import { type TranslationCounts, TranslationKernel } from '../../kernels/translation/index.ts';
import { findWorkload } from '../../workloads/index.ts';
import { bundledData } from '../bundled.ts';
import {
  compareNumbers,
  type Prediction,
  type Suite,
  type SuiteOptions,
  summarize,
} from '../suite.ts';
import { parseConfig, type Row, rowSchema, SYNTHETIC_ACCESSES, syntheticBytes } from './rows.ts';

/** Folder of the committed traces. */
export const exampleTraces = fileURLToPath(new URL('../../../examples/traces', import.meta.url));

const metrics = ['l1Miss', 'walks', 'refs', 'guestRefs', 'hostRefs'] as const;
const units = {
  l1Miss: 'misses',
  walks: 'walks',
  refs: 'references',
  guestRefs: 'references',
  hostRefs: 'references',
};

const fileSchema = z.union([
  z.array(z.unknown()),
  z.object({ oracle_walk2d: z.array(z.unknown()) }).transform((file) => file.oracle_walk2d),
]);

async function readRows(options: SuiteOptions): Promise<(Row & Record<string, unknown>)[]> {
  const path = options.data ?? bundledData('memory/oracle-walk2d.json');
  const file = fileSchema.safeParse(await readJson(path));
  if (!file.success) {
    throw new UserError(printable(`${path}: expected an array of rows {trace, config}.`));
  }
  return file.data.map((entry, i) => {
    const row = z.looseObject(rowSchema.shape).safeParse(entry);
    if (row.success) return row.data;
    const problem = nth(row.error.issues, 0);
    throw new UserError(
      printable(`${path}: row ${i}: ${problem.path.join('.')}: ${problem.message}.`),
    );
  });
}

/** The file of a trace in a folder; null when there is none. */
export function findTrace(trace: string, folder: string): string | null {
  if (trace !== basename(trace) || trace.startsWith('.')) {
    throw new UserError(printable(`expected a trace name without folders, found "${trace}".`));
  }
  const endings = ['.bin.gz', '.bin', '.lackey.gz', '.lackey', '.gz', ''];
  const path = endings
    .map((ending) => join(folder, trace + ending))
    .find((file) => existsSync(file));
  return path ?? null;
}

function traceFile(trace: string, folder: string): string {
  const path = findTrace(trace, folder);
  if (path) return path;
  throw new UserError(
    printable(
      `expected ${trace}.bin or ${trace}.bin.gz in ${folder}, found neither (--traces DIR).`,
    ),
  );
}

/** Counts of every configuration of one trace, which is read or generated once. */
export async function countConfigs(
  trace: string,
  configs: readonly string[],
  folder: string,
): Promise<TranslationCounts[]> {
  const bytes = syntheticBytes(trace);
  if (bytes !== null) {
    const pattern = findWorkload('gups').kernelPattern({ pattern: 'gups', bytes });
    return configs.map((config) => {
      const kernel = new TranslationKernel(parseConfig(config, pattern), pattern);
      kernel.runPattern(SYNTHETIC_ACCESSES);
      return kernel.counts();
    });
  }
  const path = traceFile(trace, folder);
  const kernels = configs.map(
    (config) => new TranslationKernel(parseConfig(config, 'first-touch')),
  );
  const { words } = await openMemoryTrace(path);
  for await (const chunk of words) for (const kernel of kernels) kernel.feed(chunk);
  return kernels.map((kernel) => kernel.counts());
}

async function predict(options: SuiteOptions): Promise<Prediction[]> {
  const rows = await readRows(options);
  const folder = options.traces ?? exampleTraces;
  const byTrace = new Map<string, Row[]>();
  for (const row of rows) byTrace.set(row.trace, [...(byTrace.get(row.trace) ?? []), row]);
  const predictions = new Map<string, Prediction>();
  for (const [trace, group] of byTrace) {
    const counts = await countConfigs(
      trace,
      group.map((row) => row.config),
      folder,
    );
    group.forEach((row, i) => {
      const { l1Misses, walks, guestRefs, hostRefs } = nth(counts, i);
      const id = `${trace}/${row.config}`;
      const refs = guestRefs + hostRefs;
      predictions.set(id, { id, l1Miss: l1Misses, walks, refs, guestRefs, hostRefs });
    });
  }
  return rows.map((row) => present(predictions.get(`${row.trace}/${row.config}`)));
}

/** Exact counts of TLB misses and walk references under the rules of the oracle (docs/model/translation.md). */
export const translation: Suite = {
  id: 'translation',
  title: 'Two-level address translation: exact counts of TLB misses and walk references',
  repeatability: {
    system: 'Two programs that count walks',
    known: 'exact',
    note: 'counts of a deterministic simulation: an independent C program gives the same digits every time.',
  },
  predict,
  async validate(options) {
    const rows = await readRows(options);
    const predictions = await predict(options);
    const cases = rows.flatMap((row, i) =>
      metrics.flatMap((metric) => {
        const expected = row[metric];
        const predicted = nth(predictions, i)[metric] as number;
        if (typeof expected !== 'number') return [];
        return [
          compareNumbers(
            { id: nth(predictions, i).id, metric, unit: units[metric], expected, predicted },
            0,
          ),
        ];
      }),
    );
    return { cases, summary: { ...summarize(cases), rows: rows.length } };
  },
};
