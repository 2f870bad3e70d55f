import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { atLeast, inputs, planRule } from './rule.ts';

const GUIDES = "four third-party guides of 2025-26; Oracle's own PDF was not readable";
/** Core factors by processor. */
export const oracleFactors = {
  x86: sourced(0.5, 'licences per core', 'published', GUIDES),
  power: sourced(1, 'licences per core', 'published', GUIDES),
  ampere: sourced(0.25, 'licences per core', 'published', GUIDES),
  unlisted: sourced(1, 'licences per core', 'published', GUIDES),
} as const;

/** Processor licences: all cores times the factor, rounded up once. */
export const oracleLicences = (cores: number, factor: number): number => atLeast(cores * factor);

export const oracleRule = planRule({
  id: 'oracle',
  title: 'Oracle Database Enterprise Edition: processor licences',
  group: 'licence',
  rule: 'ceil(sum of cores x core factor); threads do not count; x86 0.5, POWER 1.0, Ampere 0.25, unlisted 1.0',
  source: GUIDES,
  date: '2026',
  status: 'published',
  inputs: z
    .strictObject({
      cores: inputs.cores.describe('cores of every host the database can reach'),
      factor: z.number().positive().max(10).optional(),
      processor: z.enum(['x86', 'power', 'ampere', 'unlisted']).optional(),
    })
    .refine(({ factor, processor }) => factor === undefined || processor === undefined, {
      message: 'expected factor or processor, not both',
    }),
  example: { cores: 13, factor: 0.5 },
  work({ cores, factor, processor = 'x86' }) {
    const used = factor ?? oracleFactors[processor].value;
    const licences = oracleLicences(cores, used);
    return {
      sentence: words.processors({ n: licences, cores, factor: used }),
      values: { licences, factor: used },
      notes: [
        'On vSphere Oracle counts every host a VM can reach: its policy, not its contract, and unverified here.',
      ],
    };
  },
});
