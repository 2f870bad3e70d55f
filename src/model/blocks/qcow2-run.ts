import { lastOf, num, present } from '../../elements.ts';
import {
  AccessKind,
  BlockKernel,
  type Layer,
  type LayerCounts,
} from '../../kernels/blocks/index.ts';
import type { Accounting } from './accounting.ts';
import type { DisciplineRun, RunOptions } from './discipline.ts';

export interface Qcow2Shape {
  clusterSize: number;
  extended: boolean;
  /** Internal snapshots share one file; external ones put a new overlay on top. */
  snapshots: 'internal' | 'external';
}

const L1_ENTRY_BYTES = 8;
const SNAPSHOT_ENTRY_BYTES = 72;
/** Unit in which tables are cached, and how many the driver keeps at least (QEMU, MIN_L2_CACHE_SIZE). */
export const SLICE_BYTES = 4096;
export const LEAST_SLICES = 2;

/**
 * Metadata writes and flushes of a layer when every guest write is durable (cache=writethrough), read off
 * recordings of the driver (docs/model/blocks.md): an allocation writes a refcount block and an L2 table, a
 * dropped cluster a refcount block more; a new or copied table writes a refcount block, itself and L1.
 */
export function durableMetadata(counts: LayerCounts, clusterSize: number) {
  const { allocations, releases, newTables, copiedTables, inPlace } = counts;
  const tables = newTables + copiedTables;
  const clusterWrites = 2 * allocations + releases + 2 * tables;
  return {
    writes: clusterWrites + tables,
    bytes: clusterWrites * clusterSize + tables * L1_ENTRY_BYTES,
    flushes: inPlace + 2 * allocations + releases + 3 * newTables + 4 * copiedTables,
  };
}

/** The real hybrid: a qcow2 image on the exact kernel. */
export class Qcow2Run implements DisciplineRun {
  private readonly kernel: BlockKernel;
  private readonly shape: Qcow2Shape;
  private readonly size: number;
  /** Tables that are kept, in slices; null where all of them are. */
  private readonly cache: { cacheSlices: number; sliceBytes: number } | null;
  /** Base first; internal snapshots leave it at one. */
  private chain: Layer[];
  private readonly retired: Layer[] = [];
  private kept = 0;
  private guest = { reads: 0, readBytes: 0, writes: 0, writtenBytes: 0 };
  private movedBytes = 0;

  constructor(shape: Qcow2Shape, options: RunOptions) {
    const { size, blockSize = shape.clusterSize, memoryBytes, tableCacheBytes } = options;
    this.shape = { ...shape, clusterSize: blockSize };
    this.size = size;
    const sliceBytes = Math.min(blockSize, SLICE_BYTES);
    this.cache =
      tableCacheBytes === undefined
        ? null
        : {
            cacheSlices: Math.max(LEAST_SLICES, Math.floor(tableCacheBytes / sliceBytes)),
            sliceBytes,
          };
    this.kernel = new BlockKernel(memoryBytes);
    this.chain = [this.newLayer()];
  }

  private newLayer(backing?: Layer): Layer {
    const { clusterSize, extended } = this.shape;
    const maxFileBytes = Math.min(8 * this.size, 2 ** 31 * clusterSize) + 2 ** 28;
    const shape = { size: this.size, clusterSize, extended, snapshots: 512, maxFileBytes };
    const options = { ...shape, ...this.cache };
    return this.kernel.createLayer(backing === undefined ? options : { ...options, backing });
  }

  private get top(): Layer {
    return lastOf(this.chain);
  }

  access(kind: 'read' | 'write' | 'zero' | 'discard', offset: number, length: number): void {
    if (length === 0) return;
    if (kind === 'read') {
      this.guest.reads++;
      this.guest.readBytes += length;
    } else if (kind === 'write') {
      this.guest.writes++;
      this.guest.writtenBytes += length;
    }
    this.kernel.access(this.top, AccessKind[kind], offset, length, true);
  }

  snapshot(): void {
    this.kept++;
    if (this.shape.snapshots === 'internal') {
      this.kernel.snapshot(this.top, this.kept * SNAPSHOT_ENTRY_BYTES);
    } else {
      this.chain.push(this.newLayer(this.top));
    }
  }

  dropOldest(): void {
    if (this.kept === 0) return;
    this.kept--;
    if (this.shape.snapshots === 'internal') {
      this.kernel.deleteSnapshot(this.top, 0, this.kept * SNAPSHOT_ENTRY_BYTES);
      return;
    }
    const [base, oldest, ...newer] = this.chain;
    const before = this.kernel.counts(present(base)).writtenBytes;
    this.kernel.commit(present(oldest));
    this.movedBytes += this.kernel.counts(present(base)).writtenBytes - before;
    if (newer.length > 0) {
      this.kernel.setBacking(num(newer, 0), present(base));
      this.retired.push(present(oldest));
      this.chain = [present(base), ...newer];
    }
  }

  snapshots(): number {
    return this.kept;
  }

  account(): Accounting {
    const { clusterSize } = this.shape;
    const total: Accounting = {
      guestReads: this.guest.reads,
      guestReadBytes: this.guest.readBytes,
      guestWrites: this.guest.writes,
      guestWriteBytes: this.guest.writtenBytes,
      hostReads: 0,
      hostReadBytes: 0,
      hostWrites: 0,
      hostWriteBytes: 0,
      zeroedBytes: 0,
      copies: 0,
      copiedBytes: 0,
      metadataWrites: 0,
      metadataBytes: 0,
      flushes: 0,
      lookups: 0,
      spaceBytes: 0,
      movedBytes: this.movedBytes,
      refused: 0,
    };
    for (const layer of [...this.chain, ...this.retired]) {
      const counts = this.kernel.counts(layer);
      const metadata = durableMetadata(counts, clusterSize);
      total.hostReads += counts.reads;
      total.hostReadBytes += counts.readBytes;
      total.hostWrites += counts.writes;
      total.hostWriteBytes += counts.writtenBytes;
      total.zeroedBytes += counts.zeroedBytes;
      total.copies += counts.releases;
      total.metadataWrites += metadata.writes;
      total.metadataBytes += metadata.bytes;
      total.flushes += metadata.flushes;
      total.lookups += counts.lookups;
      if (this.cache) {
        const { loads } = this.kernel.cache(layer);
        total.hostReads += loads;
        total.hostReadBytes += loads * this.cache.sliceBytes;
      }
    }
    // What was written beyond the guest's own bytes went there to fill up clusters.
    total.copiedBytes = Math.max(0, total.hostWriteBytes - total.guestWriteBytes - this.movedBytes);
    for (const layer of this.chain)
      total.spaceBytes += this.kernel.clustersInUse(layer) * clusterSize;
    return total;
  }
}
