import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { atLeast, inputs, planRule } from './rule.ts';

const SEEN = 'public sizing tool over Nutanix Collector exports';
const headroom = sourced(1.2, 'times the 95th percentile', 'published', SEEN).value;
const leastMib = sourced(1024, 'MiB', 'published', SEEN).value;

/** vCPUs to keep: ceil(vCPU x P95 x 1.2), from 1 to what is there; no data: what is there. */
export const nutanixVcpus = (vcpu: number, p95: number | null): number =>
  p95 === null ? vcpu : Math.min(vcpu, Math.max(1, atLeast((vcpu * p95 * headroom) / 100)));

export const nutanixSizingRule = planRule({
  id: 'nutanix_sizing',
  title: 'Sizing by the 95th percentile, as users of Nutanix Collector do',
  group: 'sizing',
  rule: 'ceil(vCPU x P95 x 1.2), at least 1, at most what is there; no data: what is there; memory the same with a floor of 1 GiB',
  source: SEEN,
  date: '2026-11-28',
  status: 'published',
  inputs: z.strictObject({
    vcpu: inputs.vcpus,
    p95: z.number().min(0).max(1000).nullable().default(null).describe('percent; null: no data'),
    memory_mib: z
      .number()
      .positive()
      .max(2 ** 36)
      .optional(),
    memory_p95: z.number().min(0).max(1000).nullable().default(null),
  }),
  example: { vcpu: 8, p95: 50 },
  work({ vcpu, p95, memory_mib, memory_p95 }) {
    const vcpus = nutanixVcpus(vcpu, p95);
    const memory =
      memory_mib === undefined
        ? null
        : memory_p95 === null
          ? memory_mib
          : Math.min(
              memory_mib,
              Math.max(leastMib, atLeast((memory_mib * memory_p95 * headroom) / 100)),
            );
    return {
      sentence:
        memory === null
          ? words.sized({ vcpus, vcpu })
          : words.sizedBoth({ vcpus, vcpu, memory, mib: memory_mib ?? 0 }),
      values: { vcpus, memory_mib: memory },
    };
  },
});
