import type { Tags } from '../../kernels/spaces/index.ts';

/** Which tags cached translations carry, and so what a switch may leave. */
export type TagPolicy = 'none' | 'pcid' | 'vpid' | 'both';

export const tagPolicies: Readonly<Record<TagPolicy, Tags & { title: string; label: string }>> = {
  none: { label: 'none', pcid: false, vpid: false, title: 'no tags: every switch flushes' },
  pcid: { label: 'PCID', pcid: true, vpid: false, title: 'PCID: kept over CR3 loads' },
  vpid: { label: 'VPID (ASID)', pcid: false, vpid: true, title: 'VPID (ASID): kept over VM exits' },
  both: { label: 'both', pcid: true, vpid: true, title: 'PCID and VPID' },
};
