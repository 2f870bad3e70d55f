import { nth, num } from '../../elements.ts';
import { sliceEntries } from '../../qcow2/geometry.ts';
import type { StoredBitmap } from '../qcow2/bitmaps.ts';
import { checkImage } from '../qcow2/check.ts';
import type { CheckResult } from '../qcow2/check-result.ts';
import { Qcow2File } from '../qcow2/image-file.ts';
import { References } from '../qcow2/references.ts';
import type { StoredSnapshot } from '../qcow2/snapshot-table.ts';
import { type ChainExtent, chainExtents, type DiskChain, type MissingBase } from './chain.ts';
import type { DiskLayer } from './layer.ts';

/** What one file of a chain is. */
export interface LayerInfo {
  path: string;
  format: string;
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
  /** What only this format has. */
  facts: Record<string, string | number | boolean>;
}

/** Guest bytes by what a read of them finds, and where. */
export interface MapSummary {
  extents: number;
  /** In a cluster or block of a layer. */
  dataBytes: number;
  /** Read as zero, and a layer says so. */
  zeroBytes: number;
  /** Counted in both: allocated, but a hole of the file. */
  allocatedZeroBytes: number;
  /** In no layer: read as zero. */
  absentBytes: number;
  /** In no layer that is there: what they are is in the missing base. */
  unknownBytes: number;
  /** Guest bytes found at each depth; 0 is the top layer. */
  bytesByDepth: number[];
  deepest: number;
  /** Layers a read of the whole disk asks, on average, weighted by bytes. */
  lookupsPerRead: number;
}

export interface Inspection {
  layers: LayerInfo[];
  missingBase: MissingBase | null;
  bitmaps: StoredBitmap[];
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
  chain: DiskChain,
  onExtent: (extent: ChainExtent) => void = () => {},
): Inspection {
  const top = nth(chain.layers, 0);
  const map = summarizeMap(chain, onExtent);
  const shown = { layers: chain.layers.map(layerInfo), missingBase: chain.missing, map };
  if (!(top instanceof Qcow2File)) {
    return { ...shown, bitmaps: [], snapshots: [], check: null, space: null, l2Cache: null };
  }
  const references = new References(top);
  const check = checkImage(top, references);
  const { clusterSize, entryBytes } = top.shape;
  return {
    ...shown,
    bitmaps: references.bitmaps,
    snapshots: references.snapshots,
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

function layerInfo(layer: DiskLayer): LayerInfo {
  const { path, size: fileBytes, allocatedBytes } = layer.file;
  const header = layer instanceof Qcow2File ? layer.header : null;
  return {
    path,
    format: layer.format,
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
    backingFile: layer.backing?.name ?? null,
    backingFormat: layer.backing?.format ?? null,
    facts: layer.facts(),
  };
}

function summarizeMap(chain: DiskChain, onExtent: (extent: ChainExtent) => void): MapSummary {
  const bytesByDepth = chain.layers.map(() => 0);
  const map = {
    extents: 0,
    dataBytes: 0,
    zeroBytes: 0,
    allocatedZeroBytes: 0,
    absentBytes: 0,
    unknownBytes: 0,
    deepest: 0,
  };
  let asked = 0;
  for (const extent of chainExtents(chain)) {
    onExtent(extent);
    const { length, depth, present, data, zero } = extent;
    map.extents++;
    map.deepest = Math.max(map.deepest, depth);
    if (data) map.dataBytes += length;
    if (present && zero) map.zeroBytes += length;
    if (data && zero) map.allocatedZeroBytes += length;
    if (!present && zero) map.absentBytes += length;
    if (!present && !zero) map.unknownBytes += length;
    bytesByDepth[depth] = num(bytesByDepth, depth) + length;
    asked += length * (depth + 1);
  }
  const { size } = nth(chain.layers, 0);
  return { ...map, bytesByDepth, lookupsPerRead: size > 0 ? asked / size : 0 };
}
