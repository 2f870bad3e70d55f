import { z } from 'zod';
import { devices } from '../../model/blocks/device.ts';
import { inDays, inGbit, inGib, inHours, inMinutes } from '../../quantity-field.ts';
import { currency } from '../currency.ts';

const positive = z.number().positive().max(1e9);
const stores = devices.map(({ id }) => id) as [string, ...string[]];
const price = z.number().min(0).max(1e12);

const migration = z.strictObject({
  method: z
    .enum(['cold', 'warm', 'live'])
    .default('cold')
    .describe(
      'off while copied; copied while it runs, then cut over; by pre-copy, where both sides run one hypervisor',
    ),
  linkGbit: inGbit(positive).default(10),
  parallel: z
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(5)
    .describe('copies at once (HCO: 5 live migrations a cluster)'),
  from: z.enum(stores).default('san').describe('store the disks are read from'),
  to: z.enum(stores).default('san').describe('store they are written to'),
  changePercentPerDay: z
    .number()
    .min(0)
    .max(10_000)
    .default(5)
    .describe('of a disk, written while it is copied'),
  cutoverMinutes: inMinutes(positive).default(15).describe('warm: the last copy may take so long'),
  fixedMinutes: inMinutes(z.number().min(0).max(10_000))
    .default(10)
    .describe('stop, conversion and boot of one machine'),
  waveHours: inHours(positive).default(8).describe('length of one window'),
});
export type MigrationOptions = z.output<typeof migration>;

const openshift = z.strictObject({
  name: z.string().min(1).max(80),
  kind: z.literal('openshift'),
  node: z.strictObject({
    sockets: z.number().int().min(1).max(64).default(2),
    cores: z.number().int().min(1).max(4096),
    threadsPerCore: z.number().int().min(1).max(8).default(2),
    memoryGiB: inGib(z.number().positive().max(1_048_576)),
    price: price.default(0),
  }),
  version: z
    .enum(['main', 'mid', 'v223', 'v218', 'ocp_docs'])
    .default('main')
    .describe('of the overhead formula'),
  overheadRatio: z
    .number()
    .min(1)
    .max(100)
    .default(1)
    .describe('additionalGuestMemoryOverheadRatio; Harvester 1.5'),
  cpuAllocationRatio: z
    .number()
    .min(1)
    .max(1000)
    .default(10)
    .describe('vCPUs per hardware thread, not core'),
  memoryOvercommitPercent: z.number().min(100).max(1000).default(100),
  podsPerNode: z.number().int().min(1).max(10_000).default(250).describe('250 is unverified'),
  drain: z.number().int().min(0).max(64).default(1).describe('nodes drained at once'),
  failures: z.number().int().min(0).max(64).default(1),
  migration: migration.prefault({}),
});
export type OpenshiftTarget = z.output<typeof openshift>;

const cloud = z.strictObject({
  name: z.string().min(1).max(80),
  kind: z.literal('cloud'),
  currency,
  catalogue: z
    .string()
    .min(1)
    .optional()
    .describe('CSV beside this file; otherwise the dated sample that ships'),
  provider: z.string().min(1).optional(),
  region: z.string().min(1).optional(),
  classes: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('general, compute, memory, burstable'),
  families: z.array(z.string().min(1)).min(1).optional(),
  comfort: z
    .number()
    .min(0.1)
    .max(10)
    .default(1.3)
    .describe('used x factor; without load the allocation without it'),
  percentile: z.number().min(50).max(100).default(95),
  windowDays: inDays(z.number().positive().max(366)).default(7),
  hoursPerMonth: z.number().min(0).max(744).default(730),
  plans: z
    .strictObject({
      reserved: z.strictObject({ discount: z.number().min(0).max(1) }).optional(),
      spot: z.strictObject({ discount: z.number().min(0).max(1) }).optional(),
    })
    .prefault({})
    .describe('off the on-demand price, where the catalogue has no such prices'),
  storagePerGibMonth: price.default(0),
  onPremMonth: price
    .optional()
    .describe('what the estate costs a month today; --costs gives it too'),
});
export type CloudTarget = z.output<typeof cloud>;

/** Where an estate could go. Other hosts or another technique are what-ifs. */
export const targetSchema = z.discriminatedUnion('kind', [openshift, cloud]);
export type Target = z.output<typeof targetSchema>;
