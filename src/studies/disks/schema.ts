import { z } from 'zod';
import { devices } from '../../model/blocks/device.ts';
import { disciplines } from '../../model/blocks/disciplines.ts';
import { hostCaches } from '../../model/blocks/host-cache.ts';
import { inOnes } from '../../quantity-field.ts';
import { duration, share, size } from '../../scenario/fields.ts';
import { blockTraceIds } from '../../scenario/trace-formats.ts';

const grain = size.refine(
  (bytes) => bytes >= 512 && bytes <= 2 ** 26 && Number.isInteger(Math.log2(bytes)),
  'expected a power of two from 512 to 64MiB',
);

/** The disk of a VM: what is on it, what is done to it, how snapshots of it are kept. */
const disk = z
  .strictObject({
    size: size.default(32 * 2 ** 30).describe('virtual size'),
    used: size.default(8 * 2 ** 30).describe('data on it, all of it read and written'),
    discipline: z
      .enum(disciplines.map(({ id }) => id))
      .default('qcow2')
      .describe('how snapshots are kept'),
    cluster: grain.optional().describe('grain or cluster size instead of the discipline’s own'),
    trace: z
      .string()
      .min(1)
      .optional()
      .describe(
        'block trace to replay instead of a pattern (virtcost blocks replay reads the same)',
      ),
    format: z
      .enum(blockTraceIds)
      .optional()
      .describe('format of the trace, where nothing inside tells it'),
    device: z.string().min(1).optional().describe('device of the trace; the first one by default'),
    pattern: z.enum(['seq', 'rand', 'zipf']).default('zipf').describe('where requests go'),
    blockSize: size
      .refine(
        (bytes) => bytes % 512 === 0 && bytes <= 2 ** 24,
        'expected a multiple of 512, at most 16MiB',
      )
      .default(4096)
      .describe('bytes of a request'),
    reads: share.default(0.7).describe('share of reads'),
    flushes: share
      .optional()
      .describe(
        'share of writes after which the guest flushes; as the trace has them, else 1: each is durable',
      ),
    rate: inOnes(z.number().min(0).max(1e8))
      .optional()
      .describe('requests a second; those of the trace where it has times, else 200'),
    snapshotEvery: duration.default(86_400).describe('time between two snapshots'),
    keep: z.number().int().min(0).max(1000).default(1).describe('snapshots kept; 0: none is taken'),
  })
  .refine(({ size: whole, used }) => used <= whole, 'expected used within size')
  .refine(({ blockSize, used }) => blockSize <= used, 'expected blockSize within used')
  .refine(
    ({ trace, format, device }) => trace !== undefined || (format ?? device) === undefined,
    'expected format and device beside a trace only',
  );
/** Requests a second where nothing says how many. */
const RATE = 200;
type StatedDisk = z.output<typeof disk>;
/** A disk with its rate of requests filled in. */
export type Disk = StatedDisk & { rate: number };

export function diskOf(vm: Readonly<Record<string, unknown>>): Disk {
  const stated = vm.disk as StatedDisk;
  return { ...stated, rate: stated.rate ?? RATE };
}

export const disksVmKeys = { disk: disk.default(disk.parse({})) };

export const disksSettings = z.strictObject({
  device: z
    .enum(devices.map(({ id }) => id))
    .default('nvme')
    .describe('store under the disks'),
  depth: z.number().int().min(1).max(1024).default(8).describe('requests in flight'),
  tableCache: size
    .optional()
    .describe(
      'memory for the tables of each qcow2 image (l2-cache-size); all of them fit by default',
    ),
  cache: z
    .enum(hostCaches)
    .optional()
    .describe(
      'what a monitor in user space does with data on the host (cache= of QEMU); by default every write waits for the store, past the page cache (directsync)',
    ),
  map: z
    .enum(['host', 'guest'])
    .default('host')
    .describe('who keeps the map of blocks: the host, or a volume manager inside the guest'),
});
export type DiskKnobs = z.output<typeof disksSettings>;
