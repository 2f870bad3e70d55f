import { z } from 'zod';
import { describeProblem, UserError } from '../errors.ts';
import type { Host } from './host.ts';
import { hostNames } from './index.ts';

/** Marks a host profile document; the number grows when its form changes. */
export const HOST_FORM = 'virtcost-host/1';

const text = z.string().min(1).max(1000);
const status = z.enum(['measured', 'published', 'derived', 'estimated']);
const marked = { unverified: z.literal(true).optional() };

const number = z
  .strictObject({
    value: z.number().min(0).max(1e12),
    low: z.number().min(0).max(1e12),
    high: z.number().min(0).max(1e12),
    unit: z.string().min(1).max(20),
    status,
    source: text,
    ...marked,
  })
  .refine(({ value, low, high }) => low <= value && value <= high, {
    message: 'expected an interval that contains the value',
  });
const cycles = number.refine(({ unit }) => unit === 'cycles', { message: 'expected cycles' });
const clock = number.refine(({ unit, value }) => unit === 'GHz' && value >= 0.01 && value <= 100, {
  message: 'expected 0.01 to 100 GHz',
});
const count = (high: number) => z.number().int().min(1).max(high);

const MAX_ENTRIES = 2 ** 26;
const MAX_WAYS = 2 ** 16;
const shape = {
  entries: count(MAX_ENTRIES),
  ways: count(MAX_WAYS),
  status,
  source: text,
  ...marked,
};
const dividing = { message: 'expected ways that divide the entries' };
const divides = ({ entries, ways }: { entries: number; ways: number }) => entries % ways === 0;
const geometry = z.strictObject(shape).refine(divides, dividing);
const cacheLevel = z
  .strictObject({ ...shape, kib: count(2 ** 22), latencyCycles: cycles })
  .refine(divides, dividing)
  .refine(({ kib, entries }) => entries === kib * 16, {
    message: 'expected entries of 64 bytes: 16 per KiB',
  });
const small = z.number().int().min(0).max(4096);
const pageSize = z.enum(['4K', '2M', '1G']);

const host = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'expected lower-case letters, digits, dashes'),
  title: text,
  clockGhz: clock,
  coreGhz: clock.optional(),
  kpti: z.boolean(),
  cores: count(65_536),
  threadsPerCore: count(64),
  numaNodes: count(4096),
  pml: z.strictObject({ status, source: text }).optional(),
  memory: z.strictObject({
    l1Dtlb: z.strictObject({
      '4K': geometry,
      '2M': geometry.optional(),
      '1G': geometry.optional(),
    }),
    l2Tlb: z
      .strictObject({
        ...shape,
        entries: z.number().int().min(0).max(MAX_ENTRIES),
        ways: z.number().int().min(0).max(MAX_WAYS),
        pages: z.array(pageSize).max(3),
        hitCycles: cycles,
      })
      .refine((tlb) => (tlb.entries === 0 ? tlb.pages.length === 0 : divides(tlb)), dividing),
    walkCache: z.strictObject({ pml5: small, pml4: small, pdpt: small, pd: small, source: text }),
    nestedTlbEntries: small,
    caches: z.strictObject({ l1d: cacheLevel, l2: cacheLevel, l3: cacheLevel }),
    dramCycles: cycles,
    remoteDramCycles: cycles,
  }),
  anchors: z.strictObject({
    smallestExitCycles: cycles,
    userExitCycles: cycles,
    ipiWakeCycles: cycles,
  }),
  measured: z
    .record(z.string().max(100), cycles)
    .refine((costs) => Object.keys(costs).length <= 1000, { message: 'expected at most 1000' }),
});

const document = z.strictObject({
  form: z.literal(HOST_FORM),
  host,
  unmeasured: z.array(text).max(1000).optional(),
});

/** A host profile as a document that `parseHost` reads again. */
export function hostDocument(profile: Host, unmeasured: readonly string[] = []): object {
  return { form: HOST_FORM, host: profile, unmeasured };
}

/** The profile in a JSON document; UserError with every problem of it when it is none. */
export function parseHost(content: unknown, file: string): Host {
  const parsed = document.safeParse(content);
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 20).map((issue) =>
      describeProblem({
        file,
        expected: `${issue.path.join('.') || 'a host profile'}: ${issue.message.replace(/^(Invalid input: )?expected /, '')}`,
        found: 'something else',
        hint:
          issue.path.length === 0
            ? 'virtcost host probe and host show --json write one.'
            : undefined,
      }),
    );
    throw new UserError(problems.join('\n'));
  }
  const found = parsed.data.host;
  if (hostNames.includes(found.id)) {
    throw new UserError(
      describeProblem({
        file,
        expected: 'an id of its own',
        found: `"${found.id}", a built-in host`,
      }),
    );
  }
  return found as Host;
}
