import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { inputs, planRule } from './rule.ts';

export const hottestVcpuRule = planRule({
  id: 'hottest_vcpu',
  title: 'Use of the hottest vCPU where it is not exported',
  group: 'sizing',
  rule: 'use + disparity x (vCPU - 1) / vCPU',
  source: 'VROPS_METRICS.md of a public analyzer of Aria exports',
  date: '2026-11-28',
  status: 'published',
  inputs: z.strictObject({
    percent: z.number().min(0).max(1000).describe('CPU use of the VM'),
    disparity: z.number().min(0).max(1000).describe('vCPU usage disparity'),
    vcpu: inputs.vcpus,
  }),
  example: { percent: 30, disparity: 40, vcpu: 4 },
  work({ percent, disparity, vcpu }) {
    const hottest = percent + (disparity * (vcpu - 1)) / vcpu;
    return { sentence: words.hottest({ percent: hottest }), values: { percent: hottest } };
  },
});
