import { type Sourced, sourced, unverified } from '../sourced.ts';
import { running } from './inventory.ts';
import { hostings } from './operations/hosting.ts';
import type { Plan } from './what-if.ts';

type Measure = 'vcpus' | 'memoryGiB' | 'hostCores' | 'hostMemoryGiB' | 'hostVms' | 'vcpusPerCore';

interface Limit {
  measure: Measure;
  most: Sourced;
}

const words: Record<Measure, string> = {
  vcpus: 'vCPUs of a machine',
  memoryGiB: 'memory of a machine, GiB',
  hostCores: 'cores of a host',
  hostMemoryGiB: 'memory of a host, GiB',
  hostVms: 'machines on a host',
  vcpusPerCore: 'vCPUs per core of a host',
};

const hwv = 'docs.vmware.com 8.0, hardware features by virtual hardware version (GUID-789C3913)';
const redHat = 'redhat.com, virtualization limits for RHEL hypervisors (supported)';
const vsphere4 = 'Configuration Maximums, vSphere 4.0';

const published = (measure: Measure, value: number, source: string): Limit => ({
  measure,
  most: sourced(value, words[measure], 'published', source),
});
const recalled = (measure: Measure, value: number, source: string): Limit => ({
  measure,
  most: unverified(value, words[measure], source, 0),
});

/** What platforms support at most; numbers nobody could be read for are marked so wherever shown. */
export const platformLimits = {
  kvm: [
    published('vcpus', 4096, 'Linux commit f10a570b093e: CONFIG_KVM_MAX_NR_VCPUS, 6.7 with MAXSMP'),
  ],
  'kvm-5.15': [published('vcpus', 1024, 'Linux commit 074c82c8f7cf, KVM x86 from 5.15')],
  'kvm-before-5.15': [published('vcpus', 288, 'Linux commit 074c82c8f7cf: the value it replaced')],
  'rhel-7': [published('vcpus', 240, 'Red Hat Virtualization 4.0 technical reference, table 10.5')],
  'rhel-6': [
    published('vcpus', 160, redHat),
    published('memoryGiB', 2048, redHat),
    published('hostCores', 160, redHat),
    published('hostMemoryGiB', 2048, redHat),
    published('vcpusPerCore', 10, 'Red Hat Enterprise Linux 6 KVM restrictions (recommended)'),
  ],
  'esxi-8': [
    published('vcpus', 768, hwv),
    published('memoryGiB', 24_560, hwv),
    recalled('hostVms', 1024, 'vSphere 8 configuration maximums, recalled'),
    recalled('vcpusPerCore', 32, 'vSphere 8 configuration maximums, recalled'),
    recalled('hostMemoryGiB', 24_576, 'vSphere 8 configuration maximums, recalled'),
  ],
  'esxi-6.7': [
    published('vcpus', 256, hwv),
    published('memoryGiB', 6128, hwv),
    recalled('hostVms', 1024, 'vSphere 6.7 configuration maximums, recalled'),
  ],
  'esxi-5.5': [
    published('vcpus', 64, 'hardware version 10: virtual machine maximums (geek-university.com)'),
    published(
      'memoryGiB',
      1024,
      'hardware version 10: virtual machine maximums (geek-university.com)',
    ),
  ],
  'vsphere-4': [
    published('vcpus', 8, vsphere4),
    published('memoryGiB', 255, vsphere4),
    published(
      'hostCores',
      64,
      'vSphere 4: 64 logical processors per host (informit.com, table 1.2)',
    ),
    published('hostMemoryGiB', 1024, 'informit.com, table 1.2'),
    published('hostVms', 320, 'informit.com, table 1.2'),
  ],
} satisfies Record<string, readonly Limit[]>;

export type PlatformId = keyof typeof platformLimits;
export const platformIds = Object.keys(platformLimits) as [PlatformId, ...PlatformId[]];

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
      const at = carried[hostOf[i]!];
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
        what: words[measure],
        limit: most.value,
        found: over.length,
        examples: over.slice(0, 5).map(({ name, value }) => `${name} (${Math.round(value)})`),
        status: most.unverified ? `${most.status}, unverified` : most.status,
        source: most.source,
      },
    ];
  });
}
