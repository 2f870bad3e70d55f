import { z } from 'zod';
import { inGbit, inMibPerS, inMinutes, inSeconds } from '../../quantity-field.ts';
import { currency } from '../currency.ts';
import { type ServerId, specPower } from '../policies/power.ts';
import { eachOnce, wrong } from '../schema-checks.ts';

const share = z.number().min(0).max(1);
const positive = z.number().positive().max(1e9);
const percent = z.number().min(-50).max(200);
const servers = Object.keys(specPower) as [ServerId, ...ServerId[]];

const rate = (value: number, low: number, high: number) =>
  z
    .strictObject({
      percentPerMonth: percent.default(value),
      low: percent.default(low),
      high: percent.default(high),
    })
    .refine(({ percentPerMonth, low, high }) => low <= percentPerMonth && percentPerMonth <= high, {
      message: 'expected low <= percentPerMonth <= high',
    })
    .prefault({});

const policy = z.discriminatedUnion('policy', [
  z.strictObject({
    policy: z.literal('target'),
    target: share.positive().default(0.5),
    outAfterS: inSeconds(positive).default(180),
    inAfterS: inSeconds(positive).default(900),
    scaleInAt: share.default(0.9),
  }),
  z.strictObject({
    policy: z.literal('step'),
    above: positive.default(0.7),
    below: positive.default(0.3),
    by: z.number().int().min(1).max(1000).default(1),
    cooldownS: inSeconds(z.number().min(0).max(86_400)).default(300),
  }),
  z.strictObject({
    policy: z.literal('schedule'),
    at: z
      .array(
        z.strictObject({
          hour: z.number().min(0).max(24),
          count: z.number().int().min(0).max(100_000),
        }),
      )
      .min(1)
      .max(288),
  }),
  z.strictObject({
    policy: z.literal('keep'),
    count: z.number().int().min(0).max(100_000),
    failures: z
      .array(
        z.strictObject({
          minute: z.number().int().min(0).max(1439),
          count: z.number().int().min(1).max(100_000),
        }),
      )
      .max(288)
      .default([]),
  }),
]);

const group = z
  .strictObject({
    name: z.string().min(1).max(80),
    least: z.number().int().min(0).max(100_000).default(1),
    most: z.number().int().min(1).max(100_000).default(100),
    initial: z.number().int().min(0).max(100_000).default(1),
    peak: positive.describe('demand at the busiest minute, in machines fully loaded'),
    bootS: inSeconds(z.number().min(0).max(86_400)).default(60),
    warmUpS: inSeconds(z.number().min(0).max(86_400)).default(120),
    scale: policy,
  })
  .superRefine(({ least, most, initial, scale }, context) => {
    if (least > most) wrong(context, ['least'], `expected at most \`most\`, ${most}`);
    else if (initial > most) wrong(context, ['initial'], `expected at most \`most\`, ${most}`);
    if (scale.policy === 'step' && scale.below >= scale.above)
      wrong(context, ['scale', 'below'], `expected less than \`above\`, ${scale.above}`);
    if (scale.policy !== 'schedule') return;
    const hours = scale.at.map(({ hour }) => hour);
    const twice = hours.findIndex((hour, i) => hours.indexOf(hour) < i);
    if (twice >= 0) wrong(context, ['scale', 'at', twice, 'hour'], 'expected each hour once');
  });
export type GroupStudy = z.output<typeof group>;

/** A host is in one rack. */
function oneDomainEach(
  domains: Record<string, readonly string[]>,
  context: z.core.$RefinementCtx,
): void {
  const found = new Map<string, string>();
  for (const [name, hosts] of Object.entries(domains))
    hosts.forEach((host, i) => {
      const other = found.get(host);
      if (other !== undefined)
        wrong(
          context,
          [name, i],
          `expected each host in one domain, found ${host} in ${other} too`,
        );
      found.set(host, name);
    });
}

/**
 * What an inventory does not say and a what-if needs: rates, prices, how guests dirty memory. Every
 * value left out takes a default that is our assumption, and is listed as one.
 */
export const studySchema = z.strictObject({
  moves: z
    .strictObject({
      linkGbit: inGbit(positive).default(10),
      dirtyMibPerS: inMibPerS(z.number().min(0).max(1e6)).default(20),
      workingSetShare: share.positive().default(0.1),
      zeroShare: share.default(0),
    })
    .prefault({}),
  dpm: z
    .strictObject({ bootMinutes: inMinutes(z.number().int().min(0).max(240)).default(5) })
    .prefault({}),
  growth: z.strictObject({ machines: rate(2, 1, 3), memory: rate(1, 0.5, 2) }).prefault({}),
  price: z
    .strictObject({
      currency: currency.or(z.literal('units')).default('units'),
      perVcpuHour: z.number().min(0).max(1e6).default(0.04),
      perGibHour: z.number().min(0).max(1e6).default(0.005),
      monthly: share.positive().default(0.75).describe('monthly fee over 730 hours by the hour'),
      yearly: share.positive().default(0.6).describe('yearly fee over 8,760 hours by the hour'),
    })
    .prefault({}),
  energy: z
    .strictObject({
      server: z.enum(servers).default('Dell R740 2017'),
      pue: z.number().min(1).max(5).default(1.5),
      gramsPerKwh: z
        .union([z.number().min(0).max(5000), z.array(z.number().min(0).max(5000)).length(24)])
        .default(400),
      pricePerKwh: z.number().min(0).max(1e4).default(0.2),
    })
    .prefault({}),
  failure: z
    .strictObject({
      detectS: inSeconds(z.number().min(0).max(86_400)).default(30),
      restartS: inSeconds(positive).default(90),
      restartsPerHost: z.number().int().min(1).max(1000).default(8),
      domains: z
        .record(z.string().min(1).max(200), z.array(z.string().max(300)).min(1).max(100_000))
        .default({})
        .superRefine(oneDomainEach)
        .describe('racks or zones by name: the hosts in each'),
    })
    .prefault({}),
  maintenance: z
    .strictObject({
      minutesPerHost: inMinutes(positive).default(45),
      parallelMoves: z.number().int().min(1).max(64).default(4),
    })
    .prefault({}),
  groups: z
    .array(group)
    .max(64)
    .default([])
    .superRefine((groups, context) => eachOnce(context, [], groups)),
});
export type Study = z.output<typeof studySchema>;

export interface StudyValue {
  name: string;
  value: string | number;
  status: 'given' | 'assumed';
}

/** Every value of a study by its path, and whether the user gave it. `raw` is the document before defaults. */
export function studyValues(study: Study, raw: unknown): StudyValue[] {
  const rows: StudyValue[] = [];
  const walk = (value: unknown, given: unknown, path: string) => {
    if (typeof value === 'object' && value !== null) {
      const own =
        typeof given === 'object' && given !== null ? new Map(Object.entries(given)) : null;
      for (const [key, part] of Object.entries(value))
        walk(part, own?.get(key), path === '' ? key : `${path}.${key}`);
    } else if (typeof value === 'number' || typeof value === 'string') {
      rows.push({ name: path, value, status: given === undefined ? 'assumed' : 'given' });
    }
  };
  walk(study, raw, '');
  return rows;
}
