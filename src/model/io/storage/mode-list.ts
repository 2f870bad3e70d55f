import { type Sourced, sourced, unverified } from '../../../sourced.ts';

/** Extra CPU of a virtual disk on a cluster file system over a raw device mapping. */
export const vmfsExtraCpu = {
  random: sourced(0.05, 'ratio', 'published', 'suite io: vmfs-rdm (ESX 3.5, FC SAN)'),
  sequential: sourced(0.08, 'ratio', 'published', 'suite io: vmfs-rdm (ESX 3.5, FC SAN)'),
};

const none = sourced(0, 'ratio', 'derived', 'nothing is between');

/** A logical volume is found by one table look-up a request: between nothing and what a file costs. */
const volumeExtraCpu = unverified(
  0.01,
  'ratio',
  'a look-up in the volume map, no file system; no figure was read',
  1,
);

/**
 * How a machine gets its disk: a volume of the array untouched (raw device mapping, the fastest), a logical volume cut
 * from it without a file system (non-virtualized), or a file with features (virtualized).
 */
export interface StorageMode {
  id: 'non-virtualized' | 'raw-device-mapping' | 'virtualized';
  title: string;
  /** Extra CPU a request, as a ratio of what it costs without. */
  extraCpu: Readonly<Record<'random' | 'sequential', Sourced>>;
  /** Snapshots, thin allocation and migration of the disk without the array's help. */
  features: boolean;
}

export const storageModes: readonly StorageMode[] = [
  {
    id: 'non-virtualized',
    title: 'Logical volume given to the machine',
    extraCpu: { random: volumeExtraCpu, sequential: volumeExtraCpu },
    features: false,
  },
  {
    id: 'raw-device-mapping',
    title: 'Raw device mapping',
    extraCpu: { random: none, sequential: none },
    features: false,
  },
  {
    id: 'virtualized',
    title: 'Virtual disk in a file',
    extraCpu: vmfsExtraCpu,
    features: true,
  },
];
