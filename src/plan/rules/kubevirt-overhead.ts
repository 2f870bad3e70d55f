import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { type Sourced, sourced } from '../../sourced.ts';
import { inputs, planRule } from './rule.ts';

const SOURCE = 'kubevirt/kubevirt pkg/hypervisor/kvm/hypervisorbackend.go at 03ede70a (2026)';
const RED_HAT =
  'openshift-docs modules/virt-cluster-resource-requirements.adoc, as corrected on 2025-09-10 (PR 98819)';

const mib = (value: number, source = SOURCE): Sourced => sourced(value, 'MiB', 'published', source);

/** Fixed part of the overhead by version of KubeVirt, without the IO thread; the daemons' shares grew. */
export const kubevirtFixed = {
  main: mib(240),
  mid: mib(220, 'kubevirt/kubevirt, QEMU and virtlogd before the newest raise'),
  v223: mib(215, 'kubevirt/kubevirt, sums its tests expect'),
  v218: mib(210, 'kubevirt/kubevirt, sums its tests expect; the 218 of Red Hat'),
} as const satisfies Record<string, Sourced>;

const parts = {
  pageTables: sourced(1 / 512, 'MiB per MiB', 'published', SOURCE),
  vcpu: mib(8),
  ioThread: mib(8),
  graphics: mib(32),
  arm64: mib(128),
  vfio: mib(1024),
  sev: mib(256),
  tpm: mib(53),
  guaranteed: mib(100),
  execProbe: mib(10),
  anyExecProbe: mib(100),
  downwardMetrics: mib(1),
} as const;

/** Red Hat's printed formula: no IO thread, other graphics, and each passed-through device counts. */
const printed = {
  share: sourced(0.002, 'MiB per MiB', 'published', RED_HAT),
  fixed: mib(218, RED_HAT),
  vcpu: mib(8, RED_HAT),
  graphics: mib(16, RED_HAT),
  device: mib(1024, RED_HAT),
} as const;

const schema = z.strictObject({
  mem: z
    .number()
    .positive()
    .max(2 ** 36)
    .describe('memory of the guest, MiB'),
  vcpu: inputs.vcpus.describe('sockets x cores x threads'),
  version: z.enum(['main', 'mid', 'v223', 'v218', 'ocp_docs']).default('main'),
  graphics: inputs.count(16).default(1).describe('graphics devices; one where nothing is said'),
  arm64: z.boolean().default(false),
  vfio: inputs.count(64).default(0).describe('SR-IOV functions, GPUs and host devices'),
  sev: z.boolean().default(false).describe('SEV, SEV-ES or SNP'),
  tpm: z.boolean().default(false),
  dedicated_cpu: z.boolean().default(false),
  guaranteed: z.boolean().default(false).describe('QoS class Guaranteed'),
  exec_probes: inputs.count(16).default(0),
  downward_metrics: z.boolean().default(false),
  reserved: inputs.amount.default(0).describe('spec.memory.reservedOverhead, MiB'),
  ratio: z.number().min(1).max(100).default(1).describe('additionalGuestMemoryOverheadRatio'),
  memory_overcommit: z.number().min(100).max(1000).default(100).describe('percent'),
});
export type KubevirtGuest = z.output<typeof schema>;

interface Term {
  term: string;
  value: number;
  unit: string;
}

function sourceTerms(guest: KubevirtGuest, version: keyof typeof kubevirtFixed): Term[] {
  const term = (name: string, part: Sourced, times: number | boolean): Term[] =>
    Number(times) === 0 ? [] : [{ term: name, value: part.value * Number(times), unit: 'MiB' }];
  return [
    ...term('page tables', parts.pageTables, guest.mem),
    ...term('launcher, virtqemud and QEMU', kubevirtFixed[version], 1),
    ...term('vCPUs', parts.vcpu, guest.vcpu),
    ...term('IO thread', parts.ioThread, 1),
    ...term('graphics', parts.graphics, guest.graphics > 0),
    ...term('arm64 firmware', parts.arm64, guest.arm64),
    ...term('devices passed through', parts.vfio, guest.vfio > 0),
    ...term('memory encryption', parts.sev, guest.sev),
    ...term('TPM', parts.tpm, guest.tpm),
    ...term(
      'dedicated CPUs or Guaranteed',
      parts.guaranteed,
      guest.dedicated_cpu || guest.guaranteed,
    ),
    ...term('exec probes', parts.execProbe, guest.exec_probes),
    ...term('any exec probe', parts.anyExecProbe, guest.exec_probes > 0),
    ...term('downward metrics', parts.downwardMetrics, guest.downward_metrics),
    ...(guest.reserved > 0
      ? [{ term: 'reservedOverhead', value: guest.reserved, unit: 'MiB' }]
      : []),
  ];
}

