import { badInput } from '../../errors.ts';
import type { MappedDisk } from '../../qcow2/image.ts';
import { COMPRESSED, emptyTable, Kind, type L2Table } from '../../qcow2/l2-table.ts';
import { isPresent, runAt } from '../../qcow2/status.ts';
import type { ByteSource } from '../byte-source.ts';
import {
  type BackingReference,
  type DiskLayer,
  type DiskRun,
  throughHoles,
} from '../disk-image/layer.ts';
import { type Qcow2Header, readHeader } from './header.ts';

/** Tables kept in memory; a map is walked in order, so a few are enough. */
const CACHED_TABLES = 4;
const OFFSET_HIGH_MASK = 0x00ff_ffff;
const OFFSET_LOW_MASK = 0xffff_fe00;
export const COMPRESSED_FLAG = 0x4000_0000;

/** What an image names and has not inside it: how that is found is up to who opens the image. */
export interface Qcow2Surroundings {
  backing(header: Qcow2Header): BackingReference | null;
  dataFile(header: Qcow2Header): ByteSource | null;
  /** Whether clusters in use may be holes of the file. */
  preallocated(image: Qcow2File): boolean;
}

const alone: Qcow2Surroundings = {
  backing: () => null,
  dataFile: () => null,
  preallocated: () => false,
};

/** A qcow2 image file opened for reading: a layer of a chain. */
export class Qcow2File implements MappedDisk, DiskLayer {
  readonly format = 'qcow2';
  readonly file: ByteSource;
  readonly backing: BackingReference | null;
  readonly header: Qcow2Header;
  readonly l1: Float64Array;
  readonly tables: { get(cluster: number): L2Table | undefined };
  private readonly cached = new Map<number, L2Table>();
  private readonly scratch: Uint8Array<ArrayBuffer>;
  private readonly scratchView: DataView;
  private readonly surroundings: Qcow2Surroundings;
  private preallocated: boolean | null = null;
  /** Where the guest data is: the image itself, a file beside it, or null if that is not there. */
  private readonly data: ByteSource | null;

  constructor(file: ByteSource, surroundings: Qcow2Surroundings = alone) {
    this.file = file;
    this.header = readHeader(file);
    this.surroundings = surroundings;
    this.backing = surroundings.backing(this.header);
    this.data = this.header.externalData ? surroundings.dataFile(this.header) : file;
    this.scratch = new Uint8Array(this.header.shape.clusterSize);
    this.scratchView = new DataView(this.scratch.buffer);
    this.l1 = this.readL1(this.header.l1Offset, this.header.l1Entries);
    this.refuseSharedTables();
    this.tables = { get: (cluster) => this.table(cluster) };
  }

  get size(): number {
    return this.header.size;
  }

  get shape() {
    return this.header.shape;
  }

  status(offset: number, bytes: number): DiskRun {
    const { kind, bytes: length, host } = runAt(this, offset, bytes);
    const data = kind === Kind.data;
    const present = isPresent(kind);
    const at = this.header.encryption === null ? host : -1;
    const run = { bytes: length, present, data, zero: present && !data, host: at };
    const below = data && at !== -1 && this.data !== null && this.metadataPreallocated();
    return below ? throughHoles(run, this.data!) : run;
  }

  private metadataPreallocated(): boolean {
    this.preallocated ??= this.surroundings.preallocated(this);
    return this.preallocated;
  }

  facts() {
    const { encryption, externalData, dataFile, dataFileRaw } = this.header;
    return {
      ...(encryption ? { encryption } : {}),
      ...(externalData ? { dataFile: dataFile ?? 'not named', dataFileRaw } : {}),
      ...(externalData && this.data === null ? { dataFileMissing: true } : {}),
    };
  }

  close(): void {
    if (this.data !== this.file) this.data?.close();
    this.file.close();
  }

  /** Clusters of the L2 tables of an L1 table, 0: none. */
  readL1(offset: number, entries: number): Float64Array {
    const { clusterSize } = this.header.shape;
    const view = new DataView(this.file.read(offset, entries * 8).buffer);
    const l1 = new Float64Array(entries);
    for (let i = 0; i < entries; i++) {
      const at = this.entryOffset(view, i * 8);
      if (at === 0) continue;
      if (at % clusterSize !== 0 || at >= this.file.size) {
        throw badInput({
          file: this.file.path,
          offset: offset + i * 8,
          expected: `an L2 table at a cluster border inside the file of ${this.file.size} bytes`,
          found: `offset ${at}`,
        });
      }
      l1[i] = at / clusterSize;
    }
    return l1;
  }

