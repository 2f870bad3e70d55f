import { type Sourced, sourced, unverified } from '../../../sourced.ts';
import { chosen } from '../../chosen.ts';
import { type StorageMode, storageModes } from './mode-list.ts';

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
      ...sourced(0.915, 'ratio', 'published', 'suite io: spdk-lvol, up to -17 percent'),
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
