import { z } from 'zod';
import { memoryTraceFormats } from '../formats/memory-trace/index.ts';
import { hosts } from '../hosts/index.ts';
import { techniques } from '../techniques/compositions.ts';
import { eventIds } from '../techniques/events.ts';
import { parseBytes } from '../units.ts';
import { workloads } from '../workloads/index.ts';
import { mixIds } from '../workloads/mixes/index.ts';

const name = z
  .string()
  .regex(
    /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,63}$/u,
    'expected letters, digits, space, dot, dash; at most 64',
  );

/** Bytes as a number or as text with a unit. */
const size = z.union([z.number().int().positive(), z.string()]).transform((value, context) => {
  const bytes = typeof value === 'number' ? value : parseBytes(value);
  if (bytes !== undefined && bytes > 0) return bytes;
  context.issues.push({
    code: 'custom',
    message: 'expected a size such as 64MiB or 8GiB',
    input: value,
  });
  return z.NEVER;
});

const pattern = z.strictObject({
  kind: z.enum(workloads.map((entry) => entry.id)).describe('shape of the address stream'),
  footprint: size
    .refine((bytes) => bytes >= 4096 && bytes <= 2 ** 40, 'expected 4KiB to 1TiB')
    .describe('bytes of guest memory touched'),
  accesses: z
    .number()
    .int()
    .min(1)
    .max(1e9)
    .default(1_000_000)
    .describe('memory accesses to simulate'),
  stride: size.optional().describe('bytes between accesses of a strided pattern'),
  skew: z.number().min(0).max(5).optional().describe('zipf exponent, 0.99 by default'),
  window: size.optional().describe('bytes of the working set of a phase'),
});

const workload = z
  .strictObject({
    name,
    trace: z.string().min(1).optional().describe('trace file, relative to the scenario'),
    format: z
      .enum(memoryTraceFormats.map((format) => format.id))
      .optional()
      .describe('format of the trace, where nothing inside tells it'),
    process: z
      .number()
      .int()
      .min(0)
      .max(0xffff_ffff)
      .optional()
      .describe('only this process of the trace'),
    pattern: pattern.optional().describe('synthetic address stream'),
    instructionsPerAccess: z
      .number()
      .min(1)
      .max(100_000)
      .default(3)
      .describe(
        'guest instructions per access of the stream; a pattern leaves out accesses that always hit',
      ),
    cyclesPerInstruction: z
      .number()
      .min(0.05)
      .max(100)
      .default(1)
      .describe('on bare metal, without waiting for memory or TLB misses'),
    missesInFlight: z
      .number()
      .min(1)
      .max(16)
      .default(1)
      .describe('cache misses that overlap; 1 for dependent accesses'),
    floatShare: z
      .number()
      .min(0)
      .max(1)
      .default(0)
      .describe('share of floating-point instructions'),
    events: z
      .union([z.enum(mixIds), z.partialRecord(z.enum(eventIds), z.number().min(0).max(1e6))])
      .default('compute')
      .describe('a named event mix, or events per million guest instructions'),
  })
  .refine((value) => (value.trace === undefined) !== (value.pattern === undefined), {
    message: 'expected exactly one of trace and pattern',
  })
  .refine((value) => value.trace !== undefined || (value.format ?? value.process) === undefined, {
    message: 'expected format and process beside a trace only',
  });

const pageSize = '(4K|2M|1G)';
const pages = z
  .string()
  .regex(new RegExp(`^${pageSize}/${pageSize}$`), 'expected GUEST/HOST page sizes such as 4K/2M');

/** Overrides of a host's translation structures: what if the TLB were larger. */
const geometry = z
  .strictObject({
    entries: z
      .number()
      .int()
      .min(1)
      .max(1 << 20),
    ways: z
      .number()
      .int()
      .min(1)
      .max(1 << 20),
  })
  .refine((value) => value.entries % value.ways === 0, {
    message: 'expected ways that divide the entries',
  });

export const scenarioSchema = z
  .strictObject({
    name: name.describe('names the results folder'),
    seed: z.number().int().min(0).max(0xffff_ffff).default(1),
    hosts: z
      .array(
        z.union([
          z.enum(hosts.map((host) => host.id)),
          z.string().regex(/^\.\/.{1,250}\.json$/, 'a profile file such as ./my-host.json'),
        ]),
      )
      .min(1)
      .describe('host profiles: ids, or files of virtcost host probe beside the scenario'),
    techniques: z
      .array(z.enum(techniques.map((technique) => technique.id)))
      .min(1)
      .describe('virtualization techniques'),
    pages: z.array(pages).min(1).default(['4K/4K']).describe('guest/host page sizes'),
    workloads: z.array(workload).min(1),
    tlb: z
      .array(z.strictObject({ name, l1: geometry.optional(), l2: geometry.optional() }))
      .optional()
      .describe('what-if TLB geometries, beside the host as it is'),
  })
  .refine(
    (value) => new Set(value.workloads.map((entry) => entry.name)).size === value.workloads.length,
    {
      message: 'expected workloads with different names',
      path: ['workloads'],
    },
  );

export type Scenario = z.output<typeof scenarioSchema>;
export type Workload = Scenario['workloads'][number];

/** JSON Schema of a scenario file, for editors. */
export function scenarioJsonSchema(): object {
  return z.toJSONSchema(scenarioSchema, { io: 'input' });
}
