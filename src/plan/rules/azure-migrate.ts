import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { inputs, planRule } from './rule.ts';

const DOCS = 'azure-docs concepts-assessment-calculation (2018 text and copies from 2020)';
const starStep = sourced(20, 'percent of points per star', 'published', DOCS).value;

/** What a machine is sized for: its use with the comfort factor, or its allocation where no use is known. */
export const effectiveNeed = (
  allocation: number,
  percent: number | null | undefined,
  comfort: number,
): number =>
  percent === null || percent === undefined ? allocation : (allocation * percent * comfort) / 100;

/** One to five stars by the share of data points there are: 0-20, 21-40, 41-60, 61-80, 81-100 %. */
export const confidenceStars = (percent: number): number =>
  Math.min(5, Math.max(1, Math.ceil(percent / starStep - 1e-9)));

export const azureMigrateRule = planRule({
  id: 'azure_migrate',
  title: 'Azure Migrate: effective need and confidence',
  group: 'sizing',
  rule: 'effective cores and memory = used x comfort factor; without history the allocation and no comfort factor; stars by available data points: 0-20, 21-40, 41-60, 61-80, 81-100 % are 1 to 5',
  source: DOCS,
  date: '2020',
  status: 'published',
  inputs: z
    .strictObject({
      cores: z.number().positive().max(65_536).optional(),
      percent: z
        .number()
        .min(0)
        .max(1000)
        .nullable()
        .default(null)
        .describe('CPU use at the percentile; null: no history'),
      memory_mib: inputs.amount.optional(),
      memory_percent: z.number().min(0).max(1000).nullable().default(null),
      comfort: z.number().min(0.1).max(10).default(1),
      data_points_percent: z.number().min(0).max(100).optional(),
    })
    .refine(
      (given) => (given.cores ?? given.memory_mib ?? given.data_points_percent) !== undefined,
      {
        message: 'expected cores, memory_mib or data_points_percent',
      },
    ),
  example: { cores: 10, percent: 20, comfort: 2 },
  work({ cores, percent, memory_mib, memory_percent, comfort, data_points_percent: points }) {
    const effective = cores === undefined ? null : effectiveNeed(cores, percent, comfort);
    const memory =
      memory_mib === undefined ? null : effectiveNeed(memory_mib, memory_percent, comfort);
    const stars = points === undefined ? null : confidenceStars(points);
    const said = [
      ...(effective === null ? [] : [words.cores({ n: effective })]),
      ...(memory === null ? [] : [words.mebibytes({ n: memory })]),
      ...(stars === null ? [] : [words.stars({ n: stars })]),
    ];
    return {
      sentence: words.effective({ parts: said }),
      values: { effective, effective_memory_mib: memory, stars },
    };
  },
});
