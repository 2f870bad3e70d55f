import { z } from 'zod';
import { patterns } from '../../model/migration/dirty.ts';
import { inOnes } from '../../quantity-field.ts';
import { bandwidth, duration, share, size } from '../../scenario/fields.ts';

/** How a VM dirties its memory. */
const writes = z.strictObject({
  pattern: z
    .enum([...patterns, 'trace'])
    .default('hotcold')
    .describe("which pages are written again; trace: the writes of the workload's memory trace"),
  workingSet: size.optional().describe('memory that is written to; an eighth of the VM by default'),
  rate: inOnes(z.number().min(0).max(1e9))
    .optional()
    .describe(
      'page writes a second while nothing slows the guest; 2000 by default, with pattern trace the pace of the busy vCPUs',
    ),
  hotShare: share.default(0.9).describe('share of writes to the hot tenth of a hotcold pattern'),
  from: z
    .string()
    .min(1)
    .optional()
    .describe(
      'file of dirty-rate readings (query-dirty-rate, domstats --dirtyrate, CSV of windows) instead of a pattern',
    ),
  readings: z
    .array(
      z.strictObject({
        seconds: z.number().positive(),
        pages: z.number().min(0),
        sd: z.number().positive().optional().describe('one standard deviation of the count'),
      }),
    )
    .min(1)
    .optional()
    .describe('unique dirty pages per window, as calc-dirty-rate reads them, instead of a pattern'),
});
export type Writes = z.output<typeof writes>;

/** Whether how a VM writes is read from its workload's memory trace. */
export function writesOfTrace(vm: Readonly<Record<string, unknown>>): boolean {
  const { pattern, readings } = vm.writes as Writes;
  return pattern === 'trace' && readings === undefined;
}

export const migrationVmKeys = {
  writes: writes.default(writes.parse({})).describe('how memory is dirtied'),
  deviceState: size.default(2 ** 20).describe('device state sent while the guest is stopped'),
};

export const migrationSettings = z.strictObject({
  link: bandwidth.default(1.25e9).describe('what the network carries for one migration'),
  maxBandwidth: bandwidth.optional().describe('limit of the sender; none by default'),
  downtime: duration.default(0.3).describe('pause aimed at (downtime-limit)'),
  autoConverge: z.boolean().default(false).describe('slow the guest until it converges'),
  perMonth: z.number().min(0).max(100_000).default(1).describe('migrations of a VM per month'),
  logging: z
    .enum(['auto', 'pml', 'write-protect'])
    .default('auto')
    .describe('how nested paging logs writes; auto: PML where the processor has it'),
  split: z
    .enum(['eager', 'on-fault'])
    .default('eager')
    .describe('when large host pages are split for logging'),
  vfio: z
    .enum(['none', 'v2'])
    .default('none')
    .describe('whether a passed-through device can be migrated (VFIO v2)'),
  processes: z
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(14)
    .describe('processes of a container, dumped one after another'),
});
export type MigrationKnobs = z.output<typeof migrationSettings>;
