import { z } from 'zod';
import { inOnes } from '../quantity-field.ts';
import { eventIds } from '../techniques/events.ts';
import { workloads } from '../workloads/index.ts';
import { mixIds } from '../workloads/mixes/index.ts';
import { share, size } from './fields.ts';
import { memoryTraceIds } from './trace-formats.ts';

const pattern = z.strictObject({
  kind: z.enum(workloads.map((entry) => entry.id)).describe('shape of the address stream'),
  footprint: size
    .refine((bytes) => bytes >= 4096 && bytes <= 2 ** 40, 'expected 4KiB to 1TiB')
    .describe('bytes of guest memory touched'),
  accesses: inOnes(z.number().int().min(1).max(1e9))
    .default(1_000_000)
    .describe('memory accesses to simulate'),
  stride: size.optional().describe('bytes between accesses of a strided pattern'),
  skew: z.number().min(0).max(5).optional().describe('zipf exponent, 0.99 by default'),
  window: size.optional().describe('bytes of the working set of a phase'),
});

/** What a guest runs: an address stream (a trace or a pattern) and the events beside it. */
export const workloadKeys = {
  trace: z.string().min(1).optional().describe('trace file, relative to the scenario'),
  format: z
    .enum(memoryTraceIds)
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
  floatShare: share.default(0).describe('share of floating-point instructions'),
  events: z
    .union([z.enum(mixIds), z.partialRecord(z.enum(eventIds), z.number().min(0).max(1e6))])
    .default('compute')
    .describe('a named event mix, or events per million guest instructions'),
};

interface Stream {
  trace?: string | undefined;
  pattern?: unknown;
  format?: string | undefined;
  process?: number | undefined;
}

/** One stream, and what belongs to a trace beside a trace only. */
export function checkStream(value: Stream, issues: z.core.$RefinementCtx): void {
  if ((value.trace === undefined) === (value.pattern === undefined)) {
    issues.addIssue({ code: 'custom', message: 'expected exactly one of trace and pattern' });
  }
  if (value.trace === undefined && (value.format ?? value.process) !== undefined) {
    issues.addIssue({ code: 'custom', message: 'expected format and process beside a trace only' });
  }
}

export const workloadSchema = z.strictObject(workloadKeys).superRefine(checkStream);
