import { num } from '../elements.ts';
import { running } from '../inventory/inventory.ts';
import { type Measure, measureWords } from './limits/measures.ts';
import { hostings } from './operations/hosting.ts';
import type { Plan } from './plan.ts';
import { type PlatformId, platformLimits } from './platform-limits.ts';

/** Something beyond what a platform supports. */
export interface LimitFinding {
  plan: string;
  platform: PlatformId;
  what: string;
  limit: number;
  /** Machines or hosts beyond it, and the largest of them by name, at most 5. */
  found: number;
  examples: string[];
  status: string;
  source: string;
}

type Values = Record<Measure, { name: string; value: number }[]>;

/** What a plan has of every measure a platform may limit; what an inventory does not tell is an empty list. */
function valuesOf(plan: Plan): Values {
  const vms = running(plan.inventory.vms);
  const clusters = hostings(plan.inventory);
  const perHostCore: Values['vcpus'] = [];
  const on = clusters.flatMap(({ hosts, vms: mine, hostOf }) => {
    const carried = hosts.map((host) => ({ host, machines: 0, vcpus: 0 }));
    mine.forEach((vm, i) => {
      const at = carried[num(hostOf, i)];
      if (!at) return;
      at.machines++;
      at.vcpus += vm.vcpus;
      if (at.host.cores > 0) perHostCore.push({ name: vm.name, value: vm.vcpus / at.host.cores });
    });
    return carried;
  });
  return {
    vcpus: vms.map((vm) => ({ name: vm.name, value: vm.vcpus })),
    memoryGiB: vms.map((vm) => ({ name: vm.name, value: vm.memoryMib / 1024 })),
    hostCores: on.map(({ host }) => ({ name: host.name, value: host.cores })),
    hostMemoryGiB: on.map(({ host }) => ({ name: host.name, value: host.memoryMib / 1024 })),
    hostVms: on.map(({ host, machines }) => ({ name: host.name, value: machines })),
    hostVcpus: on.map(({ host, vcpus }) => ({ name: host.name, value: vcpus })),
    vcpusPerCore: on.map(({ host, vcpus }) => ({
      name: host.name,
      value: host.cores > 0 ? vcpus / host.cores : 0,
    })),
    vcpusPerHostCore: perHostCore,
    clusterHosts: clusters.map(({ cluster, hosts }) => ({ name: cluster, value: hosts.length })),
    clusterVms: clusters.map(({ cluster, vms: mine }) => ({ name: cluster, value: mine.length })),
    disks: [],
    nics: [],
    checkpoints: [],
  };
}

/** Machines as they are configured and hosts as they carry them, against the plan's platform. */
export function checkLimits(plan: Plan): LimitFinding[] {
  const platform = plan.settings.platform;
  if (platform === undefined) return [];
  const values = valuesOf(plan);
  return platformLimits[platform].flatMap(({ measure, most }) => {
    const over = values[measure]
      .filter(({ value }) => value > most.value)
      .sort((a, b) => b.value - a.value);
    if (over.length === 0) return [];
    return [
      {
        plan: plan.name,
        platform,
        what: measureWords[measure],
        limit: most.value,
        found: over.length,
        examples: over.slice(0, 5).map(({ name, value }) => `${name} (${Math.round(value)})`),
        status: most.unverified ? `${most.status}, unverified` : most.status,
        source: most.source,
      },
    ];
  });
}
