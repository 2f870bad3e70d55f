import { z } from 'zod';
import { badInput } from '../../errors.ts';

const MAX_RECORDS = 20_000;
const id = z.string().min(1).max(200);
const finite = z.number().refine(Number.isFinite);

/** Sizes are bounded so that a hostile record cannot ask for more memory than a large real guest has. */
const config = z
  .object({
    id,
    ram_mib: z.number().int().min(8).max(65_536),
    fill_pages: z.number().int().min(0),
    ws_pages: z.number().int().min(0),
    pattern: z.enum(['seq', 'uniform', 'hotcold', 'idle']),
    writes_per_s: finite.min(0).max(10_000_000),
    max_bw_mib_s: finite.min(0.01).max(1_000_000),
    downtime_limit_ms: finite.min(0).max(2_000_000),
    link_mib_s: finite.min(0.01).max(1_000_000).optional(),
    hot_pages: z.number().int().min(0).optional(),
    hot_frac: finite.min(0).max(1).optional(),
    caps: z.record(z.string(), z.boolean()).optional(),
    params: z.record(z.string(), z.number()).optional(),
    cap_ms: finite.min(0).nullish(),
    wmode: z.number().int().min(0).max(1024).optional(),
    warm_s: finite.min(0).max(3600).optional(),
    postcopy_after_s: finite.min(0).nullish(),
    timeout_s: finite.min(0.1).max(3600).optional(),
  })
  .refine((c) => c.fill_pages <= c.ram_mib * 256 - 1024, 'fill_pages reaches beyond the RAM')
  .refine(
    (c) => c.pattern === 'idle' || c.ws_pages <= c.fill_pages,
    'ws_pages reaches beyond the filled pages',
  )
  .refine(
    (c) => c.pattern === 'idle' || c.ws_pages > 0,
    'a guest that writes has at least one page',
  )
  .refine((c) => (c.hot_pages ?? 0) <= c.ws_pages, 'hot_pages is larger than the working set')
  .refine(
    (c) => c.pattern !== 'hotcold' || (c.hot_pages !== undefined && c.hot_frac !== undefined),
    'a hotcold guest needs hot_pages and hot_frac',
  );

export type RunConfig = z.infer<typeof config>;

const ram = z.object({
  transferred: finite.optional(),
  'dirty-sync-count': finite.optional(),
  'downtime-bytes': finite.optional(),
});
const queried = z.object({ 'total-time': finite.optional(), ram: ram.optional() });

/** What a run measured; every part may be absent, and `predict` sees of it what was read before the migration. */
const measured = z.object({
  /** Pages the guest wrote per second, from its own counter before the migration: an input. */
  rate_before: finite.min(0).max(1e9).optional(),
  status: z.string().max(100).optional(),
  final: queried.optional(),
  at_cancel: queried.optional(),
  blackout_ms: finite.optional(),
});
export type Measured = z.infer<typeof measured>;

export interface Configuration {
  config: RunConfig;
  runs: Measured[];
}

function issue(error: z.ZodError): string {
  const [first] = error.issues;
  return first ? `${first.path.join('.') || 'config'}: ${first.message}` : 'an unreadable record';
}

/** Records of `runs.json` form, grouped by configuration in order of appearance. */
export function readRuns(document: unknown, file: string): Configuration[] {
  const runs: unknown = Array.isArray(document)
    ? document
    : typeof document === 'object' && document !== null && 'runs' in document
      ? document.runs
      : undefined;
  if (!Array.isArray(runs)) {
    throw badInput({ file, expected: 'an object with an array "runs"', found: typeof document });
  }
  if (runs.length === 0 || runs.length > MAX_RECORDS) {
    throw badInput({ file, expected: `1 to ${MAX_RECORDS} runs`, found: `${runs.length}` });
  }
  const groups = new Map<string, Configuration>();
  for (const [i, run] of runs.entries()) {
    const where = `${file}: runs[${i}]`;
    if (typeof run !== 'object' || run === null) {
      throw badInput({ file: where, expected: 'a record', found: String(run) });
    }
    const input = config.safeParse((run as { config?: unknown }).config);
    if (!input.success) {
      throw badInput({
        file: where,
        expected: 'a migration configuration',
        found: issue(input.error),
      });
    }
    const facts = measured.safeParse(run);
    if (!facts.success) {
      throw badInput({ file: where, expected: 'measured values', found: issue(facts.error) });
    }
    const known = groups.get(input.data.id);
    if (known) known.runs.push(facts.data);
    else groups.set(input.data.id, { config: input.data, runs: [facts.data] });
  }
  return [...groups.values()];
}
