import { z } from 'zod';
import { badInput, UserError } from '../../errors.ts';
import { readJson } from '../../files/read-input.ts';

const MAX_FILE_BYTES = 64 * 2 ** 20;
const MAX_RECORDS = 2000;
const positive = z.number().positive();

/** Bounded so that a hostile record cannot ask for hours: requests a run may have, CPU time of one, and so on. */
const config = z.object({
  id: z.string().min(1).max(200),
  period_ms: positive.min(1).max(1000),
  quota_pct: z.number().min(0).max(100_000),
  burst_pct: z.number().min(0).max(100).default(0),
  threads: z.number().int().min(1).max(256),
  demand_ms: positive.min(0.01).max(60_000),
  mode: z.enum(['closed', 'const', 'open']),
  param: z.number().min(0).max(100_000),
  seconds: positive.max(120),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 53 - 1),
  burn: z.string().max(100).optional(),
  reads: z.boolean().optional(),
  shares: z.number().int().min(2).max(262_144).optional(),
  shares_b: z.number().int().min(2).max(262_144).optional(),
  threads_b: z.number().int().min(1).max(256).optional(),
});

/** A run; `predict` reads the CPU time of a request alone. */
const run = z.object({
  cpu_per_request_us: positive.min(10).max(60_000_000).optional(),
  wall_s: positive.optional(),
  cpu_s: z.number().min(0).optional(),
  latency_p50_us: z.number().min(0).optional(),
  latency_p99_us: z.number().min(0).optional(),
  nr_periods: z.number().min(0).optional(),
  nr_throttled: z.number().min(0).optional(),
  throttled_time: z.number().min(0).optional(),
  other_cpu_s: z.number().min(0).optional(),
});

const record = z.object({ config, runs: z.array(run).max(100).default([]) });

export type CfsConfig = z.output<typeof config>;
export type CfsRun = z.output<typeof run>;
export type CfsRecord = z.output<typeof record>;

/** Requests of one configuration, at most: what a run of an hour of short requests would be. */
const MOST_REQUESTS = 1_000_000;

function checked(id: string, value: unknown, file: string): CfsRecord {
  const parsed = record.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') || 'the record';
    throw badInput({
      file,
      expected: `a recording {config, runs} at "${id}"`,
      found: `${where}: ${issue?.message ?? 'something else'}`,
    });
  }
  const { config: found } = parsed.data;
  const requests = (found.threads * found.seconds * 1000) / found.demand_ms;
  if ((found.mode === 'open' && found.param === 0) || requests > MOST_REQUESTS) {
    throw badInput({
      file,
      expected: `arrivals above 0 a second and at most ${MOST_REQUESTS} requests in "${id}"`,
      found: `${found.param} a second, ${found.demand_ms} ms each for ${found.seconds} s`,
    });
  }
  return parsed.data;
}

/** Recordings in the form of cfs.json: configurations by id. */
export async function readCfsRecords(path: string): Promise<CfsRecord[]> {
  const document = await readJson(path, MAX_FILE_BYTES);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw badInput({
      file: path,
      expected: 'an object of recordings by id',
      found: 'another value',
    });
  }
  const entries = Object.entries(document);
  if (entries.length === 0 || entries.length > MAX_RECORDS) {
    throw new UserError(
      `${path}: expected 1 to ${MAX_RECORDS} recordings, found ${entries.length}.`,
    );
  }
  return entries.map(([id, value]) => checked(id, value, path));
}
