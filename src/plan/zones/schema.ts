import { z } from 'zod';
import { inMs } from '../../quantity-field.ts';

const name = z.string().min(1).max(200);
const names = z.array(name).min(1).max(100_000);
const amount = z.number().min(0).max(1e9);

/** Availability zones or regions: which hosts they are, what they cost, and how machines are spread over them. */
export const zonesSchema = z.strictObject({
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
  betweenMs: inMs(amount).default(1).describe('round trip between two zones'),
});
export type Zones = z.output<typeof zonesSchema>;
