/** The L2 cache a driver gives an image by default; larger disks are cached in 4 KiB slices of a table. */
export const DEFAULT_L2_CACHE_BYTES = 32 * 1024 * 1024;
const SLICE_BYTES = 4096;

/** The shape of a qcow2 image: everything that follows from the cluster size and the kind of L2 entry. */
export interface Geometry {
  /** Bytes: a power of two, 512 B to 2 MiB. */
  clusterSize: number;
  /** Extended L2: 16-byte entries with 32 subclusters each. */
  extended: boolean;
  subclusters: 1 | 32;
  /** Bytes of the smallest unit a map can tell apart. */
  subclusterSize: number;
  entryBytes: 8 | 16;
  entriesPerTable: number;
  /** Clusters one refcount block covers (16-bit counts). */
  clustersPerRefcountBlock: number;
}

export function geometry(clusterSize: number, extended: boolean): Geometry {
  const power = Math.log2(clusterSize);
  if (!Number.isInteger(power) || power < 9 || power > 21) {
    throw new RangeError(`cluster size ${clusterSize}: a power of two from 512 to 2097152`);
  }
  if (extended && clusterSize < 16384) {
    throw new RangeError(`cluster size ${clusterSize}: extended L2 needs at least 16384`);
  }
  const entryBytes = extended ? 16 : 8;
  return {
    clusterSize,
    extended,
    subclusters: extended ? 32 : 1,
    subclusterSize: extended ? clusterSize / 32 : clusterSize,
    entryBytes,
    entriesPerTable: clusterSize / entryBytes,
    clustersPerRefcountBlock: clusterSize / 2,
  };
}

/** Entries of the L1 table of a disk of `size` bytes. */
export function l1Entries(shape: Geometry, size: number): number {
  return Math.ceil(size / (shape.entriesPerTable * shape.clusterSize));
}

/** Clusters that hold `bytes`. */
export function clustersFor(shape: Geometry, bytes: number): number {
  return Math.ceil(bytes / shape.clusterSize);
}

/** Entries of one slice of the L2 cache: the whole table while the default cache holds every table. */
export function sliceEntries(shape: Geometry, size: number): number {
  const tableBytes = Math.ceil(size / shape.clusterSize) * shape.entryBytes;
  if (tableBytes <= DEFAULT_L2_CACHE_BYTES) return shape.entriesPerTable;
  return Math.min(SLICE_BYTES, shape.clusterSize) / shape.entryBytes;
}
