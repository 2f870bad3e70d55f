import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { atLeast, inputs, planRule } from './rule.ts';

const TERMS =
  "ServiceNowDocs microsoft-percore-withcal.md (2024-08 text of Microsoft's Product Terms)";
const leastPerCpu = sourced(8, 'cores per CPU', 'published', TERMS).value;
const leastPerServer = sourced(16, 'cores per server', 'published', TERMS).value;
const leastPerVm = sourced(8, 'cores per VM', 'published', TERMS).value;
const vmsPerSet = sourced(2, 'VMs per set of Standard', 'published', TERMS).value;
const packCores = sourced(2, 'cores per pack', 'published', TERMS).value;

/** Cores of each CPU of a server, as even as its whole number of cores allows. */
const coresOfCpus = (sockets: number, cores: number): number[] =>
  Array.from(
    { length: sockets },
    (_, i) => Math.floor(cores / sockets) + (i < cores % sockets ? 1 : 0),
  );

/** Core licences of one full set: all cores, at least 8 per CPU and 16 per server. */
export const windowsCores = (sockets: number, cores: number): number =>
  Math.max(
    leastPerServer,
    coresOfCpus(sockets, cores).reduce((sum, each) => sum + Math.max(leastPerCpu, each), 0),
  );

/** Sets of Standard that cover so many VMs: two each, at least one. */
export const standardSets = (vms: number): number => Math.max(1, Math.ceil(vms / vmsPerSet));

/** Core licences by VM: its vCPUs, at least 8. */
export const windowsVmCores = (vcpus: number): number => Math.max(leastPerVm, vcpus);

/** Fewest VMs on a host from which Datacenter costs less than whole sets of Standard; null: never asked for. */
export function datacenterFrom(standard: number, datacenter: number): number | null {
  if (!(standard > 0)) return null;
  const sets = Math.floor(datacenter / standard + 1e-9) + 1;
  return (sets - 1) * vmsPerSet + 1;
}

const schema = z
  .strictObject({
    sockets: inputs.sockets.optional(),
    cores: inputs.cores.optional().describe('physical cores of the server, all CPUs together'),
    vms: inputs.count().optional().describe('Windows VMs that run or could move there'),
    hosts: inputs.count(100_000).default(1).describe('equal servers'),
    per_vm: z.boolean().default(false).describe('license the VM, not the server'),
    vcpu: inputs.vcpus.optional(),
    price_standard_16: inputs.amount.optional().describe('16 cores of Standard'),
    price_datacenter_16: inputs.amount.optional().describe('16 cores of Datacenter'),
    currency: inputs.currency.optional(),
  })
  .superRefine((given, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', message });
    const { sockets, cores } = given;
    if (given.per_vm) {
      if (given.vcpu === undefined) wrong('expected vcpu with per_vm');
      if (sockets !== undefined || cores !== undefined)
        wrong('expected either per_vm with vcpu, or sockets and cores of a server');
    } else if (sockets === undefined || cores === undefined)
      wrong('expected sockets and cores of a server, or per_vm with vcpu');
    else if (cores < sockets) wrong(`expected at least one core per CPU, found ${cores} cores`);
    if (
      (given.price_standard_16 !== undefined || given.price_datacenter_16 !== undefined) &&
      given.currency === undefined
    )
      wrong('expected a currency with the prices');
  });

const notes = [
  'A host is counted for the VMs that could move to it; a licence is reassigned every 90 days at most.',
  'Check your contract: this is arithmetic, no legal answer.',
];

function serverAnswer(given: z.output<typeof schema>) {
  const { vms, hosts, price_standard_16: standard16, price_datacenter_16: datacenter16 } = given;
  const set = windowsCores(given.sockets ?? 1, given.cores ?? 1);
  const standard = vms === undefined ? null : set * standardSets(vms) * hosts;
  const from =
    standard16 === undefined || datacenter16 === undefined
      ? null
      : datacenterFrom(standard16, datacenter16);
  const cost = (cores: number | null, price16: number | undefined) =>
    cores === null || price16 === undefined ? null : (cores * price16) / 16;
  return {
    sentence:
      standard === null
        ? words.windowsSet({ n: set, sockets: given.sockets ?? 1, cores: given.cores ?? 1 })
        : words.windowsVms({
            vms: vms ?? 1,
            standard,
            datacenter: set * hosts,
            from: from === null ? '' : words.datacenterFrom({ n: from }),
          }),
    values: {
      core_licences: set * hosts,
      packs_of_two: atLeast((set * hosts) / packCores),
      standard,
      datacenter: set * hosts,
      datacenter_from_vms: from,
      cost_standard: cost(standard, standard16),
      cost_datacenter: cost(set * hosts, datacenter16),
      currency: given.currency ?? null,
    },
    notes,
  };
}

export const windowsRule = planRule({
  id: 'windows',
  title: 'Windows Server Standard and Datacenter: core licences',
  group: 'licence',
  rule: 'by server: all physical cores, at least 8 per CPU and 16 per server; Standard covers 2 VMs per full set and whole sets stack, Datacenter any number; by VM: vCPUs, at least 8, with Software Assurance or subscription',
  source: TERMS,
  date: '2024-08',
  status: 'published',
  inputs: schema,
  example: { sockets: 2, cores: 32, vms: 5 },
  work(given) {
    if (!given.per_vm) return serverAnswer(given);
    const each = windowsVmCores(given.vcpu ?? 1);
    const vms = given.vms ?? 1;
    return {
      sentence: words.coresByVm({ n: each * vms, vms, vcpu: given.vcpu ?? 1 }),
      values: { core_licences: each * vms, packs_of_two: atLeast((each * vms) / packCores) },
      notes: ['By VM needs Software Assurance or a subscription.', ...notes],
    };
  },
});
