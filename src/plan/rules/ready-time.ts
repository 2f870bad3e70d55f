import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { inputs, planRule } from './rule.ts';

/** Seconds of one sample of a vCenter chart, by the span it shows. */
const intervals = {
  realtime: 20,
  day: 300,
  week: 1800,
  month: 7200,
  year: 86_400,
} as const;

export const readyTimeRule = planRule({
  id: 'ready_time',
  title: 'CPU ready: milliseconds of a chart and percent',
  group: 'operation',
  rule: 'percent per vCPU = ready ms / (interval s x 1,000) / vCPUs x 100; samples of 20 s (real time), 300 s (day), 1,800 s (week), 7,200 s (month), 86,400 s (year)',
  source: 'computertechblog.com; consistent with vCenter charts',
  date: '2026-11-28',
  status: 'published',
  inputs: z
    .strictObject({
      ms: inputs.amount.optional(),
      percent: z.number().min(0).max(100).optional(),
      chart: z.enum(['realtime', 'day', 'week', 'month', 'year']).optional(),
      interval_s: z.number().positive().max(1e7).optional(),
      vcpu: inputs.vcpus.default(1),
    })
    .refine(({ ms, percent }) => (ms === undefined) !== (percent === undefined), {
      message: 'expected ms or percent, one of them',
    })
    .refine(({ chart, interval_s }) => chart === undefined || interval_s === undefined, {
      message: 'expected chart or interval_s, not both',
    }),
  example: { percent: 10, chart: 'day' },
  work({ ms, percent, chart = 'realtime', interval_s, vcpu }) {
    const seconds = interval_s ?? intervals[chart];
    const share = percent ?? ((ms ?? 0) / (seconds * 1000) / vcpu) * 100;
    const time = ms ?? ((percent ?? 0) / 100) * seconds * 1000 * vcpu;
    return {
      sentence: words.ready({ ms: time, s: seconds, percent: share }),
      values: { ready_ms: time, ready_percent_per_vcpu: share, interval_s: seconds },
    };
  },
});
