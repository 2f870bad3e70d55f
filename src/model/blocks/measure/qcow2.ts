import { present } from '../../../elements.ts';
import { type Luks, luksPayloadOffset } from './luks.ts';

const REFCOUNT_TABLE_ENTRY = 8;
const L1_ENTRY = 8;
const MAX_L1_BYTES = 32 * 1024 * 1024;
const BITMAP_DIRECTORY_ENTRY = 24;

/** A qcow2 image to be made. */
export interface Qcow2Target {
  version: 2 | 3;
  clusterSize: number;
  extendedL2: boolean;
  refcountBits: number;
  preallocation: 'off' | 'metadata' | 'falloc' | 'full';
  luks: Luks | null;
  /** Nothing of the source is known to be in a backing file, so all of it is counted. */
  backingFile: boolean;
}

export const defaultQcow2: Qcow2Target = {
  version: 3,
  clusterSize: 65536,
  extendedL2: false,
  refcountBits: 16,
  preallocation: 'off',
  luks: null,
  backingFile: false,
};

/** What is converted. */
export interface MeasuredSource {
  /** Bytes of the disk. */
  size: number;
  /** Bytes in clusters of the target with data, as `DataClusters` counts them. */
  dataBytes: number;
  /** Bitmaps that can be copied; null where the source cannot have any. */
  bitmaps: readonly { name: string; granularityBytes: number }[] | null;
}

/** Bytes of the file to be made. */
export interface Measure {
  required: number;
  fullyAllocated: number;
  /** Added by copying the bitmaps; null where there can be none. */
  bitmaps: number | null;
}

const roundUp = (value: number, unit: number) => Math.ceil(value / unit) * unit;

/** Data of a disk in whole clusters of the target, fed extent by extent in order. */
export class DataClusters {
  private readonly clusterSize: number;
  private covered = 0;
  bytes = 0;

  constructor(clusterSize: number) {
    this.clusterSize = clusterSize;
  }

  add({
    start,
    length,
    data,
    zero,
  }: {
    start: number;
    length: number;
    data: boolean;
    zero: boolean;
  }) {
    if (!data || zero) return;
    const first = Math.max(this.covered, start - (start % this.clusterSize));
    const end = roundUp(start + length, this.clusterSize);
    if (end > first) this.bytes += end - first;
    this.covered = Math.max(this.covered, end);
  }
}

/**
 * What a conversion into qcow2 needs: as `qemu-img measure` says. All metadata of the full size is
 * counted, whatever is written; only data clusters differ.
 */
export function measureQcow2(target: Qcow2Target, source: MeasuredSource): Measure {
  const { clusterSize, luks } = target;
  const virtual = roundUp(source.size, clusterSize);
  const metadata = metadataBytes(target, virtual);
  const luksBytes = luks ? roundUp(luksPayloadOffset(luks), clusterSize) : 0;
  const { preallocation, backingFile } = target;
  const all = backingFile || preallocation === 'falloc' || preallocation === 'full';
  return {
    required: luksBytes + metadata + (all ? virtual : source.dataBytes),
    fullyAllocated: luksBytes + metadata + virtual,
    bitmaps: target.version === 3 && source.bitmaps ? bitmapBytes(source, clusterSize) : null,
  };
}

/** The largest disk the L1 table has room for. */
export function largestDisk({ clusterSize, extendedL2 }: Qcow2Target): number {
  const perTable = clusterSize / (extendedL2 ? 16 : 8);
  return (MAX_L1_BYTES / L1_ENTRY) * perTable * clusterSize;
}

/** Header, L1, all L2 tables, and the refcounts of these and of every data cluster. */
function metadataBytes({ clusterSize, extendedL2, refcountBits }: Qcow2Target, virtual: number) {
  const entryBytes = extendedL2 ? 16 : 8;
  const l2Bytes = roundUp((virtual / clusterSize) * entryBytes, clusterSize);
  const l1Bytes = roundUp((l2Bytes / clusterSize) * L1_ENTRY, clusterSize);
  const counted = clusterSize + l2Bytes + l1Bytes;
  return counted + refcountBytes((counted + virtual) / clusterSize, clusterSize, refcountBits);
}

/** Refcount blocks and table for `clusters` others; they count themselves too, so it goes round until it holds. */
function refcountBytes(clusters: number, clusterSize: number, refcountBits: number): number {
  const perBlock = (clusterSize * 8) / refcountBits;
  const perTableCluster = clusterSize / REFCOUNT_TABLE_ENTRY;
  let blocks = 0;
  let table = 0;
  for (let total = clusters, last = -1; total !== last; total = clusters + blocks + table) {
    last = total;
    blocks = Math.ceil((clusters + table + blocks) / perBlock);
    table = Math.ceil(blocks / perTableCluster);
  }
  return (blocks + table) * clusterSize;
}

/** Every bitmap as if it were set throughout: its clusters, its table, its line of the directory. */
function bitmapBytes({ size, bitmaps }: MeasuredSource, clusterSize: number): number {
  let bytes = 0;
  let directory = 0;
  for (const { name, granularityBytes } of present(bitmaps)) {
    const bits = Math.ceil(size / granularityBytes);
    const clusters = Math.ceil(Math.ceil(bits / 8) / clusterSize);
    bytes += clusters * clusterSize + roundUp(clusters * 8, clusterSize);
    directory += roundUp(BITMAP_DIRECTORY_ENTRY + new TextEncoder().encode(name).length, 8);
  }
  return bytes + roundUp(directory, clusterSize);
}
