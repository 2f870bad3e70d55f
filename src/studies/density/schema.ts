import { z } from 'zod';
import { share, size } from '../../scenario/fields.ts';

export const densitySettings = z.strictObject({
  memoryPerCore: size.default(8 * 2 ** 30).describe('host memory per core, assumed unless stated'),
  memory: size.optional().describe('host memory, instead of memoryPerCore'),
  cpuUse: share.default(0.8).describe('share of its cores a host is planned to be busy'),
  pricePerCore: z.number().min(0).default(8).describe('a core of a host per month, assumed'),
  pricePerGib: z.number().min(0).default(1.5).describe('a GiB of host memory per month, assumed'),
  hostPrice: z.number().min(0).optional().describe('a host per month, instead of both'),
  currency: z.string().min(1).max(8).default('$'),
});
export type DensityKnobs = z.output<typeof densitySettings>;
