import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { inputs, planRule } from './rule.ts';

export const liveMigrationSpareRule = planRule({
  id: 'live_migration_spare',
  title: 'Memory to keep free for draining nodes',
  group: 'openshift',
  rule: 'nodes drained at once x the highest sum of memory requests of VMs on one node',
  source: 'OpenShift 4.15, installing OpenShift Virtualization',
  date: '2024',
  status: 'published',
  inputs: z.strictObject({
    node_requests_mib: z.array(inputs.amount).min(1).max(100_000).describe('sum per node'),
    drained: inputs.count(1000).default(1).describe('nodes drained at once'),
  }),
  example: { node_requests_mib: [180_000, 220_000, 150_000], drained: 1 },
  work({ node_requests_mib, drained }) {
    const most = node_requests_mib.reduce((a, b) => Math.max(a, b), 0);
    const spare = most * drained;
    return { sentence: words.free({ mib: spare }), values: { spare_mib: spare } };
  },
});
