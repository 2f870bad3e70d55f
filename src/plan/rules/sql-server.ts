import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { inputs, planRule } from './rule.ts';

const TERMS = 'ServiceNowDocs microsoft-sw-license-metrics.md, 2026-09-10';
const leastPerVm = sourced(4, 'cores per VM', 'published', TERMS).value;
const leastPerCpu = sourced(4, 'cores per CPU', 'published', TERMS).value;

/** Core licences of a VM: its vCPUs, at least 4. */
export const sqlVmCores = (vcpus: number): number => Math.max(leastPerVm, vcpus);

/** Core licences of a host for Enterprise: all cores, at least 4 per CPU. */
export function sqlHostCores(sockets: number, cores: number): number {
  const low = Math.floor(cores / sockets);
  const more = cores % sockets;
  return more * Math.max(leastPerCpu, low + 1) + (sockets - more) * Math.max(leastPerCpu, low);
}

export const sqlRule = planRule({
  id: 'sql',
  title: 'SQL Server: core licences',
  group: 'licence',
  rule: 'by VM: vCPUs, at least 4, with Software Assurance or subscription, the only way per core for Standard; by host: Enterprise only, all cores, at least 4 per CPU; without Software Assurance as many VMs as licences, with it any number',
  source: TERMS,
  date: '2026-09-10',
  status: 'published',
  inputs: z
    .strictObject({
      per_vm: z.boolean().default(false),
      vcpu: inputs.vcpus.optional(),
      host_sockets: inputs.sockets.optional(),
      host_cores: inputs.cores.optional(),
      edition: z.enum(['standard', 'enterprise']).default('enterprise'),
      vms: inputs.count().default(1),
      software_assurance: z.boolean().default(true),
    })
    .superRefine(({ per_vm, vcpu, host_sockets, host_cores, edition }, context) => {
      const wrong = (message: string) => context.addIssue({ code: 'custom', message });
      if (per_vm && vcpu === undefined) wrong('expected vcpu with per_vm');
      if (per_vm && (host_sockets ?? host_cores) !== undefined)
        wrong('expected either per_vm with vcpu, or host_sockets and host_cores');
      if (per_vm) return;
      if (host_sockets === undefined || host_cores === undefined)
        wrong('expected host_sockets and host_cores, or per_vm with vcpu');
      else if (host_cores < host_sockets) wrong('expected at least one core per CPU');
      if (edition === 'standard')
        wrong('expected edition enterprise, because Standard is licensed per VM alone');
    }),
  example: { per_vm: true, vcpu: 2 },
  work({ per_vm, vcpu = 1, host_sockets = 1, host_cores = 1, vms, ...given }) {
    const licences = per_vm ? vms * sqlVmCores(vcpu) : sqlHostCores(host_sockets, host_cores);
    const covered = per_vm || given.software_assurance ? licences : Math.max(licences, vms);
    return {
      sentence: per_vm
        ? words.coresByVm({ n: covered, vms, vcpu })
        : given.software_assurance
          ? words.coresAnyVms({ n: covered })
          : words.coresForVms({ n: covered, vms }),
      values: { core_licences: covered, edition: given.edition },
      notes: [
        ...(per_vm ? ['By VM needs Software Assurance or a subscription.'] : []),
        'Check your contract: this is arithmetic, no legal answer.',
      ],
    };
  },
});
