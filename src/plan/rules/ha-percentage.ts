import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { inputs, planRule } from './rule.ts';

export const haPercentageRule = planRule({
  id: 'ha_percentage',
  title: 'vSphere HA: percentage of a cluster kept for failures',
  group: 'operation',
  rule: 'for equal hosts failures / hosts of the cluster; at most 50 % can be set',
  source: 'Horizon documentation GUID-42230825; cloud-buddy.com for the limit (4.x)',
  date: '2026-11-28',
  status: 'published',
  inputs: z
    .strictObject({
      hosts: z.number().int().min(1).max(100_000),
      failures: inputs.count(100_000).default(1),
    })
    .refine(({ hosts, failures }) => failures < hosts, {
      message: 'expected fewer failures than hosts',
    }),
  example: { hosts: 10, failures: 2 },
  work({ hosts, failures }) {
    const percent = (100 * failures) / hosts;
    return {
      sentence: percent > 50 ? words.keptTooMuch({ percent }) : words.kept({ percent }),
      values: { percent, settable: percent <= 50 },
    };
  },
});
