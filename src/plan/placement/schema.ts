import { z } from 'zod';
import { inGib, inMbit } from '../../quantity-field.ts';
import { eachOnce, wrong } from '../schema-checks.ts';

const name = z.string().min(1).max(200);
const names = z.array(name).min(1).max(100_000);
const size = z.number().min(0).max(1e12);

const rule = z.discriminatedUnion('rule', [
  z.strictObject({ rule: z.literal('together'), name, vms: names }),
  z.strictObject({ rule: z.literal('apart'), name, vms: names }),
  z.strictObject({
    rule: z.literal('on'),
    name,
    vms: names,
    hosts: names,
    must: z.boolean().default(true),
  }),
  z.strictObject({
    rule: z.literal('not-on'),
    name,
    vms: names,
    hosts: names,
    must: z.boolean().default(true),
  }),
]);
export type PlacementRule = z.output<typeof rule>;

const amounts = z.strictObject({ vcpus: size.optional(), memoryGiB: inGib(size).optional() });

const pool = z
  .strictObject({
    name,
    vms: names
      .optional()
      .describe('members; without it the machines the inventory puts in the pool'),
    reserve: amounts.prefault({}).describe('kept for the members whether they use it or not'),
    limit: amounts.prefault({}).describe('members beyond it are not started'),
  })
  .superRefine(({ reserve, limit }, context) => {
    for (const key of ['vcpus', 'memoryGiB'] as const)
      if ((limit[key] ?? 0) >= 0 && (reserve[key] ?? 0) > (limit[key] ?? Number.POSITIVE_INFINITY))
        wrong(context, ['reserve', key], `expected at most the limit of the pool, ${limit[key]}`);
  });
export type Pool = z.output<typeof pool>;

/**
 * Rules of placement an inventory does not hold. Names may have `*` for any text; a machine added as a copy
 * counts as its original.
 */
export const placementSchema = z.strictObject({
  hosts: z
    .strictObject({
      storageGiB: inGib(size).optional(),
      networkMbps: inMbit(size).optional(),
      numaNodes: z.number().int().min(1).max(64).optional(),
    })
    .optional()
    .describe('storage, network and NUMA nodes of hosts that do not say'),
  vmNetworkMbps: inMbit(size).optional().describe('bandwidth a machine needs that does not say'),
  storage: z
    .enum(['provisioned', 'in-use'])
    .optional()
    .describe('what a machine takes of the storage in its host'),
  numa: z
    .enum(['ignore', 'within', 'spread'])
    .optional()
    .describe('a machine on the fewest nodes it needs, or on more where it must'),
  maintenance: names.optional().describe('hosts to take out'),
  rules: z.array(rule).max(10_000).optional(),
  pools: z
    .array(pool)
    .max(1000)
    .optional()
    .superRefine((pools, context) => eachOnce(context, [], pools)),
});
export type PlacementSettings = z.output<typeof placementSchema>;
