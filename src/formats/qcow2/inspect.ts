import { sliceEntries } from '../../qcow2/geometry.ts';
import type { ChainExtent, ChainLayer } from './chain.ts';
import { chainExtents } from './chain.ts';
import { checkImage } from './check.ts';
import type { CheckResult } from './check-result.ts';
import { Qcow2File } from './image-file.ts';
import { References } from './references.ts';
import type { StoredSnapshot } from './snapshot-table.ts';

/** What one file of a chain is. */
export interface LayerInfo {
  path: string;
  format: 'qcow2' | 'raw';
  virtualBytes: number;
  fileBytes: number;
  allocatedBytes: number;
  clusterSize: number | null;
  compat: '0.10' | '1.1' | null;
  extendedL2: boolean;
  lazyRefcounts: boolean;
  refcountBits: number | null;
  compressionType: string | null;
  dirty: boolean;
  corrupt: boolean;
  backingFile: string | null;
  backingFormat: string | null;
}

/** Guest bytes by what a read of them finds, and where. */
export interface MapSummary {
  extents: number;
  dataBytes: number;
  zeroBytes: number;
  absentBytes: number;
  /** Guest bytes found at each depth; 0 is the top layer. */
  bytesByDepth: number[];
  deepest: number;
  /** Layers a read of the whole disk asks, on average, weighted by bytes. */
  lookupsPerRead: number;
}

export interface Inspection {
  layers: LayerInfo[];
  snapshots: StoredSnapshot[];
  map: MapSummary;
  check: CheckResult | null;
  space: {
    /** Clusters whose refcount is too high: nothing refers to them. */
    leakedBytes: number;
    /** Kept behind entries that read as zero; a discard gives it back. */
    zeroedBytes: number;
    /** Free inside the file; the next allocations use it, the file does not shrink. */
    freeBytes: number;
    /** Given back when all internal snapshots are deleted. */
    snapshotOnlyBytes: number;
  } | null;
  l2Cache: {
    /** Cache that holds every L2 table of the disk. */
    fullBytes: number;
    /** Cache that holds the tables which exist. */
    inUseBytes: number;
    /** Bytes the driver loads at a time with its default cache of 32 MiB. */
    sliceBytes: number;
  } | null;
}

/** Everything about a chain that can be told without changing it. `onExtent` sees the map as it is walked. */
export function inspectChain(
  layers: readonly ChainLayer[],
  onExtent: (extent: ChainExtent) => void = () => {},
): Inspection {
  const top = layers[0]!;
  const map = summarizeMap(layers, onExtent);
  const infos = layers.map(layerInfo);
  if (!(top instanceof Qcow2File)) {
    return { layers: infos, snapshots: [], map, check: null, space: null, l2Cache: null };
  }
  const references = new References(top);
  const check = checkImage(top, references);
  const { clusterSize, entryBytes } = top.shape;
  return {
    layers: infos,
    snapshots: references.snapshots,
    map,
    check,
    space: {
      leakedBytes: check.leaks * clusterSize,
      zeroedBytes: check.zeroedClusters * clusterSize,
      freeBytes: Math.max(0, check.freeClusters) * clusterSize,
      snapshotOnlyBytes: check.snapshotOnlyClusters * clusterSize,
    },
    l2Cache: {
      fullBytes: check.totalClusters * entryBytes,
      inUseBytes: check.l2Tables * clusterSize,
      sliceBytes: sliceEntries(top.shape, top.size) * entryBytes,
    },
  };
}

function layerInfo(layer: ChainLayer): LayerInfo {
  const { path, size: fileBytes, allocatedBytes } = layer.file;
  const header = layer instanceof Qcow2File ? layer.header : null;
  return {
    path,
    format: header ? 'qcow2' : 'raw',
    virtualBytes: layer.size,
    fileBytes,
    allocatedBytes,
    clusterSize: header?.shape.clusterSize ?? null,
    compat: header ? (header.version === 3 ? '1.1' : '0.10') : null,
    extendedL2: header?.shape.extended ?? false,
    lazyRefcounts: header?.lazyRefcounts ?? false,
    refcountBits: header?.refcountBits ?? null,
    compressionType: header?.compressionType ?? null,
    dirty: header?.dirty ?? false,
    corrupt: header?.corrupt ?? false,
    backingFile: header?.backingFile ?? null,
    backingFormat: header?.backingFormat ?? null,
  };
}

function summarizeMap(
  layers: readonly ChainLayer[],
  onExtent: (extent: ChainExtent) => void,
): MapSummary {
  const bytesByDepth = layers.map(() => 0);
  const map = { extents: 0, dataBytes: 0, zeroBytes: 0, absentBytes: 0, deepest: 0 };
  let asked = 0;
  for (const extent of chainExtents(layers)) {
    onExtent(extent);
    map.extents++;
    map.deepest = Math.max(map.deepest, extent.depth);
    if (extent.data) map.dataBytes += extent.length;
    else if (extent.present) map.zeroBytes += extent.length;
    else map.absentBytes += extent.length;
    bytesByDepth[extent.depth] = bytesByDepth[extent.depth]! + extent.length;
    asked += extent.length * (extent.depth + 1);
  }
  const size = layers[0]!.size;
  return { ...map, bytesByDepth, lookupsPerRead: size > 0 ? asked / size : 0 };
}