function printedTerms(guest: KubevirtGuest): Term[] {
  const rows: Term[] = [
    { term: 'share of the guest', value: guest.mem * printed.share.value, unit: 'MiB' },
    { term: 'fixed', value: printed.fixed.value, unit: 'MiB' },
    { term: 'vCPUs', value: guest.vcpu * printed.vcpu.value, unit: 'MiB' },
    { term: 'graphics', value: guest.graphics * printed.graphics.value, unit: 'MiB' },
    { term: 'devices passed through', value: guest.vfio * printed.device.value, unit: 'MiB' },
    { term: 'memory encryption', value: guest.sev ? parts.sev.value : 0, unit: 'MiB' },
    { term: 'TPM', value: guest.tpm ? parts.tpm.value : 0, unit: 'MiB' },
  ];
  return rows.filter(({ value }) => value > 0);
}

/** Terms of the memory a virt-launcher pod takes beside its guest, MiB, before the ratio. */
export const overheadTerms = (guest: KubevirtGuest, version = guest.version): Term[] =>
  version === 'ocp_docs' ? printedTerms(guest) : sourceTerms(guest, version);

/** MiB a virt-launcher pod takes beside its guest: the ratio times the sum of the terms. */
export const kubevirtOverhead = (guest: KubevirtGuest, version = guest.version): number =>
  guest.ratio * overheadTerms(guest, version).reduce((sum, { value }) => sum + value, 0);

/** A guest with nothing but its size, under a version of the formula. */
export const plainGuest = (
  mem: number,
  vcpu: number,
  version: KubevirtGuest['version'] = 'main',
): KubevirtGuest => schema.parse({ mem, vcpu: Math.max(1, vcpu), version });

export const kubevirtOverheadRule = planRule({
  id: 'kubevirt_overhead',
  title: 'Memory of a virt-launcher pod beside its guest',
  group: 'openshift',
  rule: 'ratio x (memory/512 + fixed + 8 x vCPU + 8 for the IO thread + 32 with graphics + 128 on arm64 + 1,024 with any VFIO device + 256 with SEV + 53 with a TPM + 100 with dedicated CPUs or Guaranteed + 10 per exec probe and 100 with any + 1 with downward metrics + reservedOverhead) MiB; the fixed part by version is 240 (main), 220 (mid), 215 (v223), 210 (v218); ocp_docs is 0.002 x memory + 218 + 8 x vCPU + 16 x graphics + 1,024 x devices',
  source: SOURCE,
  date: '2026',
  status: 'published',
  inputs: schema,
  example: { mem: 4096, vcpu: 2 },
  work(guest) {
    const overhead = kubevirtOverhead(guest);
    const request = (guest.mem * 100) / guest.memory_overcommit + overhead;
    const by = (version: KubevirtGuest['version']) => kubevirtOverhead(guest, version);
    return {
      sentence: words.pod({
        mem: guest.mem,
        vcpu: guest.vcpu,
        overhead,
        version: guest.version,
        request,
      }),
      values: {
        overhead_mib: overhead,
        pod_request_mib: request,
        overhead_percent: (100 * overhead) / guest.mem,
        main: by('main'),
        mid: by('mid'),
        v223: by('v223'),
        v218: by('v218'),
        ocp_docs: by('ocp_docs'),
        version: guest.version,
      },
      terms: overheadTerms(guest),
      notes: ['The constant moves between versions: name the version of the cluster.'],
    };
  },
});
