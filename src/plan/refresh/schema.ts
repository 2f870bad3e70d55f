import { z } from 'zod';
import { inGib, inMbit, inMhz } from '../../quantity-field.ts';
import { currency, NO_CURRENCY } from '../currency.ts';
import { type ServerId, specPower } from '../policies/power.ts';
import { wrong } from '../schema-checks.ts';

const server = z.enum(Object.keys(specPower) as [ServerId, ...ServerId[]]);
const positive = z.number().positive().max(1e9);

/** What if the hosts of a cluster were replaced by another model. */
export const refreshSchema = z
  .strictObject({
    currency: currency.optional().describe('of the prices'),
    cluster: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('this one alone; otherwise each cluster'),
    count: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .optional()
      .describe('hosts per cluster; without it as many as are needed with failures tolerated'),
    sockets: z.number().int().min(1).max(64).default(2),
    cores: z.number().int().min(1).max(4096),
    mhzPerCore: inMhz(z.number().min(100).max(10_000)),
    memoryGiB: inGib(positive),
    storageGiB: inGib(positive).optional(),
    networkMbps: inMbit(positive).optional(),
    ipcFactor: z
      .number()
      .min(0.1)
      .max(10)
      .default(1)
      .describe('work per cycle over that of the old hosts; 1 is our assumption'),
    server: server.default('Dell R740 2017').describe('power curve of the new hosts'),
    oldServer: server.default('IBM x3550 X5675').describe('power curve of the hosts replaced'),
    pricePerHost: z.number().min(0).max(1e9).default(0),
    pue: z.number().min(1).max(5).default(1.5),
    pricePerKwh: z.number().min(0).max(1e4).default(0.2),
    gramsPerKwh: z.number().min(0).max(5000).default(400),
  })
  .superRefine(({ pricePerHost, currency: of }, context) => {
    if (pricePerHost > 0 && of === undefined) wrong(context, ['currency'], NO_CURRENCY);
  });
export type Refresh = z.output<typeof refreshSchema>;