  /** Two entries of one L1 table never share an L2 table: walking such a map could take for ever. */
  private refuseSharedTables(): void {
    const seen = new Set<number>();
    for (const [i, cluster] of this.l1.entries()) {
      if (cluster === 0) continue;
      if (seen.has(cluster)) {
        throw badInput({
          file: this.file.path,
          offset: this.header.l1Offset + i * 8,
          expected: 'an L2 table of its own',
          found: `the table at ${cluster * this.shape.clusterSize} again`,
        });
      }
      seen.add(cluster);
    }
  }

  private entryOffset(view: DataView, at: number): number {
    const high = view.getUint32(at) & OFFSET_HIGH_MASK;
    const low = (view.getUint32(at + 4) & OFFSET_LOW_MASK) >>> 0;
    return high * 0x1_0000_0000 + low;
  }

  /** The raw bytes of the table in a cluster; the next call reads into the same memory. */
  tableBytes(cluster: number): DataView {
    this.file.readInto(this.scratch, cluster * this.header.shape.clusterSize);
    return this.scratchView;
  }

  private table(cluster: number): L2Table {
    let table = this.cached.get(cluster);
    if (table) return table;
    table = this.decode(cluster);
    this.cached.set(cluster, table);
    return table;
  }

  private decode(cluster: number): L2Table {
    const { shape } = this.header;
    const view = this.tableBytes(cluster);
    const table = this.freeTable();
    const highClusters = 2 ** 32 / shape.clusterSize;
    const shift = Math.log2(shape.clusterSize);
    const unaligned = (shape.clusterSize - 1) & OFFSET_LOW_MASK;
    for (let i = 0; i < shape.entriesPerTable; i++) {
      const at = i * shape.entryBytes;
      const high = view.getUint32(at);
      const low = view.getUint32(at + 4);
      if (high & COMPRESSED_FLAG) {
        table.host[i] = COMPRESSED;
        table.data[i] = shape.extended ? 0xffffffff : 1;
        table.zero[i] = 0;
        continue;
      }
      const offset = (high & OFFSET_HIGH_MASK) * highClusters + (low >>> shift);
      if (low & unaligned) throw this.badEntry(cluster * shape.clusterSize + at, high, low);
      table.host[i] = offset;
      table.data[i] = 0;
      table.zero[i] = 0;
      if (shape.extended) {
        const zero = view.getUint32(at + 8);
        const data = view.getUint32(at + 12);
        if ((zero & data) !== 0 || (offset === 0 && data !== 0 && !this.startsDataFile(high))) {
          throw badInput({
            file: this.file.path,
            offset: cluster * shape.clusterSize + at + 8,
            expected: 'a subcluster bitmap that does not contradict itself',
            found: `zero 0x${zero.toString(16)}, allocated 0x${data.toString(16)}`,
          });
        }
        table.zero[i] = zero;
        table.data[i] = data;
      } else if (low & 1) {
        if (this.header.version < 3)
          throw this.badEntry(cluster * shape.clusterSize + at, high, low);
        table.zero[i] = 1;
      } else if (offset !== 0 || this.startsDataFile(high)) {
        table.data[i] = 1;
      }
    }
    return table;
  }

  /** Offset 0 is a cluster like any other in a data file; then the entry is marked as the only one. */
  private startsDataFile(high: number): boolean {
    return this.header.externalData && high >>> 31 === 1;
  }

  /** Room for one more table: that of the table read longest ago once enough are kept. */
  private freeTable(): L2Table {
    if (this.cached.size < CACHED_TABLES) return emptyTable(this.header.shape);
    const [oldest, table] = this.cached.entries().next().value!;
    this.cached.delete(oldest);
    return table;
  }

  private badEntry(at: number, high: number, low: number): Error {
    return badInput({
      file: this.file.path,
      offset: at,
      expected: 'an L2 entry with a cluster border',
      found: `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`,
    });
  }
}
