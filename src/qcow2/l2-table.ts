import { u32 } from '../elements.ts';
import type { Geometry } from './geometry.ts';

/** What one subcluster is (without extended L2 the subcluster is the cluster). */
export const Kind = {
  data: 0,
  /** Reads as zero, no cluster behind it. */
  zero: 1,
  /** Reads as zero, the cluster is kept. */
  zeroAllocated: 2,
  /** Look below. */
  absent: 3,
  /** Look below although the entry has a cluster; extended L2 only. */
  absentAllocated: 4,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** In place of a host cluster: a compressed cluster, somewhere between cluster borders. */
export const COMPRESSED = -1;

/**
 * One L2 table. Entry i has the host cluster `host[i]` (0: none) and two bitmaps, bit s for
 * subcluster s: `data` and `zero`. Without extended L2 only bit 0 is used.
 */
export interface L2Table {
  host: Float64Array;
  data: Uint32Array;
  zero: Uint32Array;
}

export function emptyTable(shape: Geometry): L2Table {
  return {
    host: new Float64Array(shape.entriesPerTable),
    data: new Uint32Array(shape.entriesPerTable),
    zero: new Uint32Array(shape.entriesPerTable),
  };
}

export function copyTable(table: L2Table): L2Table {
  return { host: table.host.slice(), data: table.data.slice(), zero: table.zero.slice() };
}

export function kindOf(table: L2Table, entry: number, subcluster: number): Kind {
  const hasCluster = table.host[entry] !== 0;
  if ((u32(table.data, entry) >>> subcluster) & 1) return Kind.data;
  if ((u32(table.zero, entry) >>> subcluster) & 1)
    return hasCluster ? Kind.zeroAllocated : Kind.zero;
  return hasCluster ? Kind.absentAllocated : Kind.absent;
}

export function readsHost(kind: Kind): boolean {
  return kind === Kind.data || kind === Kind.zeroAllocated || kind === Kind.absentAllocated;
}

/** Bits first..last inclusive. */
export function bitRange(first: number, last: number): number {
  const count = last - first + 1;
  return count >= 32 ? 0xffffffff : (((1 << count) - 1) << first) >>> 0;
}
