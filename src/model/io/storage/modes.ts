import { type Sourced, sourced, unverified } from '../../../sourced.ts';
import { chosen } from '../../chosen.ts';

/** Extra CPU of a virtual disk on a cluster file system over a raw device mapping. */
export const vmfsExtraCpu = {
  random: sourced(0.05, 'ratio', 'published', 'io-reference: vmfs-rdm (ESX 3.5, FC SAN)'),
  sequential: sourced(0.08, 'ratio', 'published', 'io-reference: vmfs-rdm (ESX 3.5, FC SAN)'),
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
  extraCpu(sequential: boolean): Sourced;
  /** Snapshots, thin allocation and migration of the disk without the array's help. */
  features: boolean;
}

export const storageModes: readonly StorageMode[] = [
  {
    id: 'non-virtualized',
    title: 'Logical volume given to the machine',
    extraCpu: () => volumeExtraCpu,
    features: false,
  },
  {
    id: 'raw-device-mapping',
    title: 'Raw device mapping',
    extraCpu: () => none,
    features: false,
  },
  {
    id: 'virtualized',
    title: 'Virtual disk in a file',
    extraCpu: (sequential) => (sequential ? vmfsExtraCpu.sequential : vmfsExtraCpu.random),
    features: true,
  },
];

export function storageMode(id: string): StorageMode {
  return chosen(storageModes, id, 'a storage mode');
}

/** Where blocks of several devices become one pool. */
export interface Pooling {
  id: 'none' | 'host' | 'array' | 'network';
  title: string;
  /** Rate that is left. */
  rateFactor: Sourced;
  /** Trips over the transport a request makes: an in-band appliance forwards it once more. */
  trips: number;
  spansArrays: boolean;
}

export const poolings: readonly Pooling[] = [
  {
    id: 'none',
    title: 'No pool',
    rateFactor: sourced(1, 'ratio', 'derived', 'nothing is between'),
    trips: 1,
    spansArrays: false,
  },
  {
    id: 'host',
    title: 'Host-based (logical volumes)',
    rateFactor: {
      ...sourced(0.915, 'ratio', 'published', 'io-reference: spdk-lvol, up to -17 percent'),
      low: 0.83,
      high: 1,
    },
    trips: 1,
    spansArrays: true,
  },
  {
    id: 'array',
    title: 'Array-based (controller)',
    rateFactor: unverified(1, 'ratio', 'the mapping is inside the array; no figure was read', 0.05),
    trips: 1,
    spansArrays: false,
  },
  {
    id: 'network',
    title: 'Network-based (in-band appliance)',
    rateFactor: unverified(1, 'ratio', 'appliance ceiling not known; no figure was read', 0.1),
    trips: 2,
    spansArrays: true,
  },
];

export function pooling(id: string): Pooling {
  return chosen(poolings, id, 'a place of storage virtualization');
}
