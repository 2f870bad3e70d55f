import { z } from 'zod';
import { ruleAnswerWords as words } from '../../messages/plan-rules.ts';
import { sourced } from '../../sourced.ts';
import { atLeast, inputs, planRule } from './rule.ts';

const RHEL = 'ServiceNow rh-socket-pair-licensing (Xanadu 2024-08, Australia 2026-03)';
const OPENSHIFT = 'redhat.com, self-managed OpenShift subscription guide';
const pair = sourced(2, 'sockets or VMs per subscription', 'published', RHEL).value;
const datacenterFactor = sourced(3.2, 'RHEL Server subscriptions', 'published', RHEL).value;
const coresPerPair = sourced(128, 'cores per socket-pair', 'published', OPENSHIFT).value;
const corePair = sourced(2, 'cores per core-pair', 'published', OPENSHIFT).value;
const vcpuPair = sourced(4, 'vCPUs per core-pair', 'published', OPENSHIFT).value;

/** RHEL Server subscriptions of some VMs on one host. */
export const rhelByVms = (vms: number): number => Math.ceil(vms / pair);
/** RHEL Server or Virtual Datacenters subscriptions of one host. */
export const rhelBySockets = (sockets: number): number => Math.ceil(sockets / pair);

export const rhelRule = planRule({
  id: 'rhel',
  title: 'Red Hat Enterprise Linux: subscriptions',
  group: 'licence',
  rule: 'RHEL Server: ceil(sockets/2) of a physical host, or ceil(VMs/2) of a host, summed over hosts; Virtual Datacenters: ceil(sockets/2) per host for any number of guests, worth it from 3.2 times as many RHEL Server subscriptions',
  source: RHEL,
  date: '2026-03',
  status: 'published',
  inputs: z
    .strictObject({
      sockets: inputs.sockets.optional().describe('of one host'),
      vms: inputs.count().optional().describe('RHEL guests of one host'),
      hosts: z
        .array(z.strictObject({ sockets: inputs.sockets, vms: inputs.count() }))
        .max(100_000)
        .optional()
        .describe('every host, instead of sockets and vms'),
      factor: z.number().positive().max(1000).default(datacenterFactor),
    })
    .refine((given) => (given.hosts ?? given.sockets ?? given.vms) !== undefined, {
      message: 'expected sockets, vms or hosts',
    })
    .refine((given) => given.hosts === undefined || (given.sockets ?? given.vms) === undefined, {
      message: 'expected either hosts, or sockets and vms of one host',
    }),
  example: { sockets: 2, vms: 40 },
  work({ sockets, vms, hosts, factor }) {
    const list = hosts ?? [{ sockets, vms }];
    const sum = (pick: (host: (typeof list)[number]) => number) =>
      list.reduce((all, host) => all + pick(host), 0);
    const byVms = list.some((host) => host.vms !== undefined)
      ? sum((host) => rhelByVms(host.vms ?? 0))
      : null;
    const bySockets = list.some((host) => host.sockets !== undefined)
      ? sum((host) => rhelBySockets(host.sockets ?? 0))
      : null;
    const subs = byVms ?? bySockets ?? 0;
    const better = byVms !== null && bySockets !== null && byVms > factor * bySockets;
    return {
      sentence:
        byVms !== null && bySockets !== null
          ? words.rhelEither({
              server: byVms,
              datacenters: bySockets,
              less: better ? 'Virtual Datacenters' : 'RHEL Server',
              factor,
            })
          : words.rhel({ n: subs }),
      values: { subs, vdc: bySockets, vdc_cheaper: better },
      notes: ['Check your contract: this is arithmetic, no legal answer.'],
    };
  },
});

/** Bare-metal subscriptions of one server: a pair of sockets, and at most 128 cores each; at least one. */
export const openshiftBareMetal = (sockets: number, cores: number): number =>
  Math.max(1, Math.ceil(sockets / pair), Math.ceil(cores / coresPerPair));

export const openshiftBareMetalRule = planRule({
  id: 'openshift_bare_metal',
  title: 'OpenShift on bare metal: socket-pair subscriptions',
  group: 'licence',
  rule: 'at least 1 per server; each covers 2 sockets and at most 128 cores, they stack on one server and never span two; Virtualization Engine is sold for bare metal alone',
  source: OPENSHIFT,
  date: '2026-11-28',
  status: 'published',
  inputs: z.strictObject({
    sockets: inputs.sockets,
    cores: inputs.cores.describe('cores of the server, all sockets'),
    hosts: inputs.count(100_000).default(1),
  }),
  example: { sockets: 2, cores: 192 },
  work({ sockets, cores, hosts }) {
    const each = openshiftBareMetal(sockets, cores);
    return {
      sentence: words.socketPairs({ n: each * hosts, each }),
      values: { subs: each * hosts, per_server: each },
    };
  },
});

export const openshiftCorePairsRule = planRule({
  id: 'openshift_core_pairs',
  title: 'OpenShift by core-pairs',
  group: 'licence',
  rule: 'a core-pair is 2 cores or 4 vCPU, counted over the whole cluster',
  source: OPENSHIFT,
  date: '2026-11-28',
  status: 'published',
  inputs: z
    .strictObject({ cores: inputs.cores.optional(), vcpu: inputs.vcpus.optional() })
    .refine(({ cores, vcpu }) => (cores === undefined) !== (vcpu === undefined), {
      message: 'expected cores or vcpu, one of them',
    }),
  example: { vcpu: 30 },
  work({ cores, vcpu }) {
    const subs = cores === undefined ? atLeast((vcpu ?? 0) / vcpuPair) : atLeast(cores / corePair);
    return { sentence: words.corePairs({ n: subs }), values: { subs } };
  },
});
