import { z } from 'zod';
import { mayOverlap } from '../../wildcard.ts';
import { currency } from '../currency.ts';
import { licenceProducts, productIds } from './licence-products.ts';
import { powerCurves } from './power.ts';

const price = z.number().min(0).max(1e12);
const hourly = (most: number) =>
  z.union([z.number().min(0).max(most), z.array(z.number().min(0).max(most)).length(24)]);
const servers = Object.keys(powerCurves) as [string, ...string[]];

export const licence = z.strictObject({
  product: z.enum(productIds as [string, ...string[]]),
  price: price.describe('of `for` units'),
  for: z
    .number()
    .positive()
    .max(1e6)
    .default(1)
    .describe('units the price is for, such as 16 cores'),
  per: z.enum(['year', 'once']).describe('paid each year, or once'),
  vms: z
    .array(z.string().min(1).max(200))
    .min(1)
    .optional()
    .describe('names (with *) of machines that need it; otherwise by their OS'),
  clusters: z.array(z.string()).min(1).optional().describe('these alone'),
});
export type Licence = z.output<typeof licence>;

/** Licences of one family for the same cluster contradict each other. */
function contradictions(list: readonly Licence[], context: z.core.$RefinementCtx): void {
  list.forEach((one, i) => {
    const other = list.slice(0, i).find((before) => {
      const [a, b] = [before, one].map(
        ({ product }) => licenceProducts.find(({ id }) => id === product)?.family,
      );
      const apart =
        before.clusters !== undefined &&
        one.clusters !== undefined &&
        !before.clusters.some((cluster) =>
          one.clusters?.some((other) => mayOverlap(cluster, other)),
        );
      return a === b && !apart && (before.vms === undefined || one.vms === undefined);
    });
    if (other)
      context.addIssue({
        code: 'custom',
        path: [i, 'product'],
        message: `expected one way to license the same machines, found ${other.product} and ${one.product}; give each its own clusters or vms`,
      });
  });
}

/** A list of licences, each product's price once. */
export const licenceList = <T extends z.ZodType<Licence>>(one: T) =>
  z.array(one).max(64).default([]).superRefine(contradictions);

/** What an estate costs; prices are the user's, in one currency. */
export const costSchema = z.strictObject({
  currency,
  years: z.number().int().min(1).max(20).default(5),
  hosts: z
    .strictObject({
      price: price.default(0).describe('of one host'),
      pricePerCore: price.default(0),
      pricePerGib: price.default(0),
      existing: z
        .enum(['paid', 'bought'])
        .default('paid')
        .describe('whether hosts of the inventory are paid for already'),
      ageYears: z.number().min(0).max(20).default(0).describe('of the hosts of the inventory'),
      lifeYears: z.number().min(1).max(20).default(5).describe('then a host is replaced'),
      supportPerYear: price.default(0).describe('of one host'),
      otherPerYear: price.default(0).describe('space, network ports, staff, of one host'),
    })
    .prefault({}),
  power: z
    .strictObject({
      server: z.enum(servers).optional().describe('its SPECpower curve'),
      curve: z
        .array(z.number().min(0).max(1e5))
        .length(11)
        .refine((watts) => watts.every((value, i) => i === 0 || value >= (watts[i - 1] ?? 0)), {
          message: 'expected W that do not fall while the use grows',
        })
        .optional()
        .describe('W at 0, 10 .. 100 %'),
      pue: z.number().min(1).max(5).default(1.5).describe('Uptime survey 2025: 1.54'),
      pricePerKwh: hourly(1e4).default(0).describe('one value, or one for each hour of the day'),
      gramsPerKwh: hourly(5000).default(0).describe('CO2, one value or 24'),
      use: z.number().min(0).max(1).optional().describe('mean, where hosts do not tell theirs'),
    })
    .refine(({ server, curve }) => (server === undefined) !== (curve === undefined), {
      message: 'expected server or curve, one of them',
    })
    .optional(),
  licences: licenceList(licence),
  storage: z.strictObject({ perGibMonth: price }).optional(),
  growthPercentPerYear: z.number().min(-50).max(200).default(0).describe('of machines'),
});
export type Costs = z.output<typeof costSchema>;
