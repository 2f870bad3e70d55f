import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { atLeast, inputs, planRule } from './rule.ts';

const TERMS = 'license-library.de, citing SUSE Terms and Conditions 11-2022';
const tibPerSubscription = sourced(3, 'TiB per subscription', 'published', TERMS).value;

/** SLES subscriptions that the memory of one instance asks for. */
export const suseByMemory = (tib: number): number => Math.max(1, atLeast(tib / tibPerSubscription));

export const suseMemoryRule = planRule({
  id: 'suse_memory',
  title: 'SUSE Linux Enterprise Server: memory per subscription',
  group: 'licence',
  rule: 'at most 3 TiB of memory per subscription and instance',
  source: TERMS,
  date: '2022-11',
  status: 'published',
  inputs: z.strictObject({
    tib: z.number().positive().max(1e6),
    instances: inputs.count().default(1),
  }),
  example: { tib: 4 },
  work({ tib, instances }) {
    const subs = suseByMemory(tib) * instances;
    return {
      sentence: words.suse({ n: subs, tib }),
      values: { subs },
      notes: ['Sockets and VMs per subscription are unverified: they are not counted here.'],
    };
  },
});
