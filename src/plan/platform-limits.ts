import { type Sourced, sourced, unverified } from '../sourced.ts';

/** What a platform limits. */
export type Measure =
  | 'vcpus'
  | 'memoryGiB'
  | 'hostCores'
  | 'hostMemoryGiB'
  | 'hostVms'
  | 'vcpusPerCore';

interface Limit {
  measure: Measure;
  most: Sourced;
}

/** The measures in words, with their units. */
export const measureWords: Record<Measure, string> = {
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
  most: sourced(value, measureWords[measure], 'published', source),
});
const recalled = (measure: Measure, value: number, source: string): Limit => ({
  measure,
  most: unverified(value, measureWords[measure], source, 0),
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
