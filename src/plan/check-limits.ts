import { num } from '../elements.ts';
import { running } from '../inventory/inventory.ts';
import { hostings } from './operations/hosting.ts';
import type { Plan } from './plan.ts';
import { type Measure, measureWords, type PlatformId, platformLimits } from './platform-limits.ts';

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

/** Machines as they are configured and hosts as they carry them, against the plan's platform. */
export function checkLimits(plan: Plan): LimitFinding[] {
  const platform = plan.settings.platform;
  if (platform === undefined) return [];
  const vms = running(plan.inventory.vms);
  const on = hostings(plan.inventory).flatMap(({ hosts, vms: mine, hostOf }) => {
    const carried = hosts.map((host) => ({ host, machines: 0, vcpus: 0 }));
    mine.forEach((vm, i) => {
      const at = carried[num(hostOf, i)];
      if (!at) return;
      at.machines++;
      at.vcpus += vm.vcpus;
    });
    return carried;
  });
  const values: Record<Measure, { name: string; value: number }[]> = {
    vcpus: vms.map((vm) => ({ name: vm.name, value: vm.vcpus })),
    memoryGiB: vms.map((vm) => ({ name: vm.name, value: vm.memoryMib / 1024 })),
    hostCores: on.map(({ host }) => ({ name: host.name, value: host.cores })),
    hostMemoryGiB: on.map(({ host }) => ({ name: host.name, value: host.memoryMib / 1024 })),
    hostVms: on.map(({ host, machines }) => ({ name: host.name, value: machines })),
    vcpusPerCore: on.map(({ host, vcpus }) => ({
      name: host.name,
      value: host.cores > 0 ? vcpus / host.cores : 0,
    })),
  };
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
