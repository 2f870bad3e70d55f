import { type Limit, published, recalled } from './limit.ts';

const redHat = 'redhat.com, virtualization limits for RHEL hypervisors (supported)';
const commit = 'Linux commit 074c82c8f7cf';
const weak9 = 'a blog of 2026 (weak)';
const taught = 'as introductions to the field quote it; in no table that was read';

/** KVM by kernel and by release of Red Hat. */
export const kvmLimits = {
  kvm: [
    published('vcpus', 4096, 'Linux commit f10a570b093e: CONFIG_KVM_MAX_NR_VCPUS, 6.7 with MAXSMP'),
  ],
  'kvm-5.15': [published('vcpus', 1024, `${commit}, KVM x86 from 5.15`)],
  'kvm-before-5.15': [published('vcpus', 288, `${commit}: the value it replaced`)],
  'kvm-textbook': [
    published('vcpus', 160, `${redHat}: the pair of guest figures is that of RHEL 6.3`),
    published('memoryGiB', 2048, `${redHat}: the pair of guest figures is that of RHEL 6.3`),
    recalled('hostCores', 1024, taught),
    recalled('hostMemoryGiB', 8192, taught),
  ],
  'rhel-9': [
    published('vcpus', 710, weak9),
    published('memoryGiB', 12_288, weak9),
    published('disks', 28, `${weak9}: virtio-blk`),
  ],
  'rhel-8': [
    recalled('vcpus', 384, 'RHEL 8 limits, recalled'),
    recalled('memoryGiB', 6144, 'RHEL 8 limits, recalled'),
  ],
  'rhel-7': [
    published('vcpus', 240, 'Red Hat Virtualization 4.0 technical reference, table 10.5'),
    published('disks', 28, 'Red Hat Virtualization 4.0 technical reference'),
  ],
  'rhel-6.7': [
    published('vcpus', 240, redHat),
    published('memoryGiB', 2048, redHat),
    published('hostCores', 160, redHat),
    published('hostMemoryGiB', 2048, redHat),
    published('vcpusPerCore', 10, 'Red Hat Enterprise Linux 6 KVM restrictions (recommended)'),
  ],
  'rhel-6': [
    published('vcpus', 160, `${redHat}, 6.3`),
    published('memoryGiB', 2048, redHat),
    published('hostCores', 160, redHat),
    published('hostMemoryGiB', 2048, redHat),
    published('vcpusPerCore', 10, 'Red Hat Enterprise Linux 6 KVM restrictions (recommended)'),
  ],
  'rhel-6.0': [
    published('vcpus', 64, redHat),
    published('memoryGiB', 2048, redHat),
    published('hostCores', 160, redHat),
    published('hostMemoryGiB', 2048, redHat),
    published('vcpusPerCore', 10, 'Red Hat Enterprise Linux 6 KVM restrictions (recommended)'),
  ],
  'rhel-5': [
    published('vcpus', 16, redHat),
    published('memoryGiB', 512, redHat),
    published('hostCores', 160, redHat),
    published('hostMemoryGiB', 1024, redHat),
    published('vcpusPerCore', 10, 'Red Hat Enterprise Linux 5 KVM restrictions (recommended)'),
  ],
} satisfies Record<string, readonly Limit[]>;
