import { type Limit, recalled } from './limit.ts';

const source = 'Xen release limits, recalled: SUPPORT.md of 4.12 has status and no sizes';

/** Xen by kind of guest. */
export const xenLimits = {
  'xen-hvm': [
    recalled('vcpus', 128, source),
    recalled('hostCores', 4095, source),
    recalled('hostMemoryGiB', 16_384, source),
  ],
  'xen-pv': [
    recalled('vcpus', 512, source),
    recalled('hostCores', 4095, source),
    recalled('hostMemoryGiB', 16_384, source),
  ],
} satisfies Record<string, readonly Limit[]>;
