import { z } from 'zod';
import type { Population } from '../kernels/ksm/population.ts';
import { inOnes } from '../quantity-field.ts';
import { namedVmById, namedVms } from '../workloads/named-vms/index.ts';
import { bandwidth, name, share, size } from './fields.ts';
import { choiceText, laidOver, manyOf, variantsOf } from './many.ts';
import { workloadSchema } from './workload.ts';

/** What a guest may need that not every technique offers. */
export const needIds = ['own-kernel', 'live-migration', 'snapshots'] as const;
export type Need = (typeof needIds)[number];

/** A recorded population: which pages are alike, as a seed and shares. */
const population = z.strictObject({
  file: z
    .string()
    .min(1)
    .describe('recorded runs of KSM ({runs: [{name, config, ops}]}, .gz too), beside the scenario'),
  run: z.string().min(1).optional().describe('name of the run; the first one by default'),
});

/** What a VM's memory holds; the rest is unique and still. */
const contents = z
  .strictObject({
    image: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1).max(64)])
      .optional()
      .describe(
        'memory image (raw, or an ELF core of dump-guest-memory) instead of shares; a list within the list: machines that stand side by side',
      ),
    population: population
      .optional()
      .describe('a recorded population instead of shares, at the grain of the memory'),
    zero: share.default(0.1).describe('share of pages that are zero or were never touched'),
    shared: share
      .default(0.1)
      .describe('share of pages whose contents other VMs of this kind have too'),
    duplicate: share.default(0.02).describe('share of pages that occur again in the same VM'),
    volatile: share.default(0.1).describe('share of pages rewritten between two scans'),
  })
  .refine(
    ({ zero, shared, duplicate, volatile }) => zero + shared + duplicate + volatile <= 1 + 1e-9,
    'expected shares that add up to at most 1',
  )
  .refine(
    ({ image, population: recorded }) => image === undefined || recorded === undefined,
    'expected an image or a population, not both',
  );

/** What a VM sends and receives. */
const network = z
  .strictObject({
    packets: inOnes(z.number().min(0).max(1e9))
      .default(0)
      .describe('packets a second, beside the device requests among its events'),
    bandwidth: bandwidth
      .optional()
      .describe('what it carries instead, such as 2Gb/s, in packets of packetBytes'),
    packetBytes: z
      .number()
      .int()
      .min(64)
      .max(65_536)
      .optional()
      .describe(
        'bytes of a packet of that bandwidth: 1500 without it, a full Ethernet frame; up to 65536 where the guest hands over segments',
      ),
  })
  .refine(
    ({ packets, bandwidth: carried }) => packets === 0 || carried === undefined,
    'expected packets or a bandwidth, not both',
  )
  .refine(
    ({ bandwidth: carried, packetBytes }) => carried !== undefined || packetBytes === undefined,
    'expected a bandwidth beside packetBytes',
  );

/** Keys every VM has, whatever is asked; studies add their own. */
const baseKeys = {
  vcpus: z.number().int().min(1).max(1024).default(2),
  memory: size
    .refine((bytes) => bytes >= 2 ** 20 && bytes <= 2 ** 44, 'expected 1MiB to 16TiB')
    .default(4 * 2 ** 30)
    .describe('guest memory'),
  load: share.default(0.5).describe('mean share of its vCPUs the guest keeps busy on bare metal'),
  count: z.number().int().min(1).max(100_000).default(1).describe('machines of this kind'),
  needs: z
    .array(z.enum(needIds))
    .default([...needIds])
    .describe('what the technique must offer'),
  workload: workloadSchema,
  network: network.default({ packets: 0 }).describe('its network'),
  contents: contents.default(contents.parse({})).describe('shares of memory by content'),
};

/** A recorded population once its file was read: it takes the place of the shares in simulations of sharing. */
export interface RecordedPopulation {
  file: string;
  run?: string | undefined;
  of?: Population;
}

/** Keys a study adds to a VM. */
export type VmKeys = Readonly<Record<string, z.ZodType>>;

const oneVm = (keys: VmKeys) => z.strictObject({ ...baseKeys, ...keys });
type Base = z.output<z.ZodObject<typeof baseKeys>>;

/** One VM: no lists left. Keys of studies stand beside those every VM has. */
export interface Vm extends Base {
  /** Unique in the scenario: the kind's name and what was chosen from its lists. */
  name: string;
  /** The name the user gave the kind. */
  kind: string;
  choices: Record<string, string>;
  expect?: unknown;
  [studyKey: string]: unknown;
}

const MOST_VARIANTS = 10_000;

const countOf = (value: unknown): number => {
  if (Array.isArray(value)) return value.length;
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((all, field) => all * countOf(field), 1);
};

/** Lays what the user wrote over a named VM; what a file says replaces the preset's figures of the same thing. */
function overPreset(preset: string, given: Record<string, unknown>): Record<string, unknown> {
  const base = structuredClone(namedVmById(preset).vm) as Record<string, unknown>;
  const without = (part: string, ...keys: readonly string[]) => {
    const below = base[part] as Record<string, unknown> | undefined;
    for (const key of keys) delete below?.[key];
  };
  const has = (part: string, key: string) =>
    (given[part] as Record<string, unknown> | undefined)?.[key] !== undefined;
  if (has('workload', 'trace')) without('workload', 'pattern');
  if (has('disk', 'trace')) without('disk', 'pattern', 'reads', 'rate', 'blockSize');
  return laidOver(base, given);
}

/** A kind of VM as users write it: every field may be a list. Its output is the list of its variants. */
export function vmSchema(keys: VmKeys, expectSchema: z.ZodType) {
  const one = oneVm(keys);
  const many = manyOf(one) as z.ZodObject;
  return z
    .strictObject({
      name: name.describe('names the VM in every table'),
      preset: z
        .enum(namedVms.map(({ id }) => id))
        .optional()
        .describe('a named VM to start from; what stands here replaces its fields'),
      expect: expectSchema.optional(),
      ...many.shape,
    })
    .transform((given, context): Vm[] => {
      const { name: kind, preset, expect, ...own } = given as Record<string, unknown>;
      const fields = preset === undefined ? own : overPreset(preset as string, own);
      if (countOf(fields) > MOST_VARIANTS) {
        context.addIssue(`expected at most ${MOST_VARIANTS} variants of a VM`);
        return z.NEVER;
      }
      const vms: Vm[] = [];
      for (const { value, choices } of variantsOf(fields, one)) {
        const parsed = one.safeParse(value);
        if (!parsed.success) {
          for (const issue of parsed.error.issues)
            context.issues.push({ ...issue, input: value } as never);
          return z.NEVER;
        }
        const text = choiceText(choices);
        vms.push({
          ...(parsed.data as Base),
          name: text ? `${kind} (${text})` : String(kind),
          kind: String(kind),
          choices,
          ...(expect === undefined ? {} : { expect }),
        });
      }
      return vms;
    });
}
