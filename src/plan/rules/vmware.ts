import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced, unverified } from '../../sourced.ts';
import { atLeast, inputs, planRule } from './rule.ts';

const KB = 'Broadcom KB 313548 (copy of 2025-03-17; newer script KB 400416)';
const leastPerCpu = sourced(16, 'cores per CPU', 'published', KB);
const vsanPerCore = {
  vcf: sourced(1, 'TiB per core', 'published', KB),
  vvf: unverified(0.25, 'TiB per core', 'recalled; "far less" than VCF is read', 0),
} as const;
const leastOrder = sourced(
  72,
  'cores per order',
  'estimated',
  'otava.com 2026-03-26, redresscompliance.com; absent in other guides of 2026: disputed',
);

/** CPUs of one host: how many, and the cores of each. */
export interface CpusOfHost {
  sockets: number;
  coresPerSocket: number;
}

/** Cores to license: for each CPU its cores, at least 16. */
export const vmwareCores = (hosts: readonly CpusOfHost[]): number =>
  hosts.reduce(
    (sum, { sockets, coresPerSocket }) =>
      sum + sockets * Math.max(leastPerCpu.value, coresPerSocket),
    0,
  );

export const vmwareCoresRule = planRule({
  id: 'vmware_cores',
  title: 'VMware Cloud Foundation and vSphere Foundation: cores',
  group: 'licence',
  rule: 'sum over hosts and CPUs of max(16, cores); cores are single licences, no bundles of 16; vSAN: each TiB of raw capacity claimed is one licence, 1 TiB per VCF core is entitled, pooled',
  source: KB,
  date: '2025-03-17',
  status: 'published',
  inputs: z.strictObject({
    hosts: z
      .array(z.tuple([inputs.sockets, inputs.cores]))
      .min(1)
      .max(100_000)
      .describe('[CPUs, cores of each CPU] of every host'),
    product: z.enum(['vcf', 'vvf']).default('vcf'),
    vsan_tib_raw: inputs.amount.optional().describe('raw capacity vSAN claims, TiB'),
    least_72: z.boolean().default(false).describe('the disputed minimum of 72 cores an order'),
  }),
  example: {
    hosts: [
      [2, 8],
      [2, 24],
    ],
  },
  work({ hosts, product, vsan_tib_raw, least_72 }) {
    const counted = vmwareCores(
      hosts.map(([sockets, coresPerSocket]) => ({ sockets, coresPerSocket })),
    );
    const cores = least_72 ? Math.max(leastOrder.value, counted) : counted;
    const physical = hosts.reduce((sum, [sockets, each]) => sum + sockets * each, 0);
    const entitled = cores * vsanPerCore[product].value;
    const needed = vsan_tib_raw === undefined ? null : atLeast(vsan_tib_raw);
    return {
      sentence: words.vmware({
        cores,
        physical,
        minimum: cores > physical ? words.minimum({ n: cores - physical }) : '',
      }),
      values: {
        cores,
        physical_cores: physical,
        [`${product}_entitled`]: entitled,
        vsan_rounded: needed,
        left: needed === null ? null : Math.max(0, entitled - needed),
        vsan_to_buy: needed === null ? null : Math.max(0, needed - entitled),
      },
      terms: hosts.slice(0, 50).map(([sockets, each]) => ({
        term: `${sockets} x ${each}`,
        value: vmwareCores([{ sockets, coresPerSocket: each }]),
        unit: 'cores',
      })),
      notes: [
        'Check your contract: a minimum of 72 cores an order is reported by some guides and absent in others (least_72).',
        ...(product === 'vvf' ? ['0.25 TiB per core of VVF is unverified.'] : []),
      ],
    };
  },
});

export const evsRule = planRule({
  id: 'vmware_on_aws_evs',
  title: 'VMware keys an Amazon EVS environment needs',
  group: 'licence',
  rule: 'a VCF key of at least 256 cores and a vSAN key of at least 110 TiB per environment',
  source: 'docs.aws.amazon.com, EVS API, LicenseInfo',
  date: '2026-11-28',
  status: 'published',
  inputs: z.strictObject({ cores: inputs.cores, vsan_tib: inputs.amount.default(0) }),
  example: { cores: 128, vsan_tib: 40 },
  work({ cores, vsan_tib }) {
    const [leastCores, leastTib] = [
      sourced(256, 'cores', 'published', 'EVS LicenseInfo').value,
      sourced(110, 'TiB', 'published', 'EVS LicenseInfo').value,
    ];
    const values = {
      cores: Math.max(leastCores, cores),
      vsan_tib: Math.max(leastTib, atLeast(vsan_tib)),
    };
    return {
      sentence: words.evs({ cores: values.cores, tib: values.vsan_tib }),
      values,
    };
  },
});
