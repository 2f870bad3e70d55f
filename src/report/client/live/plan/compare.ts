import { z } from 'zod';
import { badInput } from '../../../../errors.ts';
import { parseJson } from '../../../../files/parse-json.ts';
import { liveWords as words } from '../../../../messages/live.ts';
import type { ClusterAnswer, PlanAnswer } from '../../../../plan/answer.ts';
import { planTables } from '../../../sections/plan/compare.ts';
import type { Compared } from '../protocol.ts';
import { said, saidTable } from '../said.ts';

const count = z.number().min(0).max(1e9);
/** JSON has no infinity: a load without capacity stands as null there. */
const load = z.number().min(0).max(1e9).nullable();
const loads = z
  .record(z.string().max(40), load)
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, value ?? Number.POSITIVE_INFINITY]),
    ),
  );
const cluster = z.object({
  ...{ cluster: z.string().max(300), hosts: count, vms: count, placed: count },
  ...{ placedAfterFailure: count, fits: z.boolean(), survives: z.boolean() },
  ...{ loadAfterFailure: loads, binding: z.string().max(40), lowerBoundHosts: count },
  ...{ roomForAverage: count, memoryState: z.enum(['high', 'clear', 'soft', 'hard', 'low']) },
});
const schema = z.object({
  answers: z
    .array(
      z.object({
        settings: z.object({ tolerateHosts: z.number().int().min(0).max(64) }),
        clusters: z.array(cluster).max(10_000),
      }),
    )
    .min(1),
});

const expected = 'the JSON of virtcost plan (--json)';

async function planOf(file: File): Promise<PlanAnswer> {
  let content: unknown;
  try {
    content = parseJson(await file.text());
  } catch (error) {
    throw badInput({ file: file.name, expected, found: (error as Error).message.slice(0, 120) });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) {
    const [answer] = parsed.data.answers;
    return { ...answer, name: file.name } as unknown as PlanAnswer;
  }
  const [problem] = parsed.error.issues;
  const where = problem?.path.join('.') || 'the document';
  throw badInput({
    file: file.name,
    expected,
    found: `${where}: ${problem?.message}`.slice(0, 200),
  });
}

/** Numbers of a cluster that a reader would call a change. */
const figuresOf = (one: ClusterAnswer) => [
  ...[one.hosts, one.vms, one.placed, one.placedAfterFailure, one.fits, one.survives],
  ...[one.loadAfterFailure.cpu, one.loadAfterFailure.memory, one.roomForAverage],
];

/** Another plan (before) against that of this page (now); plans are exact, so nothing is noise. */
export async function comparedPlan(files: readonly File[], today: PlanAnswer): Promise<Compared> {
  const [file, ...more] = files;
  if (!file || more.length > 0)
    throw badInput({
      file: more[0]?.name ?? '-',
      expected: 'one file',
      found: String(files.length),
    });
  const before = await planOf(file);
  const was = new Map(before.clusters.map((one) => [one.cluster, figuresOf(one).join()]));
  const changed = today.clusters.filter((one) => was.get(one.cluster) !== figuresOf(one).join());
  const names = new Set(today.clusters.map((one) => one.cluster));
  const gone = before.clusters.filter((one) => !names.has(one.cluster));
  const clusters = [...changed, ...gone].map((one) => one.cluster);
  const all = names.size + gone.length;
  return {
    sentence: said(
      clusters.length === 0
        ? words.plansEqual({ all })
        : words.plansDiffer({ n: clusters.length, all, clusters: clusters.slice(0, 8) }),
    ),
    sure: said(words.plansExact()),
    keys: [],
    tables: planTables([before, { ...today, name: String(words.thisPage()) }])
      .reverse()
      .map(saidTable),
  };
}
