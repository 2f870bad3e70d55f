import { z } from 'zod';
import { inGbit, inGib, inMhz, inMibPerS, inMs } from '../../quantity-field.ts';
import { costSchema, licence, licenceList } from '../cost/schema.ts';
import { currency } from '../currency.ts';
import { eachOnce, wrong } from '../schema-checks.ts';
import { pinsMemory, planTechniques } from '../technique/schema.ts';

const price = z.number().min(0).max(1e12);
const ratio = z.number().positive().max(1000);
const some = <T extends z.ZodType>(one: T) => z.array(one).min(1).max(32);

const hostModel = z.strictObject({
  name: z.string().min(1).max(80),
  sockets: z.number().int().min(1).max(64).default(2),
  cores: z.number().int().min(1).max(4096),
  mhzPerCore: inMhz(z.number().min(100).max(10_000)),
  memoryGiB: inGib(z.number().positive().max(1_048_576)),
  speed: z
    .number()
    .min(0.1)
    .max(10)
    .default(1)
    .describe('work per core over that of the hosts today'),
  price,
  supportPerYear: price.default(0),
});
export type HostModel = z.output<typeof hostModel>;

const choices = z
  .strictObject({
    cpuRatio: some(ratio).default([4]).describe('vCPUs per core'),
    memoryRatio: some(ratio).default([1]).describe('memory overcommitted'),
    sharing: some(z.number().min(0).max(0.9))
      .default([0])
      .describe('share of memory that page sharing gives back'),
    techniques: some(z.enum(planTechniques.map(({ id }) => id))).default(['hardware']),
    zones: some(z.number().int().min(1).max(16)).default([1]),
    admission: some(z.enum(['places', 'percentage']))
      .default(['places'])
      .describe(
        'after failures every machine has a place by packing, or the sums hold as vSphere HA counts per cent',
      ),
  })
  .prefault({});

const goals = z
  .strictObject({
    failures: z.number().int().min(0).max(64).default(1).describe('hosts that may fail'),
    surviveZone: z
      .boolean()
      .default(false)
      .describe('every machine has a place when a zone is lost'),
    readyPercent: z
      .number()
      .positive()
      .max(100)
      .optional()
      .describe('ready time per vCPU at the peak'),
    pauseMs: inMs(z.number().positive().max(1e9)).optional().describe('of any live migration'),
    monthsOfRoom: z.number().min(0).max(240).default(0),
    cpuRatioMost: ratio.optional(),
    memoryRatioMost: ratio.optional(),
    budget: price.optional().describe('over all years'),
  })
  .prefault({});
export type Goals = z.output<typeof goals>;

/** A design that is sought: hosts to choose from, what may vary, what has to hold, what it costs. */
export const designSchema = z
  .strictObject({
    inventory: z
      .string()
      .min(1)
      .optional()
      .describe('beside this file; or given on the command line'),
    clusters: z.array(z.string()).min(1).optional().describe('machines of these alone'),
    currency,
    years: z.number().int().min(1).max(20).default(5),
    hosts: some(hostModel),
    choices,
    goals,
    growthPercentPerMonth: z
      .number()
      .min(0)
      .max(100)
      .default(1)
      .describe('of machines, for monthsOfRoom'),
    peakOverMean: z
      .number()
      .min(1)
      .max(100)
      .default(1.5)
      .describe('load at the peak over its mean'),
    migration: z
      .strictObject({
        linkGbit: inGbit(z.number().positive().max(1e6)).default(10),
        dirtyMibPerS: inMibPerS(z.number().min(0).max(1e6)).default(20),
        workingSetShare: z.number().positive().max(1).default(0.1),
      })
      .prefault({}),
    power: costSchema.shape.power,
    // A design licenses its own hosts, which are in no cluster of the inventory.
    licences: licenceList(licence.omit({ clusters: true })),
    mostHosts: z.number().int().min(1).max(10_000).default(1000),
  })
  .superRefine(({ choices: free, goals: wanted, mostHosts, hosts }, context) => {
    if (wanted.surviveZone && free.zones.every((zones) => zones < 2))
      wrong(
        context,
        ['goals', 'surviveZone'],
        'expected a choice of at least 2 zones with surviveZone',
      );
    for (const [goal, choice] of [
      ['cpuRatioMost', 'cpuRatio'],
      ['memoryRatioMost', 'memoryRatio'],
    ] as const) {
      const most = wanted[goal];
      if (most !== undefined && free[choice].every((value) => value > most))
        wrong(
          context,
          ['goals', goal],
          `expected at least the smallest ${choice} to choose from, ${Math.min(...free[choice])}`,
        );
    }
    if (wanted.failures >= mostHosts)
      wrong(
        context,
        ['goals', 'failures'],
        `expected fewer failures than mostHosts, ${mostHosts}, found ${wanted.failures}`,
      );
    eachOnce(context, ['hosts'], hosts);
    const shared = free.sharing.every((share) => share > 0);
    if (shared && free.techniques.every(pinsMemory))
      wrong(
        context,
        ['choices', 'sharing'],
        'expected 0 to choose from, because machines with devices of their own keep their memory to themselves',
      );
  });
export type DesignQuestion = z.output<typeof designSchema>;
