import { type Limit, published, recalled } from './limit.ts';

const hwv = 'docs.vmware.com 8.0, hardware features by virtual hardware version (GUID-789C3913)';
const vsphere4 = 'Configuration Maximums, vSphere 4.0';
const informit = 'informit.com, table 1.2';
const hw10 = 'hardware version 10: virtual machine maximums (geek-university.com)';
const maximums = (release: string) => `vSphere ${release} configuration maximums, recalled`;

/** A machine may not have more vCPUs than its host has logical processors: two a core with threads. */
const logical = published(
  'vcpusPerHostCore',
  2,
  'docs.vmware.com 8.0: no more vCPUs than logical cores of the host; two threads a core assumed',
);

/** vSphere by release. */
export const vsphereLimits = {
  'esxi-8': [
    published('vcpus', 768, hwv),
    published('memoryGiB', 24_560, hwv),
    logical,
    recalled('hostVms', 1024, maximums('8')),
    recalled('vcpusPerCore', 32, maximums('8')),
    recalled('hostCores', 960, maximums('8')),
    recalled('hostMemoryGiB', 24_576, maximums('8')),
  ],
  'esxi-7': [
    recalled('vcpus', 768, maximums('7.0')),
    recalled('memoryGiB', 24_576, maximums('7.0')),
    recalled('hostCores', 896, maximums('7.0')),
    recalled('hostMemoryGiB', 24_576, maximums('7.0')),
    recalled('hostVms', 1024, maximums('7.0')),
  ],
  'esxi-6.7': [
    published('vcpus', 256, hwv),
    published('memoryGiB', 6128, hwv),
    logical,
    recalled('hostCores', 768, maximums('6.7')),
    recalled('hostMemoryGiB', 16_384, maximums('6.7')),
    recalled('hostVms', 1024, maximums('6.7')),
  ],
  'esxi-5.5': [
    published('vcpus', 64, hw10),
    published('memoryGiB', 1024, hw10),
    recalled('hostCores', 320, maximums('5.5')),
    recalled('hostMemoryGiB', 4096, maximums('5.5')),
    recalled('hostVms', 512, maximums('5.5')),
  ],
  'vsphere-4': [
    published('vcpus', 8, vsphere4),
    published('memoryGiB', 255, vsphere4),
    published('hostCores', 64, `vSphere 4: 64 logical processors per host (${informit})`),
    published('hostMemoryGiB', 1024, informit),
    published('hostVms', 320, informit),
  ],
  'vi-3.5': [
    published('vcpus', 4, informit),
    published('memoryGiB', 64, informit),
    published('hostCores', 32, informit),
    published('hostMemoryGiB', 256, informit),
    published('hostVms', 170, informit),
  ],
} satisfies Record<string, readonly Limit[]>;
