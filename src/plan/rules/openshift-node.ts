import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { inputs, planRule } from './rule.ts';

const SIZING = 'harche/openshift-node-sizing (auto system-reserved of OpenShift)';
const ADOC = 'openshift-docs modules/virt-cluster-resource-requirements.adoc';
const gib = 1024;

/** Shares of a node's memory that are kept, by how much of it lies below each mark, GiB. */
const memoryTiers = [
  [4, sourced(0.25, 'share', 'published', SIZING)],
  [8, sourced(0.2, 'share', 'published', SIZING)],
  [16, sourced(0.1, 'share', 'published', SIZING)],
  [128, sourced(0.06, 'share', 'published', SIZING)],
  [Number.POSITIVE_INFINITY, sourced(0.02, 'share', 'published', SIZING)],
] as const;

const cpuFirst = sourced(0.06, 'cores', 'derived', `${SIZING}: fitted on its printed output`);
const cpuEach = sourced(0.012, 'cores per thread', 'derived', cpuFirst.source);

/** What OpenShift Virtualization takes of a worker beside the node's own reserve. */
export const virtualizationPerWorker = {
  memoryMib: sourced(360, 'MiB', 'published', ADOC),
  cores: sourced(2, 'cores', 'published', ADOC),
  diskGib: sourced(10, 'GiB', 'published', ADOC),
} as const;

/** GiB a node keeps for the system: 25 % of the first 4, 20 % of the next 4, 10 % of 8, 6 % of 112, 2 % above. */
export function reservedMemoryGib(memoryGib: number): number {
  let from = 0;
  let sum = 0;
  for (const [until, share] of memoryTiers) {
    if (memoryGib <= from) break;
    sum += (Math.min(memoryGib, until) - from) * share.value;
    from = until;
  }
  return sum;
}

/** Cores a node of so many threads keeps for the system. */
export const reservedCores = (threads: number): number =>
  cpuFirst.value + cpuEach.value * (threads - 1);

export const openshiftNodeRule = planRule({
  id: 'ocp_system_reserved',
  title: 'What an OpenShift node keeps for itself',
  group: 'openshift',
  rule: 'memory: 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % of the next 112, 2 % above; CPU: 0.06 + 0.012 x (threads - 1) cores; OpenShift Virtualization takes 360 MiB, 2 cores and 10 GiB of disk of each worker on top',
  source: `${SIZING}; ${ADOC}`,
  date: '2026-11-28',
  status: 'published',
  inputs: z
    .strictObject({
      memory_gib: z.number().positive().max(1e6).optional().describe('memory of the node, GiB'),
      threads: inputs.cores.optional().describe('hardware threads of the node'),
      virtualization: z
        .boolean()
        .default(false)
        .describe('add what OpenShift Virtualization takes'),
    })
    .refine(({ memory_gib, threads }) => memory_gib !== undefined || threads !== undefined, {
      message: 'expected memory_gib or threads',
    }),
  example: { memory_gib: 512, threads: 128 },
  work({ memory_gib, threads, virtualization }) {
    const extra = virtualizationPerWorker;
    const memory =
      memory_gib === undefined
        ? null
        : reservedMemoryGib(memory_gib) + (virtualization ? extra.memoryMib.value / gib : 0);
    const cores =
      threads === undefined
        ? null
        : reservedCores(threads) + (virtualization ? extra.cores.value : 0);
    const keptMemory =
      memory === null ? null : words.nodeMemory({ kept: memory, all: memory_gib ?? 0 });
    const keptCores = cores === null ? null : words.nodeCores({ kept: cores, all: threads ?? 0 });
    const both = keptMemory && keptCores && words.both({ one: keptMemory, other: keptCores });
    return {
      sentence: words.node({ what: both ?? keptMemory ?? keptCores ?? '' }),
      values: {
        reserved_memory_gib: memory,
        reserved_cores: cores,
        extra_memory_mib: extra.memoryMib.value,
        extra_cores: extra.cores.value,
        extra_disk_gib: extra.diskGib.value,
      },
    };
  },
});

export const waspSwapRule = planRule({
  id: 'wasp_swap',
  title: 'Swap of a node that overcommits memory (wasp-agent)',
  group: 'openshift',
  rule: 'swap = memory of the node x (percent / 100 - 1)',
  source: 'wasp-agent documentation (an earlier text left out the -1)',
  date: '2026-11-28',
  status: 'published',
  inputs: z.strictObject({
    ram: z.number().positive().max(1e6).describe('memory of the node, GiB'),
    percent: z.number().min(100).max(1000).describe('memoryOvercommitPercentage'),
  }),
  example: { ram: 16, percent: 150 },
  work({ ram, percent }) {
    const swap = ram * (percent / 100 - 1);
    return {
      sentence: words.swap({ ram, percent, swap }),
      values: { swap_gib: swap },
      notes: ['Only Burstable VMs may swap.'],
    };
  },
});

export const cpuRequestRule = planRule({
  id: 'kubevirt_cpu_request',
  title: 'CPU a virt-launcher pod requests',
  group: 'openshift',
  rule: 'each vCPU requests 1/cpuAllocationRatio of a hardware thread (not core); default 10; no effect on dedicated CPUs',
  source: 'KubeVirt API text, DefaultCPUAllocationRatio = 10; HCO vmiCPUAllocationRatio',
  date: '2026-11-28',
  status: 'published',
  inputs: z.strictObject({
    vcpu: inputs.vcpus,
    cpu_allocation_ratio: z.number().min(1).max(1000).default(10),
    dedicated_cpu: z.boolean().default(false),
    threads_per_core: z.number().int().min(1).max(8).default(2),
  }),
  example: { vcpu: 8 },
  work({ vcpu, cpu_allocation_ratio: ratio, dedicated_cpu, threads_per_core }) {
    const threads = dedicated_cpu ? vcpu : vcpu / ratio;
    return {
      sentence: words.threads({ vcpu, threads }),
      values: {
        request_threads: threads,
        vcpus_per_core: dedicated_cpu ? threads_per_core : ratio * threads_per_core,
      },
    };
  },
});
