import { z } from 'zod';
import { inGib } from '../../quantity-field.ts';
import { eachOnce, wrong } from '../schema-checks.ts';

const name = z.string().min(1).max(200);
const names = z.array(name).min(1).max(100_000);
const size = z.number().positive().max(1e12);
const percent = z.number().min(0).max(200);

/** Storage an inventory does not tell: pools, how fast they fill, and what would be linked clones. */
export const storageSchema = z
  .strictObject({
    datastores: z
      .array(z.strictObject({ name, capacityGiB: inGib(size), vms: names.optional() }))
      .max(10_000)
      .optional()
      .describe(
        'pools and the machines in each; all machines where there is one pool without a list',
      ),
    linkedClones: z
      .array(
        z.strictObject({
          name,
          vms: names,
          deltaShare: z
            .number()
            .min(0)
            .max(1)
            .default(0.2)
            .describe('part of what a machine uses that differs from its base'),
          baseGiB: inGib(size)
            .optional()
            .describe('the base image; else what the largest member shares'),
        }),
      )
      .max(1000)
      .default([]),
    growthPercentPerMonth: percent.default(2),
    growthLow: percent.optional().describe('half of it where it is not given'),
    growthHigh: percent.optional().describe('twice as much where it is not given'),
  })
  .transform(({ growthLow, growthHigh, ...rest }) => ({
    ...rest,
    growthLow: growthLow ?? rest.growthPercentPerMonth / 2,
    growthHigh: growthHigh ?? rest.growthPercentPerMonth * 2,
  }))
  .superRefine(
    ({ growthPercentPerMonth: growth, growthLow: low, growthHigh: high, ...lists }, context) => {
      if (!(low <= growth && growth <= high))
        wrong(
          context,
          ['growthPercentPerMonth'],
          'expected growthLow <= growthPercentPerMonth <= growthHigh',
        );
      for (const key of ['datastores', 'linkedClones'] as const)
        eachOnce(context, [key], lists[key]);
    },
  );
export type StorageSettings = z.output<typeof storageSchema>;
