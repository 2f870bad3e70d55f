import { z } from 'zod';
import { inMs } from '../../quantity-field.ts';
import { currency, NO_CURRENCY } from '../currency.ts';
import { eachOnce, wrong } from '../schema-checks.ts';

const name = z.string().min(1).max(200);
const names = z.array(name).min(1).max(100_000);
const amount = z.number().min(0).max(1e9);

/** Availability zones or regions: which hosts they are, what they cost, and how machines are spread over them. */
export const zonesSchema = z
  .strictObject({
    zones: z
      .array(
        z.strictObject({
          name,
          hosts: names,
          latencyMs: inMs(amount).default(0).describe('to the users of the machines'),
          perVcpuHour: amount.default(0),
          perGibHour: amount.default(0),
        }),
      )
      .min(1)
      .max(64),
    spread: z
      .array(z.strictObject({ name, vms: names, maxSkew: z.number().int().min(1).default(1) }))
      .max(10_000)
      .default([])
      .describe('machines spread over the zones: counts of two zones differ by at most maxSkew'),
    currency: currency.optional().describe('of the prices of the zones'),
    betweenMs: inMs(amount).default(1).describe('round trip between two zones'),
  })
  .superRefine(({ zones, spread, currency: of }, context) => {
    const priced = zones.some(({ perVcpuHour, perGibHour }) => perVcpuHour + perGibHour > 0);
    if (priced && of === undefined) wrong(context, ['currency'], NO_CURRENCY);
    eachOnce(context, ['zones'], zones);
    eachOnce(context, ['spread'], spread);
  });
export type Zones = z.output<typeof zonesSchema>;
