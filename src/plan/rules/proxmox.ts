import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { inputs, planRule } from './rule.ts';

export const proxmoxRule = planRule({
  id: 'proxmox',
  title: 'Proxmox VE: subscriptions',
  group: 'licence',
  rule: 'one per CPU socket and year, whole years from 1 to 5; no licence per VM',
  source: 'classact.co.jp (reseller)',
  date: '2024-09',
  status: 'published',
  inputs: z.strictObject({
    sockets: inputs.sockets.describe('of one host'),
    hosts: inputs.count(100_000).default(1),
    years: z.number().int().min(1).max(5).default(1),
  }),
  example: { sockets: 2, hosts: 3 },
  work({ sockets, hosts, years }) {
    const subs = sockets * hosts;
    return {
      sentence: words.sockets({ n: subs, years: subs * years }),
      values: { subs, socket_years: subs * years },
      notes: ['Prices rise each January (5 to 10 % in 2024).'],
    };
  },
});
