import { z } from 'zod';
import { inDays, inGib, inHours, inMhz } from '../../quantity-field.ts';
import { currency } from '../currency.ts';

const share = z.number().min(0).max(1);
const price = z.number().min(0).max(1e9);

/** How machines are sized and what counts as wasted; every value left out takes the default beside its source. */
export const optimizeSchema = z
  .strictObject({
    percentile: z
      .number()
      .min(50)
      .max(100)
      .default(95)
      .describe('of CPU and memory use (Azure Migrate and Nutanix users: 95; AWS: 99.5)'),
    headroom: z
      .strictObject({
        cpu: z.number().min(0).max(5).default(0.2).describe('AWS Compute Optimizer: 0, 0.2 or 0.3'),
        memory: z.number().min(0).max(5).default(0.2).describe('AWS: 0.1, 0.2 or 0.3'),
      })
      .prefault({}),
    windowDays: inDays(z.number().positive().max(366))
      .default(7)
      .describe('days of load looked at, ending with the last sample (Nutanix Collector: 7)'),
    coverage: share
      .default(0.8)
      .describe('share of the samples of the window a machine must have to be shrunk'),
    mostCut: share.default(1).describe('largest share taken away from a machine at once'),
    idle: z
      .strictObject({
        mhz: inMhz(z.number().min(0).max(1e6))
          .default(100)
          .describe('below it a sample is idle (Aria: 100)'),
        share: share.default(0.9).describe('of the samples (Aria: 0.9, unverified)'),
      })
      .prefault({}),
    snapshotHours: inHours(z.number().min(0).max(1e5))
      .default(72)
      .describe('older snapshots are listed (VMware KB 1025279: 24 to 72)'),
    disks: z
      .strictObject({
        headroom: z
          .number()
          .min(0)
          .max(10)
          .default(0.2)
          .describe('kept free beyond what is consumed'),
        leastGiB: inGib(z.number().min(0).max(1e6)).default(10).describe('less is not listed'),
      })
      .prefault({}),
    asOf: z.iso.date().optional().describe('date ages are counted to, where the export has none'),
    prices: z
      .strictObject({
        currency,
        hostMonth: price.default(0).describe('of one host given back'),
        vcpuMonth: price.default(0),
        gibMonth: price.default(0).describe('GiB of memory'),
        diskGibMonth: price.default(0),
      })
      .optional(),
  })
  .prefault({});
export type Optimize = z.output<typeof optimizeSchema>;
